"""Writes resource tables chunk by chunk, so that every chunk can lie."""
import struct

import axml

NO_ENTRY = 0xFFFFFFFF


def config(locale="", sdk=0, size=64):
    out = bytearray(size)
    struct.pack_into("<I", out, 0, size)
    if locale:
        out[8:8 + len(locale)] = locale.encode()
    struct.pack_into("<H", out, 24, sdk)
    return bytes(out)


def simple(kind, data, key=0):
    return struct.pack("<HHIHBBI", 8, 0, key, 8, 0, kind, data)


def text(index, key=0):
    return simple(axml.STRING, index, key)


def reference(resource, key=0):
    return simple(axml.REFERENCE, resource, key)


def compact(kind, data, key=0):
    return struct.pack("<HHI", key, 8 | kind << 8, data)


def bag(parent, values, key=0, count=None):
    return struct.pack("<HHIII", 16, 1, key, parent, len(values) if count is None else count) + b"".join(
        struct.pack("<IHBBI", name, 8, 0, kind, data) for name, kind, data in values)


def spec(type_id, count, claimed=None, depends=0):
    """depends: the configurations (4: language) on which each entry is said to depend."""
    return struct.pack("<HHIBBHI", 0x202, 16, 16 + 4 * count, type_id, 0, 0, count if claimed is None else claimed) + struct.pack("<I", depends) * count


def table_type(type_id, entries, made_config=None, flags=0, offsets=None, count=None, size=0):
    """entries: bytes or None by index; flags 1 sparse, 2 with 16-bit offsets."""
    made_config = made_config or config()
    data, index = b"", b""
    for number, entry in enumerate(entries):
        place = (offsets or {}).get(number, len(data))
        if flags & 1:
            index += struct.pack("<HH", number, place // 4) if entry is not None else b""
        elif flags & 2:
            index += struct.pack("<H", 0xFFFF if entry is None else place // 4)
        else:
            index += struct.pack("<I", NO_ENTRY if entry is None else place)
        data += entry or b""
    num = sum(entry is not None for entry in entries) if flags & 1 else len(entries)
    index += b"\0" * (-len(index) % 4)
    header = 20 + len(made_config)
    return struct.pack("<HHIBBHII", 0x201, header, header + len(index) + len(data) + size, type_id, flags, 0,
                       num if count is None else count, header + len(index)) + made_config + index + data


def sparse_type(type_id, records, entries):
    """records: index and number of the entry, in any order."""
    index = b"".join(struct.pack("<HH", found, sum(map(len, entries[:number])) // 4) for found, number in records)
    return struct.pack("<HHIBBHII", 0x201, 84, 84 + len(index) + sum(map(len, entries)), type_id, 1, 0, len(records), 84 + len(index)) + config() + index + b"".join(
        entries)


def wide(kind, data, count, size=8):
    """An entry as long as a bag's that says to be none."""
    return struct.pack("<HHIIIHBBI", 16, 0, 0, 0, count, size, 0, kind, data)


def package(types, identity=0x7F, names=("string", "bool", "style"), keys=("key",), **odd):
    type_pool, key_pool = axml.pool(names), axml.pool(keys, **odd)
    body = type_pool + key_pool + b"".join(types)
    return struct.pack("<HHII", 0x200, 288, 288 + len(body), identity) + "hostile".encode("utf-16-le").ljust(256, b"\0") + struct.pack(
        "<IIIII", 288, len(names), 288 + len(type_pool), len(keys), 0) + body


def table(packages, strings, kind=2, num_packages=None, between=b"", tail=b"", **odd):
    body = axml.pool(strings, **odd) + between + b"".join(packages)
    return struct.pack("<HHII", kind, 12, 12 + len(body), len(packages) if num_packages is None else num_packages) + body + tail


def labels(*texts, **odd):
    """A table whose string 0x7F010000 is texts[0] by default."""
    return table([package([spec(1, 1), table_type(1, [text(0)])])], texts, **odd)
