"""The directory, as libziparchive reads it."""
import struct
import zlib

import axml
import dex
import patch
from case import case
from zips import DEFLATED, Entry, deflate, end_record, pack

MANIFEST = axml.plain().build()
DECOY = axml.plain(package="com.decoy.hostile").build()
CODE = dex.make(["com.example.hostile.Main"])


def entries(manifest=None, code=None, more=()):
    return [manifest or Entry("AndroidManifest.xml", MANIFEST, DEFLATED), code or Entry("classes.dex", CODE, DEFLATED), *more]


def only(entry):
    return pack(entries(more=[entry]))


def picture(size=40):
    return b"\x89PNG\r\n\x1a\n" + b"p" * size


case("a plain package has nothing odd", pack(entries()), version_code=7, label="Hostile", min_sdk=26, target_sdk=36)
case("an entry twice: the phone refuses", pack(entries(more=[Entry("classes.dex", CODE)])), "zip.duplicate-entry:refused")
case("another manifest of the same name: the name is the first one's, and the phone refuses",
     pack(entries(more=[Entry("AndroidManifest.xml", DECOY)])), "zip.duplicate-entry:refused")
case("a large extra field is skipped by its unsigned length and said", only(Entry("a.txt", b"a", extra=struct.pack("<HH", 0x1234, 0x9000) + b"\1" * 0x9000)),
     "zip.extra-oversize:evasive")
case("another name in the local header: that entry cannot be read",
     only(Entry("a.txt", b"a", local={"name": b"b.txt"})), "zip.lfh-cd-name-mismatch:evasive")
case("another name in the manifest's local header: the phone refuses", pack(entries(Entry("AndroidManifest.xml", MANIFEST, local={"name": b"AndroidManifest.xmL"}))),
     "zip.lfh-cd-name-mismatch:refused", "manifest.missing:refused", app=None)
case("a DEX file before the package: Android before the patch ran it", pack(entries(), prefix=CODE),
     "janus.dex-prefix:ambiguous", "zip.prefix-data:refused", tables=[("dex", {"path": "", "classes": 1})])
case("a picture before the package: the phone refuses", pack(entries(), prefix=picture()), "zip.prefix-data:refused")
case("a picture before the package, offsets not mended: the phone refuses", pack(entries(), prefix=picture(), adjusted=False),
     "zip.bad-offset:refused", "zip.prefix-data:refused")
case("an unknown method in both headers: the phone takes the manifest as stored",
     pack(entries(Entry("AndroidManifest.xml", MANIFEST).both(method=0x2F2F, stored=77))), "zip.unknown-method:evasive", "zip.slack-data:evasive")
case("an unknown method in the local header only does not matter",
     pack(entries(Entry("AndroidManifest.xml", MANIFEST, DEFLATED, local={"method": 99}))), "zip.lfh-cd-method-mismatch:evasive")
case("stored, with a packed size that is too small: the whole size is read",
     pack(entries(Entry("AndroidManifest.xml", MANIFEST).both(stored=50))), "zip.stored-size-mismatch:evasive", "zip.slack-data:evasive")
case("the encryption bit is not looked at", pack(entries(Entry("AndroidManifest.xml", MANIFEST, DEFLATED).both(flags=1))), "zip.fake-encryption:evasive")
case("other sizes in the local header: the phone refuses", pack(entries(Entry("AndroidManifest.xml", MANIFEST, DEFLATED, local={"size": 5}))),
     "zip.lfh-cd-size-mismatch:refused", "manifest.missing:refused", app=None)


def described(content, signed=True, lie=0):
    data = deflate(content)
    tail = (b"PK\7\10" if signed else b"") + struct.pack("<III", zlib.crc32(content), len(data), len(content) + lie)
    return Entry("AndroidManifest.xml", content, DEFLATED, descriptor=tail, local={"flags": 8, "crc": 0, "stored": 0, "size": 0}, record={"flags": 8})


case("a data descriptor is ordinary", pack(entries(described(MANIFEST))))
case("a data descriptor without its signature is ordinary", pack(entries(described(MANIFEST, False))))
case("a data descriptor of 64-bit sizes without its signature is ordinary, too", only(Entry(
    "a.txt", b"a", local={"flags": 8, "crc": 0, "stored": 0, "size": 0}, record={"flags": 8}, descriptor=struct.pack("<IQQ", zlib.crc32(b"a"), 1, 1))))
case("a data descriptor that lies is said", pack(entries(described(MANIFEST, lie=1))), "zip.bad-data-descriptor:evasive", "zip.slack-data:evasive")

INNER = pack([Entry("AndroidManifest.xml", DECOY), Entry("classes.dex", CODE)])
case("a second archive in the comment whose offsets are its own: the last end record counts, and the phone refuses", pack(entries(), comment=INNER),
     "zip.bad-offset:refused", "zip.multiple-eocd:evasive", "zip.prefix-data:refused", app="com.decoy.hostile")
case("a second archive in the comment whose offsets are the file's: the last end record counts", pack(
    [Entry("AndroidManifest.xml", DECOY), Entry("classes.dex", CODE)], prefix=pack(entries(), end={"comment_len": len(INNER)})),
     "zip.multiple-eocd:evasive", "zip.prefix-data:refused", app="com.decoy.hostile")
case("an end record in the comment that fits the file's end wins, as on the phone",
     pack(entries(), comment=end_record({"disk": 0, "directory_disk": 0, "here": 0, "records": 0, "size": 0, "offset": 0, "comment_len": 0})),
     "zip.empty:refused", "zip.gap-cd-eocd:evasive", "zip.multiple-eocd:evasive", "package.not-a-package:refused", app=None)
case("an end signature in the comment that fits nothing: the phone does not try again",
     pack(entries(), comment=end_record({"disk": 0, "directory_disk": 0, "here": 1, "records": 1, "size": 9, "offset": 9, "comment_len": 999})),
     "zip.eocd-in-comment:refused")
case("bytes behind the end: the phone refuses", pack(entries()) + b"trailing bytes", "zip.trailing-data:refused")
case("records behind the counted ones are not seen", pack(entries(), end={"size": 46 * 3 + 19 + 11 + 12}, hidden=[Entry("classes2.dex", CODE)]),
     "zip.hidden-cd-entries:evasive", tables=[("dex", {"path": "classes2.dex"})])
case("more records counted than there are: the phone refuses", pack(entries(), end={"records": 9, "here": 9}), "zip.cd-truncated:refused")
case("a record without its signature: the phone refuses", only(Entry("a.txt", b"a", record={"signature": 0x01020304})), "zip.cd-corrupt:refused", "zip.slack-data:evasive")
case("a local header inside the directory: the phone refuses", only(Entry("a.txt", b"a", record={"offset": 0x7FFFFFFF})), "zip.bad-offset:refused", "zip.bad-offset:evasive", "zip.slack-data:evasive")
case("disk numbers are not looked at", pack(entries(), end={"disk": 3, "directory_disk": 3}), "zip.multidisk-fields:odd")
case("the count of this disk is not looked at", pack(entries(), end={"here": 1}), "zip.entry-count:odd")
case("a gap before the end record hides the signing block", pack(entries(), after_directory=b"gap!"), "zip.gap-cd-eocd:evasive")
LOCATOR = struct.pack("<IIQI", 0x07064B50, 0, 0, 1)
RECORD64 = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, 0, 0, 0, 0)
case("ZIP64 records beside sound 32-bit fields are not looked at",
     pack(entries(), after_directory=RECORD64 + LOCATOR), "zip.gap-cd-eocd:evasive", "zip64.decoy:evasive")


def archive64(prefix=b"", size=None, offset=None):
    """A package whose 32-bit fields leave the directory's place to a ZIP64 end record, which says it with these differences."""
    data = pack(entries())
    start, end, _ = patch.directory(data)
    record = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, 2, 2, end - start if size is None else size, start if offset is None else offset)
    return (data[:end] + prefix + record + struct.pack("<IIQI", 0x07064B50, 0, end + len(prefix), 1) +
            data[end:end + 8] + struct.pack("<HHIIH", 2, 2, 0xFFFFFFFF, 0xFFFFFFFF, 0))


case("a ZIP64 archive is opened by Android 12 and newer", archive64(), "zip.gap-cd-eocd:evasive", "zip64.decoy:ambiguous")
case("a ZIP64 end record that tells of a directory behind itself: the phone refuses", archive64(size=1 << 40), "zip64.decoy:refused", "zip.bad-offset:refused",
     "zip.cd-truncated:refused", "package.not-a-package:refused", app=None)
case("a ZIP64 end record with an offset below zero: the phone refuses", archive64(offset=1 << 63), "zip64.decoy:refused", "zip.bad-offset:refused",
     "zip.cd-corrupt:refused", "package.not-a-package:refused", app=None)
for name in ("AndroidManifest.xml/", "classes.dex/", "AndroidManifest.xml/x"):
    case(f"{name} beside the file of that name is another entry", only(Entry(name)), "zip.dir-shadows-file:evasive")
case("a NUL in a name: the phone refuses", only(Entry(b"a\0b", b"a")), "zip.name-nul:refused")
case("a name that is no UTF-8: the phone refuses", only(Entry(b"a\xff\xfeb", b"a")), "zip.name-invalid-utf8:refused")
case("a name with an overlong sequence: the phone takes it", only(Entry(b"a\xc0\xafb", b"a")), "zip.name-overlong:evasive")
case("a name that leads out of its folder", only(Entry("../../etc/passwd", b"a")), "zip.path-traversal:evasive")
case("a name that begins at the root", only(Entry("/etc/passwd", b"a")), "zip.absolute-path:evasive")
case("a name with a drive and backslashes", only(Entry("C:\\windows\\x", b"a")), "zip.absolute-path:evasive", "zip.backslash-name:evasive")
case("a name that leads out by backslashes", only(Entry("..\\..\\x", b"a")), "zip.path-traversal:evasive", "zip.backslash-name:evasive")
case("a name of 65,535 bytes is said", only(Entry("n" * 65535, b"a")), "limit.name-size:odd")
case("a path of 20,000 folders is said", only(Entry("a/" * 20000 + "x", b"a")), "limit.name-size:odd", "zip.path-depth:evasive")
case("an entry without a name is said", only(Entry("", b"a")), "zip.empty-name:evasive")
case("a symbolic link's mode is not looked at", only(Entry("link", b"/etc/passwd", record={"made_by": 0x314, "attributes": 0xA1FF0000})), "zip.symlink:odd")
case("direction characters and escapes in a name are said", only(Entry("a\u202egpj.exe\x1b[31m\n", b"a")), "zip.name-bidi:evasive")
case("names that differ in case alone are said", only(Entry("Classes.dex", b"a")), "zip.case-collision:odd", "dex.unreferenced:evasive")
case("not those of resources, which build tools shorten to letters of either case", pack(entries() + [Entry("res/aB.xml", b"a"), Entry("res/Ab.xml", b"b"), Entry("res/ab.xml", b"c")]))
case("those of which one is no resource are said", pack(entries() + [Entry("res/a.xml", b"a"), Entry("RES/a.xml", b"b")]), "zip.case-collision:odd")


def quoted(count, kernel):
    """Fifield's quoted overlap: each entry's data begins with the next one's local header."""
    data = deflate(kernel)
    out, crc, size = Entry("k00", kernel, DEFLATED), zlib.crc32(kernel), len(kernel)
    made, content, offsets = out.local_bytes() + data, kernel, []
    names = [("k00", crc, len(data), size)]
    for number in range(1, count):
        head = made[:30 + 3]
        content = head + content
        block = b"\0" + struct.pack("<HH", len(head), len(head) ^ 0xFFFF)
        data = block + made
        entry = Entry(f"k{number:02}", content, DEFLATED, data=data)
        made = entry.local_bytes() + block + made
        names.append((f"k{number:02}", zlib.crc32(content), len(data), len(content)))
    return made, names


def overlapping(kernel=b"\0" * 1000):
    blob, names = quoted(20, kernel)
    listed, at = [], 0
    for name, crc, stored, size in reversed(names):
        entry = Entry(name, b"").both(method=DEFLATED, crc=crc, stored=stored, size=size)
        listed.append((entry, at))
        at += 30 + 3 + 5
    base = entries()
    start = sum(len(e.local_bytes()) + len(e.data) for e in base)
    for entry, place in listed:
        entry.record["offset"] = start + place
        entry.local_bytes = lambda: b""
        entry.data = b""
    return pack(base + [entry for entry, _ in listed], before_directory=blob)


case("entries that quote each other's headers share their bytes", overlapping(), "zip.overlap:evasive")
case("entries that quote each other and would make a hundred times the file are a bomb", overlapping(b"\0" * (9 << 20)),
     "zip.overlap:evasive", "zip.bomb:unread", "zip.ratio:odd", complete=False)
case("two mebibytes of zeros in two kilobytes are read and said", only(Entry("assets/zeros", b"\0" * (2 << 20), DEFLATED)), "zip.ratio:odd", complete=True)
case("an entry whose last byte is the next one's first shares it", pack(entries(more=[
    Entry("a.txt", b"a").both(stored=2, size=2, crc=zlib.crc32(b"aP")), Entry("b.txt", b"b")])), "zip.overlap:evasive")
case("two records of one local header's data share their bytes", only(Entry("a.txt", b"a", record={"offset": 0})),
     "zip.lfh-cd-name-mismatch:evasive", "zip.lfh-cd-method-mismatch:evasive", "zip.lfh-cd-size-mismatch:evasive", "zip.slack-data:evasive",
     "zip.overlap:evasive")
case("a hundred mebibytes of zeros in a hundred kilobytes stop at the ratio", only(Entry("bomb", b"\0" * (100 << 20), DEFLATED)), "limit.ratio:unread", complete=False)
case("an entry below META-INF/ that is not read whole hides no signature that is missing", only(Entry("META-INF/x", b"\0" * (100 << 20), DEFLATED)),
     "limit.ratio:unread", complete=False, signing="absent", finds=["reject sig.none"])
case("a size that is far more than there is", pack(entries(more=[Entry("a.txt", b"abc", DEFLATED).both(size=0xFFFFFFF0)])), "zip.size-lie:evasive")
case("a manifest that says four gibibytes: the phone refuses", pack(entries(Entry("AndroidManifest.xml", MANIFEST, DEFLATED).both(size=0xFFFFFFF0))),
     "zip.size-lie:refused")
case("a size that is less than there is", pack(entries(more=[Entry("a.txt", b"abc" * 50, DEFLATED).both(size=5)])), "zip.size-lie:evasive")
case("a checksum that is wrong is not looked at", pack(entries(Entry("AndroidManifest.xml", MANIFEST, DEFLATED).both(crc=1))), "zip.bad-crc:evasive")
case("bytes between entries belong to nothing", only(Entry("a.txt", b"a", before=CODE)), "zip.slack-data:evasive")
case("bytes before the directory belong to nothing", pack(entries(), before_directory=b"hidden bytes"), "zip.slack-data:evasive")
case("a header without name and content and with zeros behind it, as build tools leave for an entry that they took out, is nothing", pack(
    entries(), before_directory=Entry("", extra=bytes(100)).local_bytes()))
case("a header without name and content that has something behind it is no such", pack(
    entries(), before_directory=Entry("", extra=bytes(60) + b"hidden" + bytes(34)).local_bytes()), "zip.slack-data:evasive")
case("a local header that ends where the directory begins is none, as on the phone", only(Entry("", b"")), "zip.bad-offset:evasive", "zip.empty-name:evasive", "zip.slack-data:evasive")
STAMP = bytes(range(100, 132))


def remnant(content=STAMP, name="stamp-cert-sha256", method=DEFLATED, **fields):
    """An entry that only its local header and data are left of, as apksigner leaves a stamp's."""
    entry = Entry(name, content, method, local={"flags": 0x0800, **fields.pop("local", {})}, **fields)
    return entry.local_bytes() + entry.data


LEFT = "%d bytes of a source stamp that was removed, behind classes.dex"
for rest in (b"", bytes(3000), remnant(bytes(32)) + bytes(7)):
    case(f"what apksigner leaves of a source stamp is said, and hides nothing: {len(rest)} bytes behind it", pack(entries(), before_directory=remnant() + rest), "zip.slack-data:odd",
         finds=["notice zip.slack-data"], tables=[("anomaly", {"id": "zip.slack-data", "detail": LEFT % (len(remnant()) + len(rest))})])
for sentence, left in {
        "bytes behind it": remnant() + b"x", "bytes before it": b"x" + remnant(), "an extra field": remnant(extra=struct.pack("<HH", 0x1234, 4) + b"code"), "another name": remnant(
            name="stamp-cert-sha512"), "a longer name": remnant(name="stamp-cert-sha256x"), "another size": remnant(CODE), "stored": remnant(method=0), "other flags": remnant(
                local={"flags": 0}), "another checksum": remnant(local={"crc": 1}), "a size that lies": remnant(CODE, local={"size": 32}), "less than 32 bytes": remnant(
                    STAMP[:31], local={"size": 32}), "more than 32 bytes": remnant(STAMP + b"x", local={"size": 32}), "bytes behind the deflated ones": remnant(
                        data=deflate(STAMP) + b"x"), "its end outside": remnant()[:-1]}.items():
    case(f"what looks like the rest of a source stamp belongs to nothing: {sentence}", pack(entries(), before_directory=left), "zip.slack-data:evasive")
case("bytes in the directory belong to nothing", pack(entries(), after_directory=b"more", end={"size": 46 * 2 + 19 + 11 + 4}), "zip.slack-data:evasive")
case("a comment of an entry that hides a file is said", only(Entry("a.txt", b"a", comment=CODE + b"x" * 2000)), "zip.comment-oversize:evasive", "zip.slack-data:evasive")
case("a short comment that is a DEX file is said", pack(entries(), comment=CODE), "zip.slack-data:evasive")
case("a long comment is said", pack(entries(), comment=b"c" * 5000), "zip.comment-oversize:evasive")
case("an extra field in the directory that hides a file is said", only(Entry("a.txt", b"a", record_extra=struct.pack("<HH", 0x1234, 2000) + b"\1" * 2000)),
     "zip.extra-oversize:evasive")
case("flags and versions that nobody knows are not looked at", pack(entries(Entry("AndroidManifest.xml", MANIFEST, DEFLATED).both(version=255, flags=0x2000))))
case("another encryption bit in the local header is said", pack(entries(Entry("AndroidManifest.xml", MANIFEST, DEFLATED, local={"flags": 1}))),
     "zip.lfh-cd-flag-mismatch:odd")
case("bytes behind the deflated manifest are not looked at", pack(entries(Entry("AndroidManifest.xml", MANIFEST, DEFLATED, data=deflate(MANIFEST) + b"more bytes"))),
     "zip.deflate-trailing:evasive")
case("a manifest whose deflated data is broken: the phone refuses", pack(entries(Entry("AndroidManifest.xml", MANIFEST, DEFLATED, data=b"\xff" * 60))),
     "zip.corrupt-deflate:refused", "axml.bad-size:refused", app=None)
case("another entry whose deflated data is broken is said", only(Entry("a.txt", b"abc", DEFLATED, data=b"\xff" * 60)), "zip.corrupt-deflate:evasive")
case("stored data that reaches into the directory: the phone refuses the manifest",
     pack([Entry("classes.dex", CODE, DEFLATED), Entry("AndroidManifest.xml", MANIFEST).both(size=len(MANIFEST) + 40, stored=len(MANIFEST) + 40)]),
     "zip.data-overlaps-cd:refused", "manifest.missing:refused", app=None)
case("a package inside, stored: its entries are not the package's", only(Entry("assets/inner.bin", INNER)), "embedded.apk:odd")
case("no end record at all: no package", pack(entries())[:-22], "zip.no-eocd:refused", "package.not-a-package:refused", app=None)
case("an archive without entries", pack([]), "zip.empty:refused", "package.not-a-package:refused", app=None)
case("a ZIP without manifest and code is no package", pack([Entry("a.txt", b"a")]), "package.not-a-package:refused", app=None)
case("a hidden record whose name is no UTF-8 does not matter to the phone", pack(entries(), hidden=[Entry(b"\xff.txt", b"x")]),
     "zip.hidden-cd-entries:evasive", "zip.name-invalid-utf8:evasive")
WHOLE = pack(entries())
case("a record that is longer than the directory: the phone refuses", patch.poke(WHOLE, patch.record_of(WHOLE, "classes.dex")[0] + 32, "<H", 999),
     "zip.cd-truncated:refused", "zip.slack-data:evasive", "dex.missing:refused")
case("a directory that is said to reach behind its end record: the phone refuses", pack(entries(), end={"size": 0xFFFFFF}), "zip.bad-offset:refused",
     "zip.cd-truncated:refused", "package.not-a-package:refused", app=None)
case("an entry whose sizes of 64 bits are announced and not there is said", only(Entry("a.txt", b"a", local={"stored": 0xFFFFFFFF, "size": 0xFFFFFFFF})),
     "zip.lfh-cd-size-mismatch:evasive")


WIDE = 0xFFFFFFFF


def field64(*values, length=None, more=b""):
    return struct.pack("<HH", 1, 8 * len(values) + len(more) if length is None else length) + b"".join(struct.pack("<Q", value) for value in values) + more


def manifest64(extra, content=MANIFEST, **record):
    return Entry("AndroidManifest.xml", content, record={"size": WIDE, **record}, record_extra=extra)


def behind_code(manifest):
    return [Entry("classes.dex", CODE, DEFLATED), manifest]


def elsewhere(record):
    """The manifest's record, whose 64-bit offset leads to a header inside another entry and whose other reading to a header of its own."""
    inner = Entry("AndroidManifest.xml", DECOY)
    carrier = Entry("assets/a", inner.local_bytes() + DECOY)
    at = 30 + len("assets/a")
    own = len(carrier.local_bytes() + carrier.data)
    return pack([carrier, manifest64(field64(len(DECOY), len(DECOY), at), **{"crc": zlib.crc32(DECOY), "stored": len(DECOY), "size": len(DECOY), **record(own)}),
                 Entry("classes.dex", CODE, DEFLATED)])


SIZE = len(MANIFEST)
REFUSED64 = ("zip64.extra:refused", "manifest.missing:refused")
# What the field does not have stays 0xFFFFFFFF, which fits nothing.
UNFIT64 = REFUSED64 + ("zip.data-overlaps-cd:refused", "zip.lfh-cd-size-mismatch:refused", "zip.stored-size-mismatch:evasive", "zip.slack-data:evasive")
case("a 64-bit size in a field of its own is read, which older phones do not", pack(entries(manifest64(field64(SIZE)))), "zip64.extra:ambiguous")
case("a field of three values gives all three, though the offset alone is asked for", elsewhere(lambda own: {"offset": WIDE}),
     "zip64.extra:ambiguous", "zip.slack-data:evasive", "zip.overlap:evasive", app="com.decoy.hostile")
case("a field of three values moves an offset of 32 bits that is sound", elsewhere(lambda own: {"offset": own, "size": WIDE}),
     "zip64.extra:ambiguous", "zip.slack-data:evasive", "zip.overlap:evasive", app="com.decoy.hostile")
case("a field of three values may have a disk number behind them", pack(entries(manifest64(field64(SIZE, SIZE, 0, more=bytes(4))))), "zip64.extra:ambiguous")
case("a field of two values where one is asked for: the phone refuses the manifest", pack(entries(manifest64(field64(SIZE, SIZE)))), *REFUSED64, app=None)
case("a field of one value where two are asked for: the phone refuses the manifest", pack(behind_code(manifest64(field64(SIZE), stored=WIDE))), *UNFIT64[:-1], app=None)
case("a disk number behind one value: the phone refuses the manifest", pack(entries(manifest64(field64(SIZE, more=bytes(4))))), *REFUSED64, app=None)
case("a second field of 64-bit values is not looked at", pack(entries(manifest64(field64(SIZE, SIZE) + field64(SIZE)))), *REFUSED64, app=None)
case("fields of other ids before the one of 64-bit values are skipped", pack(entries(manifest64(struct.pack("<HHI", 0x7777, 4, 1) + field64(SIZE)))), "zip64.extra:ambiguous")
case("a field that is longer than what is left ends the search: the phone refuses the manifest",
     pack(behind_code(manifest64(struct.pack("<HH", 0x9999, 200) + field64(SIZE)))), *UNFIT64, app=None)
case("a field without data is none: the phone refuses the manifest", pack(behind_code(manifest64(field64()))), *UNFIT64, app=None)
case("a 64-bit offset that is not there: the phone refuses the archive", only(Entry("a.txt", b"a", record={"offset": WIDE})),
     "zip64.extra:refused", "zip.bad-offset:refused", "zip.bad-offset:evasive", "zip.slack-data:evasive")
case("a 64-bit offset below zero, which the phone looks at as it looks for the entry, and not before", only(Entry("a.txt", b"a", record={"offset": WIDE}, record_extra=field64(1 << 63))),
     "zip64.extra:ambiguous", "zip.bad-offset:evasive", "zip.slack-data:evasive")
case("a manifest at a 64-bit offset below zero: the phone refuses it", pack([Entry("classes.dex", CODE, DEFLATED), Entry("AndroidManifest.xml", MANIFEST, record={"offset": WIDE}, record_extra=field64((1 << 64) - 9))]),
     "zip64.extra:ambiguous", "zip.bad-offset:refused", "zip.slack-data:evasive", "manifest.missing:refused", app=None)
case("a 64-bit offset behind the directory: the phone refuses the archive", only(Entry("a.txt", b"a", record={"offset": WIDE}, record_extra=field64((1 << 63) - 1))),
     "zip64.extra:ambiguous", "zip.bad-offset:refused", "zip.bad-offset:evasive", "zip.slack-data:evasive")
case("another entry whose 64-bit size is not there cannot be read", only(Entry("a.txt", b"a", record={"size": WIDE})),
     "zip64.extra:evasive", "zip.stored-size-mismatch:evasive", "zip.lfh-cd-size-mismatch:evasive", "zip.data-overlaps-cd:evasive", "zip.slack-data:evasive")
WIDE_LOCAL = {"stored": WIDE, "size": WIDE}
case("64-bit sizes of the local header alone are read, which older phones do not",
     pack(entries(Entry("AndroidManifest.xml", MANIFEST, local=WIDE_LOCAL, extra=field64(SIZE, SIZE)))), "zip64.extra:ambiguous")
for sdk, effect in ((30, "ambiguous"), (31, "odd")):
    NEWER = axml.plain(sdk=(sdk, 36)).build()
    case(f"64-bit sizes of local header and directory in a package for Android {sdk} and later: Android 12 (31) is the first to read them",
         pack(entries(Entry("AndroidManifest.xml", NEWER, local=WIDE_LOCAL, extra=field64(len(NEWER), len(NEWER))), more=[Entry("a.txt", b"a", record={"size": WIDE}, record_extra=field64(1))])),
         f"zip64.extra:{effect}", f"zip64.extra:{effect}")
case("a local header's field of three values has its sizes, too",
     pack(entries(Entry("AndroidManifest.xml", MANIFEST, local=WIDE_LOCAL, extra=field64(SIZE, SIZE, 0)))), "zip64.extra:ambiguous")
case("64-bit sizes of a local header before a data descriptor are idle", only(
    Entry("a.txt", b"a", local={**WIDE_LOCAL, "flags": 8, "crc": 0}, record={"flags": 8}, extra=field64(0, 0),
          descriptor=b"PK\7\10" + struct.pack("<IQQ", zlib.crc32(b"a"), 1, 1))))
case("one 64-bit size of a local header: the phone refuses the manifest", pack(entries(
    Entry("AndroidManifest.xml", MANIFEST, local={"size": WIDE}, extra=field64(SIZE)))),
     "zip.lfh-cd-size-mismatch:refused", "manifest.missing:refused", app=None)
case("a local header's field of one value more: the phone refuses the manifest", pack(entries(
    Entry("AndroidManifest.xml", MANIFEST, local=WIDE_LOCAL, extra=field64(SIZE, SIZE, more=bytes(4))))),
     "zip.lfh-cd-size-mismatch:refused", "manifest.missing:refused", app=None)
