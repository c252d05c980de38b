"""Writes ZIP files field by field, so that every field can lie."""
import functools
import struct
import zlib

DEFLATED, STORED = 8, 0


@functools.lru_cache(maxsize=100)
def deflate(content):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


class Entry:
    """One entry. local and record override fields of the local header and the directory record."""

    def __init__(self, name, content=b"", method=STORED, data=None, descriptor=b"", extra=b"", local=None, record=None,
                 record_extra=b"", comment=b"", before=b""):
        self.name = name if isinstance(name, bytes) else name.encode()
        self.data = data if data is not None else deflate(content) if method == DEFLATED else content
        fields = {"version": 20, "flags": 0, "method": method, "crc": zlib.crc32(content), "stored": len(self.data),
                  "size": len(content), "name": self.name}
        self.local = {**fields, **(local or {})}
        self.record = {"made_by": 20, "attributes": 0, **fields, **(record or {})}
        self.extra, self.record_extra, self.comment = extra, record_extra, comment
        self.descriptor, self.before = descriptor, before

    def both(self, **fields):
        self.local.update(fields)
        self.record.update(fields)
        return self

    def local_bytes(self):
        f = self.local
        return struct.pack("<IHHHIIIIHH", f.get("signature", 0x04034B50), f["version"], f["flags"], f["method"], 0x50215021, f["crc"],
                           f["stored"], f["size"], f.get("name_len", len(f["name"])), len(self.extra)) + f["name"] + self.extra

    def record_bytes(self, offset):
        f = self.record
        return struct.pack("<IHHHHIIIIHHHHHII", f.get("signature", 0x02014B50), f["made_by"], f["version"], f["flags"], f["method"],
                           0x50215021, f["crc"], f["stored"], f["size"], len(f["name"]), len(self.record_extra), len(self.comment),
                           f.get("disk", 0), 0, f["attributes"], f.get("offset", offset)) + f["name"] + self.record_extra + self.comment


def pack(entries, prefix=b"", before_directory=b"", after_directory=b"", comment=b"", end=None, adjusted=True, hidden=(), align=True):
    """The file. end overrides fields of the end record; hidden entries stand in the directory behind the counted ones."""
    out, records = bytearray(prefix), []
    base = 0 if adjusted else len(prefix)
    for entry in list(entries) + list(hidden):
        out += entry.before
        if align and entry.record["method"] == STORED and entry.name.endswith(b".arsc") and not entry.extra:
            pad = -(len(out) + 30 + len(entry.name)) % 4
            entry.extra = struct.pack("<HH", 0xD935, pad) + b"\0" * pad if pad else b""
        records.append(entry.record_bytes(len(out) - base))
        out += entry.local_bytes() + entry.data + entry.descriptor
    out += before_directory
    fields = {"disk": 0, "directory_disk": 0, "here": len(entries), "records": len(entries), "size": sum(map(len, records)),
              "offset": len(out) - base, "comment_len": len(comment), **(end or {})}
    return bytes(out) + b"".join(records) + after_directory + end_record(fields) + comment


def stored_at(entries, name, content, start):
    """A stored entry behind these whose data begin at a multiple of start, and of no more."""
    at = sum(len(entry.local_bytes() + entry.data) for entry in entries) + 34 + len(name)
    pad = -at % (2 * start) + start
    return Entry(name, content, STORED, extra=struct.pack("<HH", 0xD935, pad) + bytes(pad))


def end_record(fields):
    return struct.pack("<IHHHHIIH", 0x06054B50, fields["disk"], fields["directory_disk"], fields["here"], fields["records"],
                       fields["size"], fields["offset"], fields["comment_len"])
