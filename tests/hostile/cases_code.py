"""Code, as ART and the linker load it."""
import base64
import bz2
import gzip
import hashlib
import io
import lzma
import struct
import tarfile
import zlib

import dex
import sign
from axml import ALL_IDS, A, Document, Ref, plain, root
from case import case, fixture
from cases_signature import two_in_a_block
from zips import DEFLATED, STORED, Entry, deflate, pack, stored_at

MANIFEST = plain().build()
CODE = dex.make(["com.example.hostile.Main"])


def apk(*entries, code=CODE):
    return pack([Entry("AndroidManifest.xml", MANIFEST, DEFLATED)] + ([Entry("classes.dex", code, DEFLATED)] if code else []) + list(entries))


def poked(data, offset, form, *values):
    out = bytearray(data)
    struct.pack_into(form, out, offset, *values)
    return bytes(out)


def resigned(data):
    """The checksum mended, so that only the edit is odd."""
    return poked(data, 8, "<I", zlib.adler32(data[12:]))


# ScanPackageUtils.assertCodePolicy; a library and a DEX file in a folder are no code to it.
def coded(*value):
    return Entry("AndroidManifest.xml", plain(application=[A("hasCode", *one) for one in value]).build(), DEFLATED)


HIDDEN_CODE = pack([coded()], hidden=[Entry("classes.dex", CODE)])
for name, data, says, has_code in (
        ("by default", pack([coded()]), (), True), ("as it says", pack([coded((True,))]), (), True),
        ("by @null", pack([coded((Ref(0),))]), (), True),
        ("as the text true says", pack([coded(("true",))]), ("manifest.type-confusion:ambiguous",), True),
        ("and classes2.dex", pack([coded(), Entry("classes2.dex", CODE, DEFLATED)]), ("dex.gap:evasive",), True),
        ("and Classes.dex", pack([coded(), Entry("Classes.dex", CODE, DEFLATED)]), ("dex.unreferenced:evasive", "embedded.dex:odd"), True),
        ("and one in a folder", pack([coded(), Entry("assets/classes.dex", CODE, DEFLATED)]), ("embedded.dex:odd",), True),
        ("and one that the phone does not see", HIDDEN_CODE, ("zip.hidden-cd-entries:evasive",), True)):
    case(f"a package that has code, {name}, and no classes.dex: the phone refuses", data, "dex.missing:refused", *says, has_code=has_code)
case("a package that says it has no code needs no classes.dex: the classes that its manifest names are never loaded, and nothing hides them", pack([coded((False,))]),
     has_code=False, code_visible=True, tables=[("undefined_class", {"name": "com.example.hostile.Main"})], spares=["packer.unknown"])
for name in ("classes.dex", "classes2.dex"):
    case(f"a package that says it has no code may have a {name}; then what its manifest names is looked for in it", pack([coded((False,)), Entry(name, dex.make(["com.example.Other"]), DEFLATED)]),
         *(["dex.gap:evasive"] if name == "classes2.dex" else []), has_code=False, code_visible=False, finds=["review packer.unknown"])
case("a package that says it has code has it in an empty classes.dex, too", pack([coded((True,)), Entry("classes.dex", b"")]), "dex.malformed:evasive")
case("without an application there is no code to be missing", pack([Entry("AndroidManifest.xml", root(Document()).element("uses-sdk", [
    A("minSdkVersion", 21), A("targetSdkVersion", 29)]).end("manifest").build(), DEFLATED)]), has_code=None)
case("the second application's code is nobody's", pack([Entry("AndroidManifest.xml", root(Document()).element("application", [
    A("label", "Hostile"), A("hasCode", False)]).element("application", [A("hasCode", True)]).end("manifest").build(), DEFLATED)]),
     "manifest.multiple-application:evasive", has_code=False)
case("a classes.dex behind the end of what was read of the directory may be there", pack([coded(), Entry("a.txt", b"a"), Entry("classes.dex", CODE, DEFLATED)]),
     "limit.entries:unread", limit="entries=2", complete=False)
case("classes3.dex without classes2.dex is not loaded", apk(Entry("classes3.dex", CODE, DEFLATED)), "dex.gap:evasive")
for name in ("classes0.dex", "classes1.dex", "classes02.dex", "CLASSES2.DEX"):
    case(f"{name} is never loaded", apk(Entry(name, CODE, DEFLATED)), "dex.unreferenced:evasive", "embedded.dex:odd")
case("a DEX file of another name is found by its content", apk(Entry("assets/picture.png", CODE, DEFLATED)), "embedded.dex:odd")
LIBRARY = open(__file__.rsplit("/tests/", 1)[0] + "/fixtures/corpus/elf/arm64-v8a.so", "rb").read()
case("a library outside lib/ is found by its content", apk(Entry("assets/x.dat", LIBRARY, DEFLATED)), "embedded.elf:odd")
PACKED = LIBRARY.ljust(4092, b"\0") + b"UPX!"
case("a library with the mark of its packer in its first 4 KiB", apk(Entry("lib/arm64-v8a/libhello.so", PACKED, DEFLATED)), "elf.packed:odd")
case("the same bytes behind the first 4 KiB are no mark of a packer", apk(Entry("lib/arm64-v8a/libhello.so", LIBRARY.ljust(4093, b"\0") + b"UPX!",
                                                                          DEFLATED)), tables=[("library", {"soname": "libhello.so"})])
# Noise in front of the zeros, so that it is no bomb.
LARGE = (LIBRARY + b"".join(zlib.crc32(bytes((i & 255, i >> 8))).to_bytes(4, "little") for i in range(1 << 16))).ljust(32 << 20, b"\0")
case("a library of 32 MiB has its sections read, too", apk(Entry("lib/arm64-v8a/libhello.so", LARGE, DEFLATED)), "elf.trailing-data:evasive", tables=[("library", {"stripped": True})])
case("the sections of a library of more than 32 MiB are not read, and that is said", apk(Entry("lib/arm64-v8a/libhello.so", LARGE + b"\0", DEFLATED)),
     "elf.second-reader-skipped:odd", "elf.trailing-data:evasive", tables=[("library", {"soname": "libhello.so"})])
case("a package inside is found by its content", apk(Entry("res/raw/x", pack([Entry("AndroidManifest.xml", MANIFEST, DEFLATED)]), DEFLATED)), "embedded.apk:odd")


# Inside archives of assets, by the names of entries and the beginnings of the largest.
INNER = pack([Entry("AndroidManifest.xml", MANIFEST, DEFLATED), Entry("classes.dex", CODE, DEFLATED)])
PAGE = Entry("index.html", b"<html></html>" * 50, DEFLATED)


def asset(content, method=DEFLATED):
    return apk(Entry("assets/p.dat", content, method))


for name, entry, anomaly in (
        ("a package", Entry("u.apk", INNER, DEFLATED), "apk"), ("a package that is stored", Entry("u.apk", INNER), "apk"), ("DEX code", Entry("classes2.dex", CODE, DEFLATED), "dex"),
        ("a JAR", Entry("Plugin.JAR", b"PK", DEFLATED), "dex"), ("a library", Entry("lib/x.so", LIBRARY, DEFLATED), "elf"), ("a package of another name", Entry("u", INNER, DEFLATED), "apk"),
        ("a package of another name that is stored", Entry("u", INNER), "apk"), ("DEX code of another name", Entry("u", CODE, DEFLATED), "dex"),
        ("DEX code of another name that is stored", Entry("u", CODE), "dex"), ("a library of another name", Entry("u", LIBRARY, DEFLATED), "elf")):
    for method in (DEFLATED, STORED):
        case(f"{name} in {'a stored' if method == STORED else 'an'} archive inside", asset(pack([PAGE, entry]), method), f"embedded.{anomaly}:odd",
             tables=[("anomaly", {"id": f"embedded.{anomaly}", "path": "assets/p.dat!" + entry.name.decode()})])
case("the code in an archive is among its largest entries", asset(pack([Entry(f"{n}.txt", b"x" * 10) for n in range(40)] + [Entry("u", CODE, DEFLATED)])), "embedded.dex:odd")
for name, content in (("a page", [PAGE, Entry("a.png", b"\x89PNG", STORED)]), ("an archive of pages", [Entry("more.zip", pack([PAGE]), DEFLATED), Entry("a.docx", pack([PAGE]))]),
                      ("a folder of a package's name", [Entry("u.apk/"), Entry(".apk", b"x")]), ("nothing", []), ("an entry that is broken", [Entry("u", data=b"\xff" * 99, method=DEFLATED)]),
                      ("an empty entry", [Entry("u", data=b"", method=DEFLATED)])):
    case(f"an archive with {name} is an asset like others", asset(pack(content)))
for name, content, anomaly in (("a package", INNER, "apk"), ("DEX code", CODE, "dex"), ("a library", LIBRARY, "elf")):
    case(f"{name} in a gzip file inside", asset(gzip.compress(content)), f"embedded.{anomaly}:odd")
case("a package in a gzip file of a long name", asset(b"\x1f\x8b\x08\x08\0\0\0\0\0\3" + b"n" * 9999 + b"\0" + deflate(INNER) + bytes(8)), "embedded.apk:odd")
for name, content in (("text", gzip.compress(b"text" * 99)), ("nothing", gzip.compress(b"")), ("no data", b"\x1f\x8b\x08"), ("broken data", b"\x1f\x8b\x08\0\0\0\0\0\0\0\xff\xff")):
    case(f"a gzip file with {name} is an asset like others", asset(content))
SHELL, LUA = b"#!/system/bin/sh\nsu -c id\n", b"\x1bLua\x53\0\x19\x93\r\n\x1a\n"
for name, content in (("a script for a shell", SHELL), ("one that says so with a blank", b"#! " + SHELL[2:]), ("compiled Lua", LUA), ("compiled LuaJIT", b"\x1bLJ\2" + bytes(9))):
    for path in ("assets/start", "res/raw/x", "lib/arm64-v8a/wrap", "x"):
        case(f"{name} is a script, whatever its name: {path}", apk(Entry(path, content, DEFLATED)), "embedded.script:odd", tables=[("anomaly", {"path": path, "detail": f"{len(content)} bytes"})])
for path in ("assets/a.sh", "res/raw/a.LUA", "assets/a.luac", "assets/a.py", "a.pyc"):
    case(f"a file of a script's name is one, enciphered or not: {path}", apk(Entry(path, b"\x99\0\x98", DEFLATED)), "embedded.script:odd")
case("a script in an archive inside is known by its name", asset(pack([PAGE, Entry("x/main.lua", b"print(1)", DEFLATED)])), "embedded.script:odd",
     tables=[("anomaly", {"path": "assets/p.dat!x/main.lua", "detail": "a script among the 2 entries of an archive"})])
case("a script in an archive inside is known by how it begins", asset(pack([PAGE, Entry("main", SHELL, DEFLATED)])), "embedded.script:odd")
case("a script in a gzip file inside", asset(gzip.compress(SHELL)), "embedded.script:odd")
case("a script that has a package behind its lines is both", asset(SHELL + INNER), "embedded.script:odd", "embedded.apk:odd")
for path, content in (("assets/page.js", b"alert(1)"), ("assets/a.sh", b""), ("assets/a.sh/b", b"x"), ("assets/sh", b"x"), ("assets/x", b"#!shebang"), ("assets/y", b"#! no line")):
    case(f"no script: {path} of {len(content)} bytes", apk(Entry(path, content, DEFLATED)))


def tar(*files):
    """An archive as tar writes it; a file is its name and its content."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in files:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def said(name, path="assets/p.dat", **columns):
    return [("anomaly", {"id": "embedded." + name, "path": path, **columns})]


# Compressed as such, in a tape archive, or behind other bytes.
TEXT = ("a.txt", b"text" * 200)
for method in (DEFLATED, STORED):
    for name, content, anomaly in (("a package", INNER, "apk"), ("DEX code", CODE, "dex"), ("a library", LIBRARY, "elf")):
        case(f"{name} in zlib data inside, method {method}", asset(zlib.compress(content), method), f"embedded.{anomaly}:odd", tables=said(anomaly))
        for text in (base64.b64encode(content), base64.encodebytes(content)):
            case(f"{name} in {len(text)} bytes of Base64 inside, method {method}", asset(text, method), f"embedded.{anomaly}:odd", tables=said(anomaly))
        case(f"{name} in a tar archive inside, behind a page, method {method}", asset(tar(TEXT, ("u", content), ("end", b"")), method), f"embedded.{anomaly}:odd",
             tables=said(anomaly, "assets/p.dat!u"))
        case(f"{name} in a tar archive that is compressed, method {method}", asset(gzip.compress(tar(TEXT, ("u", content))), method), f"embedded.{anomaly}:odd",
             tables=said(anomaly, "assets/p.dat!u"))
    for before in (b"\0", b"\xff\xd8\xff\xe0" + b"jpeg" * 50000):
        case(f"a package {len(before)} bytes behind the start, method {method}", asset(before + INNER, method), "embedded.apk:odd",
             tables=said("apk", detail="behind other data, a package of 2 entries, with a manifest, with DEX code"))
    case(f"a package before a comment of an archive, method {method}", asset(b"\0" + pack([Entry("classes.dex", CODE, DEFLATED)], comment=b"a comment"), method),
         "embedded.apk:odd", tables=said("apk"))
    for before in (1, 500):
        case(f"DEX code {before} bytes behind the start, method {method}", asset(b"x" * before + CODE, method), "embedded.dex:odd", tables=said("dex", detail=f"behind {before} byte{'s' * (before != 1)} of other data"))
        case(f"a library {before} bytes behind the start, method {method}", asset(b"\x7f" * before + LIBRARY, method), "embedded.elf:odd", tables=said("elf"))
case("a package behind a library, where libraries belong", apk(Entry("lib/arm64-v8a/libhello.so", LIBRARY + INNER, DEFLATED)), "embedded.apk:odd", tables=said("apk", "lib/arm64-v8a/libhello.so"))
for before in (b"", b"\0" * 100):
    for name, content, anomaly in (("DEX code", CODE, "dex"), ("a library", LIBRARY, "elf")):
        case(f"{name} {len(before)} bytes behind the end of a library, where libraries belong", apk(Entry("lib/arm64-v8a/libhello.so", LIBRARY + before + content, DEFLATED)),
             f"embedded.{anomaly}:odd", tables=said(anomaly, "lib/arm64-v8a/libhello.so", offset=len(LIBRARY) + len(before), detail=f"behind the end of a library of {len(LIBRARY)} bytes"))
case("a package behind DEX code, where that belongs", apk(code=CODE + INNER), "dex.trailing-data:evasive", "embedded.apk:odd", tables=said("apk", "classes.dex"))
case("a package behind the first 16 MiB, stored", asset(bytes(17 << 20) + INNER, STORED), "embedded.apk:odd", tables=said("apk"))
case("a file of a tar archive is a package by its name", asset(tar(("u.apk", b"x"))), "embedded.apk:odd", tables=said("apk", "assets/p.dat!u.apk"))


# Archives in archives: three containers are looked into, one in another.
def around(content, method=STORED, name="i.bin"):
    return pack([PAGE, Entry(name, content, method)])


LATE = pack([PAGE, Entry("AndroidManifest.xml", MANIFEST, DEFLATED), Entry("classes.dex", CODE, DEFLATED)])
for method in (DEFLATED, STORED):
    case(f"a package in an archive in one, whose first entry says nothing, method {method}", asset(around(LATE, method)), "embedded.apk:odd",
         tables=said("apk", "assets/p.dat!i.bin", detail="a package of 3 entries, with a manifest, with DEX code"))
    case(f"DEX code of another name in an archive in one, method {method}", asset(around(around(CODE, DEFLATED, "u"), method)), "embedded.dex:odd", tables=said("dex", "assets/p.dat!i.bin!u"))
    case(f"a library in a tar archive in an archive, method {method}", asset(around(tar(TEXT, ("u", LIBRARY)), method)), "embedded.elf:odd", tables=said("elf", "assets/p.dat!i.bin!u"))
    case(f"a package behind other data in an archive in two is too deep to be looked into, which is said, method {method}", asset(around(around(LATE, method, "j.bin"), method)),
         "limit.depth:unread", complete=False, tables=[("anomaly", {"path": "assets/p.dat!i.bin!j.bin", "detail": "an archive inside of 3 others"})])
    case(f"a package in two archives that its first entry tells is known, and that it is not read is said, method {method}", asset(around(around(INNER, method, "j.bin"), method)), "embedded.apk:odd", "limit.depth:unread",
         complete=False, tables=said("apk", "assets/p.dat!i.bin!j.bin"))
    case(f"DEX code of another name and a package in an archive are the smallest of a hundred entries, method {method}", asset(pack([Entry(f"{n}.bin", b"page %d" % n * 999, method) for n in range(98)] + [
        Entry("u", CODE, method), Entry("v", LATE, method)])), "embedded.apk:odd", "embedded.dex:odd", tables=said("dex", "assets/p.dat!u", detail="DEX code among the 100 entries of an archive")
         + said("apk", "assets/p.dat!v"))
    for kind, content in (("gzip", gzip.compress(CODE)), ("xz", lzma.compress(CODE))):
        case(f"what {kind} makes in an archive is not looked into, and that is said, method {method}", asset(around(content, method)), "embedded.archive:odd",
             tables=said("archive", "assets/p.dat!i.bin", detail="an archive among the 2 entries of an archive"))
    case(f"archives of pages in an archive in one are assets like others, method {method}", asset(pack([Entry(f"{n}.zip", around(b"text"), method) for n in range(20)])))
case("DEX code in an archive in a tar archive", asset(tar(TEXT, ("i.bin", around(CODE, DEFLATED, "u")))), "embedded.dex:odd", tables=said("dex", "assets/p.dat!i.bin!u"))
case("a tar archive in two is too deep", asset(tar(TEXT, ("i.bin", tar(("j.bin", tar(("u", CODE))))))), "limit.depth:unread", "embedded.dex:odd", complete=False, tables=said("dex"))

def nested(path, scheme="v2", key="second", **columns):
    """What is read of a package inside, and of one signer of it."""
    return [("nested_package", {"path": path, "app_id": "com.example.inner", "version_name": "1.0", "version_code": 7, **columns}),
            ("nested_certificate", {"path": path, "scheme": scheme, "signer": 0, "sha256": hashlib.sha256(sign.identity(key)[1]).hexdigest(),
                                    "spki_sha256": hashlib.sha256(sign.identity(key)[2]).hexdigest()})]


SIGNED = sign.v2(pack([Entry("AndroidManifest.xml", plain(package="com.example.inner").build(), DEFLATED), Entry("classes.dex", CODE, DEFLATED)]), "second")
DIGEST, FILE = {"sha256": hashlib.sha256(SIGNED).hexdigest()}, "assets/p.dat"
for method in (STORED, DEFLATED):
    case(f"a package inside says what it is called, and who signed it, method {method}", asset(SIGNED, method), "embedded.apk:odd", tables=nested(FILE, **DIGEST))
    case(f"so does one in an archive, with another before it, method {method}", asset(pack([PAGE, Entry("base.apk", SIGNED, method), Entry("config.apk", INNER)])), "embedded.apk:odd",
         tables=nested(FILE + "!base.apk", **DIGEST) + [("nested_package", {"path": FILE + "!config.apk"})])
case("so does each in a tar archive", asset(tar(("a.apk", INNER), ("b.apk", SIGNED))), "embedded.apk:odd", tables=nested(FILE + "!b.apk", **DIGEST) + [("nested_package", {"path": FILE + "!a.apk"})])
case("so does one behind other data", asset(b"x" * 600 + SIGNED), "embedded.apk:odd", tables=nested(FILE)[:1])
case("a package inside is read by its JAR signature, too", asset(fixture("v1-v2.apk")), "embedded.apk:odd", tables=[
    ("nested_package", {"app_id": "com.example.fixture"})] + [nested(FILE, scheme, "release")[1] for scheme in ("v1", "v2")])
BOTH = [sign.identity(key)[1] for key in ("second", "release")]
case("of a package inside whose JAR signature has several certificates that of the first signer is named", asset(two_in_a_block(edit=lambda block: block.replace(b"".join(BOTH), b"".join(BOTH[::-1])))), "embedded.apk:odd",
     tables=[nested(FILE, "v1")[1]], never=[("nested_certificate", {"sha256": hashlib.sha256(BOTH[1]).hexdigest()})])
case("a package inside without a manifest has no name", asset(pack([Entry("classes.dex", CODE, DEFLATED)])), "embedded.apk:odd", tables=[("nested_package", {"path": FILE, "app_id": None})], never=[("nested_certificate", {})])
case("a package deeper than in an archive inside is known, and not read", asset(around(around(SIGNED, DEFLATED, "j.bin"))), "embedded.apk:odd", "limit.depth:unread", complete=False, never=[("nested_package", {})])
case("a file of a package's name that is none is not read", asset(pack([PAGE, Entry("base.apk", b"text", DEFLATED)])), "embedded.apk:odd", never=[("nested_package", {})])
for place, content in (("an archive", pack([PAGE, Entry("u", CODE, STORED), Entry("u.so", CODE, DEFLATED), Entry("v", LIBRARY, DEFLATED), Entry("w", LIBRARY, STORED)])),
                       ("a tar archive", tar(("u", CODE), ("u.so", CODE), ("v", LIBRARY), ("w", LIBRARY))),
                       ("an archive in one", around(pack([Entry("u", CODE), Entry("u.so", CODE), Entry("v", LIBRARY, DEFLATED), Entry("w", LIBRARY)]), DEFLATED))):
    case(f"all code in {place} says which it is", asset(content), "embedded.dex:odd", "embedded.elf:odd", tables=[
        ("nested_code", {"path": FILE + "!i.bin" * ("one" in place) + "!" + name, "kind": kind, "size": len(code), "sha256": hashlib.sha256(code).hexdigest(), "soname": soname})
        for name, kind, code, soname in (("u", "dex", CODE, None), ("u.so", "dex", CODE, None), ("v", "elf", LIBRARY, "libhello.so"), ("w", "elf", LIBRARY, "libhello.so"))])
case("all code of a package inside says which it is, where phones would run it by its name", asset(pack([Entry("AndroidManifest.xml", MANIFEST, DEFLATED), Entry("classes2.dex", CODE, DEFLATED), Entry("lib/x86/libx.so", LIBRARY),
     Entry("u", CODE)])), "embedded.apk:odd", tables=[("nested_code", {"path": FILE + "!classes2.dex", "kind": "dex"}), ("nested_code", {"path": FILE + "!lib/x86/libx.so", "kind": "elf"})], never=[("nested_code", {"path": FILE + "!u"})])
case("code of a package inside that inflates to more than may be is not read, which is said", asset(pack([Entry("AndroidManifest.xml", MANIFEST, DEFLATED), Entry("classes.dex", CODE.ljust(3 << 20, b"\0"), DEFLATED)]), STORED), "embedded.apk:odd",
     "limit.inflated-bytes:unread", limit="inflated-bytes=2000000", complete=False, never=[("nested_code", {})])
case("an archive of a library's name in an archive is known by that", asset(pack([PAGE, Entry("x.so", around(CODE, DEFLATED))])), "embedded.elf:odd", tables=said("elf", "assets/p.dat!x.so"))
case("an archive that is broken off in one holds nothing that a reader of archives would find", asset(around(around(CODE, DEFLATED)[:-60])))
case("what is stored in it is there all the same", asset(around(around(CODE)[:-60])), "embedded.dex:odd", tables=said("dex"))
# 3 MiB of 3 KiB: not within what the package has left, nor of what is held whole.
case("DEX code far behind the beginning of a tar archive that is compressed", asset(gzip.compress(tar(("t", bytes(3 << 20)), ("u", CODE)))), "embedded.dex:odd", tables=said("dex", "assets/p.dat!u"))
for sentence, content, limit, anomaly in (
        ("a tar archive that is compressed and longer than what is held whole", gzip.compress(tar(("t", bytes(3 << 20)), ("u", CODE))), "dex-size=2000000", "limit.entry-size"),
        ("a tar archive of more files than may be", tar(*[(str(n), b"text") for n in range(7)]), "entries=5", "limit.entries"),
        ("an archive of more entries than may be", pack([Entry(str(n), b"text") for n in range(6)] + [Entry("u", CODE, DEFLATED)]), "entries=5", "limit.entries"),
        ("a package in an archive that inflates to more than is held whole", around(pack([Entry("classes.dex", bytes(3 << 20))]), DEFLATED, "i.apk"), "dex-size=2000000", "limit.entry-size")):
    case(f"{sentence} is not read whole, which is said", asset(content), anomaly + ":unread", *["embedded.apk:odd"] * sentence.startswith("a package"), limit=limit, complete=False, tables=[("anomaly", {"id": anomaly})])
for limit, anomaly in (("inflated-bytes=2000000", "limit.inflated-bytes"), ("dex-size=2000000", "limit.entry-size")):
    case(f"an archive in one that inflates to more than may be is not read, which is said ({limit})", asset(around(around(bytes(3 << 20)), DEFLATED), STORED), anomaly + ":unread", limit=limit,
         complete=False, tables=[("anomaly", {"id": anomaly, "path": "assets/p.dat!i.bin"})])
# What is larger than is held: stored, it is read where it is, and deflated, its beginning says it, or that it is not read is said.
LARGE = b"".join(bytes(4000) + hashlib.sha256(str(n).encode()).digest() for n in range(4300))
for sentence, content, method, says in (
        ("a stored archive", pack([PAGE, Entry("a.jpg", LARGE)]), STORED, ()), ("the code in a stored archive", pack([PAGE, Entry("a.jpg", LARGE), Entry("u", CODE)]), STORED, ("embedded.dex:odd",)),
        *((f"code in zlib data, method {method}", zlib.compress(CODE + LARGE, 0), method, ("embedded.dex:odd",)) for method in (DEFLATED, STORED)),
        *((f"what LZ4 made, method {method}", b"\x04\x22\x4d\x18" + LARGE, method, ("embedded.archive:odd",)) for method in (DEFLATED, STORED)),
        *((f"zlib data that are none, method {method}", b"\x78\x9c" + LARGE, method, ()) for method in (DEFLATED, STORED))):
    case(f"of what is larger than is held what can be told is all that there is: {sentence}", asset(content, method), *says, limit="dex-size=2000000", complete=True)
for sentence, content, method, says in (
        ("a deflated archive", pack([PAGE, Entry("a.jpg", LARGE)]), DEFLATED, ()), ("a package in deflated zlib data", zlib.compress(INNER + LARGE, 0), DEFLATED, ("embedded.apk:odd",)),
        *((f"code in Base64, method {method}", base64.b64encode(CODE + LARGE), method, ()) for method in (DEFLATED, STORED))):
    case(f"what would have to be held to be read, and is larger, is said to be unread: {sentence}", asset(content, method), "limit.entry-size:unread", *says, limit="dex-size=2000000", complete=False)
case("a large DEX file whose compressed data begin with nothing is seen", apk(Entry("assets/p.dat", CODE + LARGE, DEFLATED, data=b"\0\0\0\xff\xff" * 1000 + deflate(CODE + LARGE))), "embedded.dex:odd")
for kind, content in (("xz", lzma.compress(INNER)), ("bzip2", bz2.compress(INNER)), ("7z", b"7z\xbc\xaf'\x1c" + bytes(99)), ("RAR", b"Rar!\x1a\x07\1" + bytes(99)),
                      ("Zstandard", b"\x28\xb5\x2f\xfd" + bytes(99))):
    case(f"what {kind} makes is not looked into, and that is said", asset(content), "embedded.archive:odd", tables=said("archive", detail=f"{kind}, {len(content)} bytes"))
# What else is written otherwise than it is, or not to be read.
MANY = dex.make([f"com.example.hostile.Part{n}" for n in range(50)])
for kind, content in (("LZMA", lzma.compress(MANY, format=lzma.FORMAT_ALONE)), ("LZMA", b"\x5a" + lzma.compress(MANY, format=lzma.FORMAT_ALONE)[1:]),
                      ("LZMA", b"\x5d" + struct.pack("<IQ", 3 << 22, len(MANY)) + b"\0" + b"x" * 99), ("LZ4", b"\x04\x22\x4d\x18" + b"x" * 99), ("LZ4", b"\x02\x21\x4c\x18" + b"x" * 99),
                      ("Zstandard", b"\x5a\x2a\x4d\x18" + b"x" * 99), ("lzip", b"LZIP\1" + b"x" * 99), ("lzop", b"\x89LZO\0\r\n\x1a\n" + b"x" * 99), ("compress", b"\x1f\x9d\x90" + b"x" * 99),
                      ("Snappy", b"\xff\6\0\0sNaPpY" + b"x" * 99), ("CAB", b"MSCF" + bytes(4) + b"x" * 99), ("ar", b"!<arch>\n" + b"x" * 99)):
    case(f"what {kind} makes of {len(content)} bytes is not looked into, either", asset(content), "embedded.archive:odd", tables=said("archive", detail=f"{kind}, {len(content)} bytes"))
for flags, method, what in ((1, STORED, "an encrypted file"), (1, DEFLATED, "an encrypted file"), (1, 99, "an encrypted file"), (0, 12, "a file that is compressed in another way")):
    case(f"{what} in an archive is not looked into, and that is said: flags {flags}, method {method}", asset(pack([PAGE, Entry("u", CODE[::-1]).both(flags=flags, method=method)])),
         "embedded.archive:odd", tables=said("archive", "assets/p.dat!u", detail=what + " among the 2 entries of an archive"))
PLAIN, URL = base64.b64encode(MANY), base64.urlsafe_b64encode(MANY)
for name, text, coding in (("behind a mark of its encoding", b"\xef\xbb\xbf" + PLAIN, "Base64"), ("in JSON", b'{"d":"' + PLAIN + b'"}', "Base64"), ("in JSON, by lines", b'{"d":"' + base64.encodebytes(MANY).replace(b"\n", b"\\n") + b'"}', "Base64"),
                           ("as a data URL", b"data:application/octet-stream;base64," + PLAIN, "Base64"), ("behind another digit", b"A" + PLAIN, "Base64"),
                           ("behind a beginning of other text", b"// " + b"some words " * 30 + b"\nvar d = '" + PLAIN + b"'", "Base64"), ("of the alphabet for URLs", b"x=" + URL, "Base64"),
                           ("as digits", MANY.hex().encode(), "hexadecimal digits"), ("as large digits", MANY.hex().upper().encode(), "hexadecimal digits"), ("as digits in JSON", b'{"d":"' + MANY.hex().encode() + b'"}', "hexadecimal digits")):
    case(f"DEX code in text, {name}", asset(text), "embedded.dex:odd", tables=said("dex", detail="DEX code in " + coding))
for name, text, detail in (("Base64 of a gzip file", base64.b64encode(gzip.compress(MANY)), "DEX code in a gzip file"), ("Base64 of zlib data, in JSON", b'{"d":"' + base64.b64encode(zlib.compress(MANY)) + b'"}', "DEX code in zlib data"),
                           ("a gzip file of Base64", gzip.compress(PLAIN), "DEX code in a gzip file"), ("the second of two gzip files that are one", gzip.compress(b"") + gzip.compress(MANY), "DEX code in a gzip file")):
    case(f"DEX code in {name}", asset(text), "embedded.dex:odd", tables=said("dex", detail=detail))
for name, content in (("Base64", base64.b64encode(MANY)), ("digits", MANY.hex().encode()), ("zlib data", zlib.compress(MANY))):
    case(f"DEX code in {name} in an archive", asset(pack([PAGE, Entry("u", content, DEFLATED)])), "embedded.dex:odd", tables=said("dex", "assets/p.dat!u"))
for name, content in (("a gzip file", gzip.compress(SIGNED)), ("Base64", base64.b64encode(SIGNED)), ("Base64 of a tar archive that is compressed", base64.b64encode(gzip.compress(tar(TEXT, ("u", SIGNED)))))):
    case(f"a package in {name} says what it is called, and who signed it", asset(content), "embedded.apk:odd", tables=nested(FILE + "!u" * ("tar" in name), **DIGEST))
# In one more coat.
BLANKS, NOISE = b" " * 5000, b"".join(hashlib.sha256(bytes([n])).digest() for n in range(200))
for name, content, detail in (
        ("Base64 of it and another byte before it", base64.b64encode(b"\0" + MANY), "DEX code in Base64"), ("Base64 of it and two bytes before it, behind a digit", b"A" + base64.b64encode(b"ab" + MANY), "DEX code in Base64"),
        ("Base64 in UTF-16", PLAIN.decode().encode("utf-16"), "DEX code in Base64"), ("Base64 in UTF-16 of the other order", PLAIN.decode().encode("utf-16-be"), "DEX code in Base64"),
        ("lines of Base64 that begin with blanks", b"".join(b"\n    " + PLAIN[i:i + 60] for i in range(0, len(PLAIN), 60)), "DEX code in Base64"),
        ("Base64 far behind the beginning of a text", b"// some words\n" * 99 + b"var d='" + PLAIN + b"';", "DEX code in Base64 behind 1393 bytes of other data"),
        ("digits with blanks", MANY.hex(" ").encode(), "DEX code in hexadecimal digits"), ("digits as in a program", b",".join(b"0x%02x" % byte for byte in MANY), "DEX code in hexadecimal digits"),
        ("digits as in a text of a program", b'char d[] = "' + b"".join(b"\\x%02x" % byte for byte in MANY) + b'";', "DEX code in hexadecimal digits"),
        ("the second of two gzip files", gzip.compress(b"text" * 9999) + gzip.compress(MANY), "DEX code in a gzip file"), ("a gzip file behind blanks", gzip.compress(BLANKS + MANY), "DEX code in a gzip file"),
        ("zlib data behind a header", b"HEAD" + zlib.compress(MANY), "DEX code in zlib data behind 4 bytes of other data"), ("a gzip file behind a header", b"x" * 63 + gzip.compress(MANY), "DEX code in a gzip file behind 63 bytes of other data"),
        ("a file behind 5000 bytes", BLANKS + MANY, "behind 5000 bytes of other data"), ("a file behind noise", NOISE + MANY, "behind 6400 bytes of other data")):
    case(f"DEX code in {name}, in one more coat", asset(content), "embedded.dex:odd", tables=said("dex", detail=detail))
# However far behind, held or not: an asset of more than 16 MiB is searched in pieces of one, and where two of them meet.
MIB = 1 << 20
for name, content, anomaly in (("DEX code", MANY, "dex"), ("a library", LIBRARY, "elf")):
    for method, before in ((DEFLATED, 3 * MIB), (STORED, 3 * MIB), (STORED, 17 * MIB - 2), (STORED, 17 * MIB)):
        case(f"{name} {before} bytes behind the start of an asset, method {method}", asset(b"\1" * before + content, method), f"embedded.{anomaly}:odd",
             tables=said(anomaly, offset=before, detail=f"behind {before} bytes of other data"))
# Where no file of an archive begins, whether or not there is an archive.
for name, content in (("behind the first bytes of a ZIP, and no more of it", b"PK\3\4" + NOISE + MANY), ("behind the magic of a tar archive, and no more of it", bytes(257) + b"ustar" + NOISE + MANY),
                      ("behind the end of an archive", pack([PAGE]) + MANY), ("behind the end of a small archive", pack([Entry("a", b"x")]) + CODE), ("in a file of an archive, behind other data", pack([Entry("a.bin", NOISE + MANY)])),
                      ("in a file of a tar archive, behind other data", tar(TEXT, ("a.bin", NOISE + MANY))), ("in front of an archive", b"PK\3\4" + MANY + pack([PAGE]))):
    for method in (DEFLATED, STORED):
        case(f"DEX code {name}, method {method}", asset(content, method), "embedded.dex:odd", tables=said("dex", offset=content.index(b"dex\n")))
for path, says in (("lib/arm64-v8a/libhello.so", ("elf.trailing-data:evasive",)), ("assets/x.dat", ("elf.trailing-data:odd", "embedded.elf:odd"))):
    case(f"DEX code in a library: {path}", apk(Entry(path, LIBRARY + BLANKS + MANY, DEFLATED)), "embedded.dex:odd", *says, tables=said("dex", path, offset=len(LIBRARY + BLANKS)))
case("a library behind other data in a gzip file that breaks off", asset(b"\x1f\x8b\x08\0" + b"\xff" * 96 + LIBRARY), "embedded.elf:odd", tables=said("elf", offset=100))
case("a library behind blanks in a gzip file", asset(gzip.compress(BLANKS + LIBRARY)), "embedded.elf:odd", tables=said("elf", detail="native code in a gzip file"))
for name, content in (("the first eight bytes of DEX code, and no header", BLANKS + b"dex\n035\0" + BLANKS), ("the first seven bytes of a library, and no header", BLANKS + b"\x7fELF\2\1\1" + BLANKS),
                      ("the first seven bytes of a library in a gzip file, and no header", gzip.compress(BLANKS + b"\x7fELF\2\1\1" + BLANKS)),
                      ("a library for no phone in a gzip file", gzip.compress(BLANKS + b"\x7fELF\2\1\1" + bytes(9) + struct.pack("<HHI", 3, 164, 1) + BLANKS)), ("a long text in Base64", BLANKS + base64.b64encode(NOISE)),
                      ("numbers as in a program", b",".join(b"0x%02x" % byte for byte in NOISE)), ("zlib data of text behind a header", b"HEAD" + zlib.compress(NOISE))):
    case(f"{name}: an asset like others", asset(content))
for name, content in (("names of files by what they hold", b"".join(hashlib.sha256(bytes([n])).hexdigest().encode() + b"\n" for n in range(40))), ("JSON with a page in Base64", b'{"d":"' + base64.b64encode(pack([PAGE] * 9)) + b'"}'),
                      ("a gzip file of text in Base64", base64.b64encode(gzip.compress(bytes(n * n % 251 for n in range(3000))))), ("a picture as data URL", b"data:image/png;base64," + base64.b64encode(b"\x89PNG" + bytes(999))),
                      ("small numbers like the beginning of LZMA", struct.pack("<9I", 93, 16, 32, 0, 0, 0, 1, 2, 3)), ("numbers that may be no LZMA", b"\x5d" + struct.pack("<IQ", 5000, 9) + b"\0" + b"x" * 99)):
    case(f"{name} is an asset like others", asset(content))


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def segment(marker, content):
    return struct.pack(">BBH", 255, marker, len(content) + 2) + content


PNG = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)) + chunk(b"tEXt", b"a" * 600) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
JPEG = b"\xff\xd8" + segment(0xE1, b"Exif\xff\xd9" + b"x" * 600) + b"\xff\xff" + segment(0xDB, bytes(65))[1:] + segment(0xDA, bytes(10)) + b"\x12\xff\0\x34\xff\xd0" * 99 + segment(0xDA, bytes(10)) + b"\x56" * 99 + b"\xff\xd9"
GIF = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x91, 0, 0) + bytes(12) + b"!\xfe\xff" + b"c" * 255 + b"\0,\0\0\0\0\1\0\1\0\x80" + bytes(6) + b"\2\2\x4c\1\0;"
WEBP = b"RIFF" + struct.pack("<I", 4 + 8 + 601) + b"WEBPVP8 " + struct.pack("<I", 601) + b"x" * 602
PICTURES = (("PNG", PNG), ("JPEG", JPEG), ("GIF", GIF), ("WebP", WEBP), ("JPEG with rubbish in front of a marker", JPEG[:2] + b"\xff\xe0" + b"\1" * 3000 + JPEG[-2:]))
for kind, picture in PICTURES:
    for name, before, content, anomaly in (("DEX code", b"", MANY, "dex"), ("a library", b"x" * 400, LIBRARY, "elf"), ("what xz makes", b"", lzma.compress(CODE), "archive"), ("Base64 of DEX code", b"", PLAIN, "dex")):
        case(f"{name} behind the end of a picture: {kind}", asset(picture + before + content), f"embedded.{anomaly}:odd", *["picture.trailing-data:odd"] * (len(before + content) >= 4096),
             tables=said(anomaly, offset=len(picture)))
    for name, behind, says in (("nothing", b"", ()), ("a little", b"x" * 4095, ()), ("zeros", bytes(5000), ()), ("much", b"x" * 4096, ("picture.trailing-data:odd",))):
        case(f"a picture with {name} behind its end: {kind}", asset(picture + behind), *says)
for kind, picture in PICTURES[:4]:
    case(f"a picture that breaks off has no end: {kind}", asset(picture[:-1 if kind == "GIF" else -2] + b"\n" * 5 * (kind == "WebP")))
for path, behind, says in (("lib/arm64-v8a/libhello.so", b"x" * 4096, ("elf.trailing-data:evasive",)), ("lib/arm64-v8a/libhello.so", b"x" * 4095, ()), ("lib/arm64-v8a/libhello.so", bytes(5000), ()),
                           ("assets/x.dat", b"x" * 4096, ("elf.trailing-data:odd", "embedded.elf:odd"))):
    case(f"{len(behind)} bytes of {behind[:1]} behind the end of a library: {path}", apk(Entry(path, LIBRARY + behind, DEFLATED)), *says)

# What is looked at inside is of the budget of what a package may make, whatever it is and however often.
TIMES = [Entry(f"assets/{n}.bin", gzip.compress(tar(("t", bytes(3 << 20)))), DEFLATED) for n in range(3)]
case("tar archives that are compressed are within what a package may make", apk(*TIMES), limit="inflated-bytes=15000000")
case("tar archives that are compressed and make more than a package may are not read whole, which is said", apk(*TIMES), "limit.inflated-bytes:unread", limit="inflated-bytes=8000000", complete=False)


def repeated(times, content):
    """An archive of entries that are all the same bytes."""
    one = pack([Entry("a", content)])
    record, end = one[31 + len(content):-22], len(one) - 22
    return one[:end] + record * (times - 1) + zips_end(times, len(record), 31 + len(content))


def zips_end(times, record, offset):
    return struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, times, times, times * record, offset, 0)


case("archives in one that are the same bytes are looked into as often as they may be, and that is said", asset(repeated(300, repeated(300, b"text"))), "limit.inflated-bytes:unread",
     limit="inflated-bytes=9000000", complete=False)
case("archives in one that are the same bytes, a few times", asset(repeated(20, repeated(20, b"text"))), limit="inflated-bytes=9000000")
case("an archive of very many records is not looked into where the package may not make so much, which is said", asset(repeated(9000, b"text")),
     "limit.inflated-bytes:unread", limit="inflated-bytes=4000000", complete=False, tables=[("anomaly", {"id": "limit.inflated-bytes", "path": FILE})])
case("an archive of as many records where it may", asset(repeated(9000, b"text")), limit="inflated-bytes=14000000")
for name, content in (("zlib data of text", zlib.compress(b"text" * 99)), ("zlib data that breaks off", b"\x78\x9c"), ("zlib data that is none", b"\x78\x9c" + b"\xff" * 300),
                      ("a tar archive of text", tar(TEXT)), ("a tar archive of nothing", tar()), ("a tar archive that breaks off", tar(TEXT, ("u", INNER))[:1400]),
                      ("a tar archive of a size that is none", tar(TEXT)[:124] + b"x" * 12 + tar(("u", INNER))[136:512]), ("a folder of a package's name in a tar archive", tar(("u.apk", b""))),
                      ("a page in Base64", base64.b64encode(pack([PAGE]))), ("text that begins like Base64", b"f0VMR"), ("text that speaks of DEX", b"a dex\n035 and \x7fELF" * 9), ("an archive of text behind a byte", b"\0" + pack([PAGE])), ("an end record alone", b"\0" * 200 + pack([])),
                      ("the signature of an end record at the start", b"PK\5\6" + b"x" * 300)):
    case(f"{name} is an asset like others", asset(content))
case("a DEX file with a wrong checksum", apk(code=poked(CODE, 8, "<I", 1)), "dex.bad-checksum:evasive", tables=[("dex", {"checksum_ok": False})])
case("a DEX file of a version that not every phone knows", apk(code=resigned(poked(CODE, 4, "3s", b"099"))), "dex.version-unknown:ambiguous")
# A container has a header of its own, which CODE has not.
for version, first, name, says in (("037", 24, "7.0", ()), ("038", 26, "8.0", ()), ("039", 28, "9", ()), ("040", 30, "11", ()), ("041", 35, "15", ("dex.malformed:evasive",))):
    new, late = resigned(poked(CODE, 4, "3s", version.encode())), f"dex.version-too-new: DEX version {version}, which Android before {name} does not load"

    def since(sdk, *entries):
        return pack([Entry("AndroidManifest.xml", plain(sdk=sdk).build(), DEFLATED), *entries])

    case(f"a DEX file of version {version} is not loaded by all Androids from API {first - 1} on",
         since((first - 1, 36), Entry("classes.dex", new, DEFLATED)), *says, finds=[f"{late}: minimum SDK {first - 1}"])
    case(f"a DEX file of version {version} is loaded by all Androids from API {first} on", since((first, 36), Entry("classes.dex", new, DEFLATED)), *says,
         spares=["dex.version-too-new"])
    case(f"a second DEX file of version {version} is not loaded by all Androids", since(None, Entry("classes.dex", CODE, DEFLATED), Entry("classes2.dex", new, DEFLATED)),
         *says, finds=[f"{late}: minimum SDK 1"])
    case(f"a DEX file of version {version} behind a gap is loaded by none", since((21, 36), Entry("classes.dex", CODE, DEFLATED), Entry("classes3.dex", new, DEFLATED)),
         "dex.gap:evasive", *says, spares=["dex.version-too-new"])
case("the newest of the versions of DEX files is said", since((21, 36), *[Entry(f"classes{number}.dex", resigned(poked(CODE, 4, "3s", version)), DEFLATED)
                                                                for number, version in (("", b"037"), (2, b"039"), (3, b"038"))]),
     finds=["review dex.version-too-new", "dex.version-too-new: DEX version 039, which Android before 9 does not load: minimum SDK 21"])
case("code for an Android without a number is for no older one", since(("Baklava", 36), Entry("classes.dex", new, DEFLATED)), "dex.malformed:evasive",
     "manifest.sdk-codename:refused", spares=["dex.version-too-new"])
case("DEX files of version 035 are loaded by every Android", since(None, Entry("classes.dex", CODE, DEFLATED)), spares=["dex.version-too-new"])
case("bytes behind a DEX file", apk(code=CODE + b"trailing"), "dex.trailing-data:evasive")
NOTHING = b"\0\0\0\xff\xff" * 400_000  # blocks of compressed data that make no byte
for name, data in (("behind", deflate(CODE) + NOTHING), ("in", NOTHING + deflate(CODE))):
    case(f"a DEX file with two million bytes {name} its compressed data is looked into all the same",
         apk(Entry("classes.dex", CODE, DEFLATED, data=data), code=None), *["zip.deflate-trailing:evasive"][:name == "behind"],
         tables=[("dex", {"path": "classes.dex", "classes": 1})])
case("a DEX file whose tables lead outside", apk(code=resigned(poked(CODE, 0x60, "<I", 0x7FFFFFFF))), "dex.malformed:evasive")
case("a DEX file that breaks off", apk(code=CODE[:60]), "dex.malformed:evasive")
case("an empty classes.dex", apk(Entry("classes.dex", b""), code=None), "dex.malformed:evasive")
case("a library for another machine than its folder says", apk(Entry("lib/x86/libhello.so", LIBRARY, DEFLATED)), "elf.abi-mismatch:evasive")
case("a library that is none", apk(Entry("lib/arm64-v8a/libhello.so", b"#!/bin/sh\n" * 10, DEFLATED)), "elf.malformed:evasive", "embedded.script:odd")
case("a library that breaks off", apk(Entry("lib/arm64-v8a/libhello.so", LIBRARY[:100], DEFLATED)), "elf.malformed:evasive")
def of_target_25(library):
    return pack([Entry("AndroidManifest.xml", plain(sdk=(21, 25)).build(), DEFLATED), Entry("classes.dex", CODE, DEFLATED), Entry("lib/arm64-v8a/libhello.so", library, DEFLATED)])


case("a library without section headers is read all the same", of_target_25(poked(poked(LIBRARY, 40, "<Q", 0), 60, "<H", 0)),
     "elf.stripped-sections:odd", tables=[("library", {"soname": "libhello.so"})])
FROM_26 = "elf.malformed: it has %s, which Android 8 and later do not load for target SDK 26 and later"
FIRST = 64 + 56 * next(number for number in range(20) if struct.unpack_from("<I", LIBRARY, 64 + 56 * number)[0] == 1)  # PT_LOAD
for what, made in {"section headers of another size": poked(LIBRARY, 58, "<H", 0), "no section with the names of sections": poked(LIBRARY, 62, "<H", 0),
                   "a segment that is written and run": poked(LIBRARY, FIRST + 4, "<I", 7)}.items():
    case(f"a library with {what} is loaded by no phone", apk(Entry("lib/arm64-v8a/libhello.so", made, DEFLATED)), "elf.malformed:evasive", finds=[FROM_26 % what],
         never=[("library", {"loaded": True})])
    case(f"a library with {what} is loaded for target SDK 25", of_target_25(made), "elf.malformed:odd", tables=[("library", {"loaded": True})])
case("a library whose program headers lead outside", apk(Entry("lib/arm64-v8a/libhello.so", poked(LIBRARY, 32, "<Q", 1 << 40), DEFLATED)), "elf.malformed:evasive")
case("a library whose count of program headers lies", apk(Entry("lib/arm64-v8a/libhello.so", poked(LIBRARY, 56, "<H", 0xFFFF), DEFLATED)), "elf.malformed:evasive")
STACK = next(at for at in range(64, 64 + 56 * struct.unpack_from("<H", LIBRARY, 56)[0], 56) if struct.unpack_from("<I", LIBRARY, at)[0] == 0x6474E551)
case("a library that says nothing of the stack asks for no executable one", apk(Entry("lib/arm64-v8a/libhello.so", poked(LIBRARY, STACK, "<I", 0), DEFLATED)),
     spares=["elf.execstack"], tables=[("library", {"nx": True})])
case("a library that asks for an executable stack does not get it: a notice", apk(Entry("lib/arm64-v8a/libhello.so", poked(LIBRARY, STACK + 4, "<I", 7), DEFLATED)),
     finds=["notice elf.execstack"], tables=[("library", {"nx": False})])
SECTIONS, = struct.unpack_from("<Q", LIBRARY, 40)
DYNAMIC = next(at for at in range(SECTIONS, len(LIBRARY), 64) if struct.unpack_from("<I", LIBRARY, at + 4)[0] == 6)
case("a library whose sections hide what the linker loads", apk(Entry("lib/arm64-v8a/libhello.so", poked(LIBRARY, DYNAMIC + 4, "<I", 1), DEFLATED)),
     "elf.section-segment-mismatch:evasive", tables=[("library", {"soname": "libhello.so"})])
NEEDED = poked(LIBRARY, DYNAMIC + 24, "<QQ", len(LIBRARY), 32) + struct.pack("<4Q", 1, 1, 0, 0)
case("a library whose sections name another library than the linker loads", apk(Entry("lib/arm64-v8a/libhello.so", NEEDED, DEFLATED)),
     "elf.section-segment-mismatch:evasive")
MANY = poked(poked(LIBRARY, 56, "<H", 1100), 32, "<Q", len(LIBRARY) + 7 & ~7).ljust(len(LIBRARY) + 7 & ~7, b"\0") + \
    LIBRARY[64:64 + 56 * struct.unpack_from("<H", LIBRARY, 56)[0]].ljust(1100 * 56, b"\0")
case("a library of as many program headers as the linker takes", apk(Entry("lib/arm64-v8a/libhello.so", MANY, DEFLATED)),
     tables=[("library", {"soname": "libhello.so"})])
case("a library of 64 bits whose machine has 32 is for none", apk(Entry("lib/armeabi-v7a/libhello.so", poked(LIBRARY, 18, "<H", 40), DEFLATED)),
     "elf.abi-mismatch:evasive", tables=[("library", {"soname": "libhello.so", "abi": None})])


def endless(num_symbols, num_needed, len_names):
    """Segments and sections with a table of names that has no end, and very many names that begin at its start."""
    tags = [(5, 0), (10, len_names), (6, 0), (4, 0)]
    dynamic = 64 + 56 * 2
    hashes = dynamic + 16 * (len(tags) + num_needed + 1)
    symbols = hashes + 8
    sections = symbols + 24 * num_symbols
    names = sections + 64 * 3
    tags = [(5, names), (10, len_names), (6, symbols), (4, hashes)] + [(1, 0)] * num_needed + [(0, 0)]
    noise = b"".join(zlib.crc32(bytes((i & 255, i >> 8))).to_bytes(4, "little") for i in range(1 << 16)).replace(b"\0", b"A")
    out = LIBRARY[:32] + struct.pack("<QQIHHHHHH", 64, sections, 0, 64, 56, 2, 64, 3, 2)
    out += struct.pack("<IIQQQQQQ", 1, 5, 0, 0, 0, names + len_names, names + len_names, 16384)
    out += struct.pack("<IIQQQQQQ", 2, 6, dynamic, dynamic, dynamic, hashes - dynamic, hashes - dynamic, 8)
    out += b"".join(struct.pack("<QQ", *tag) for tag in tags) + struct.pack("<II", 1, num_symbols) + bytes(24 * num_symbols + 64)
    out += struct.pack("<IIQQQQIIQQ", 0, 6, 3, dynamic, dynamic, hashes - dynamic, 2, 0, 8, 16)
    return out + struct.pack("<IIQQQQIIQQ", 0, 3, 2, names, names, len_names, 0, 0, 1, 0) + noise.ljust(len_names, b"A")


case("a library of very many names that do not end is read in the time of its size",
     apk(Entry("lib/arm64-v8a/libhello.so", endless(400_000, 200_000, 16 << 20), DEFLATED)), tables=[("library", {"abi": "arm64-v8a"})])


def mapped(*libraries, extract=False, more=None, start=4096, **document):
    """Libraries that are not to be extracted, whose data are at multiples of start where they are stored."""
    made = plain(application=[A("extractNativeLibs", extract)], **document).build()
    entries = [Entry("AndroidManifest.xml", made, DEFLATED), Entry("classes.dex", CODE, DEFLATED)]
    for name, method in libraries:
        entries.append(stored_at(entries, name, LIBRARY, start) if method == STORED else Entry(name, LIBRARY, method))
    return pack(entries)


HELLO = "lib/arm64-v8a/libhello.so"
case("a stored library at a page is mapped from the package", mapped((HELLO, STORED)), tables=[("library", {"page_size": 4096})])
case("a compressed library that is not to be extracted: the phone refuses", mapped((HELLO, DEFLATED)), "elf.compressed:refused")
case("a library that is not to be extracted and begins at no page: the phone refuses", mapped((HELLO, STORED), start=2048), "elf.misaligned:refused")
case("a compressed library that is extracted is ordinary", mapped((HELLO, DEFLATED), extract=True))
case("whether libraries are extracted is no resource", mapped((HELLO, DEFLATED), extract=Ref(0x7F010000)))
case("of two application elements the last says whether libraries are extracted",
     mapped((HELLO, DEFLATED), extract=False, head=lambda document: document.element("application", [A("extractNativeLibs", True)])),
     "elf.compressed:refused", "manifest.multiple-application:evasive")
case("the last application element may say that libraries are extracted",
     mapped((HELLO, DEFLATED), extract=True, head=lambda document: document.element("application", [A("extractNativeLibs", False)])),
     "manifest.multiple-application:evasive")
case("a library that is not where the phone looks need not be mapped",
     mapped(("lib/arm64-v8a/hello.so", DEFLATED), ("lib/arm64-v8a/more/libhello.so", DEFLATED), ("lib/arm64-v8a/lib(1).so", DEFLATED),
            ("lib/other/libhello.so", DEFLATED)), "elf.abi-mismatch:evasive", "embedded.elf:odd")
case("a compressed library of one of two ABIs matters to the phones of that ABI", mapped((HELLO, STORED), ("lib/armeabi-v7a/libhello.so", DEFLATED)),
     "elf.abi-mismatch:evasive", "elf.compressed:ambiguous")


def container(*sizes):
    """DEX files of nothing but a map, in one container; each with the size of the container that it gives."""
    out = b""
    for size in sizes:
        body = struct.pack("<3I8xI44x12x2I16x", 0x88, 0x78, 0x12345678, len(out) + 0x78, size, len(out))
        out += b"dex\n041\0" + struct.pack("<I", zlib.adler32(bytes(20) + body)) + bytes(20) + body
    return out


case("a container of many DEX files is read to its end", apk(code=container(*[1500 * 0x88] * 1500)),
     tables=[("dex", {"version": "041", "classes": 0, "checksum_ok": True})])
case("a container ends where the last header that is read says, whatever the first one says", apk(code=container(3 * 0x88, 2 * 0x88, 3 * 0x88)),
     "dex.trailing-data:evasive")
case("a header of a container that only the one before it tells of is read", apk(code=container(2 * 0x88, 3 * 0x88, 3 * 0x88)),
     tables=[("dex", {"version": "041", "checksum_ok": True})])

ARM32 = open(__file__.rsplit("/tests/", 1)[0] + "/fixtures/corpus/elf/armeabi-v7a.so", "rb").read()
OF_32_BIT = Entry("lib/armeabi-v7a/libhello.so", ARM32, DEFLATED)
for name in ("lib/arm64-v8a/sub/libx.so", "lib/arm64-v8a/x.so", "lib/arm64-v8a/libx.bin", "lib/libx.so", "lib/arm64-v8a/libx y.so", "lib/armeabi/libx.so"):
    case(f"64-bit code as {name} is where no phone looks for it, and makes no 64-bit build", apk(OF_32_BIT, Entry(name, LIBRARY, DEFLATED)),
         *(["elf.abi-mismatch:evasive"] if name.split("/")[1] != "arm64-v8a" and name.count("/") == 2 else []), *(["embedded.elf:odd"] if name != "lib/armeabi/libx.so" else []),
         finds=["reject android.no-64-bit"], tables=[("library", {"path": name, "loaded": False})])
case("64-bit code where phones look for it makes a 64-bit build", apk(OF_32_BIT, Entry("lib/arm64-v8a/libx.so", LIBRARY, DEFLATED)),
     spares=["android.no-64-bit"], tables=[("library", {"path": "lib/arm64-v8a/libx.so", "loaded": True})])
for name in ("lib/armeabi-v7a/x.bin", "lib/armeabi-v7a/sub/libx.so"):
    case(f"32-bit code as {name} alone asks for no 64-bit build", apk(Entry(name, ARM32, DEFLATED)), "embedded.elf:odd", spares=["android.no-64-bit"])

# What phones of 64 bits make of it.
NO64, PARTLY, AS32, NO_ARM = "android.no-64-bit", "android.partly-64-bit", "android.runs-as-32-bit", "android.no-arm"


def lib32(name, size=0, code=ARM32):
    return Entry(f"lib/armeabi-v7a/{name}", code.ljust(size, b"\0"), DEFLATED)


def lib64(name, size=0):
    return Entry(f"lib/arm64-v8a/{name}", LIBRARY.ljust(size, b"\0"), DEFLATED)


BOTH = [lib32("liba.so"), lib64("liba.so")]
case("a 64-bit folder with none of the 32-bit libraries, and fewer, is as none", apk(lib64("libdummy.so"), lib32("liba.so"), lib32("libb.so")),
     finds=["reject " + PARTLY, PARTLY + ": 2 of 2: liba.so, libb.so"], spares=[NO64])
case("one large library is not replaced by a small one of another name", apk(lib64("libdummy.so"), lib32("liba.so", 100000)), finds=["reject " + PARTLY])
case("a 64-bit build of other names altogether is for a person to see", apk(lib64("libx.so", 100000), lib32("liba.so", 100000)), finds=["review " + PARTLY])
case("most of the code without a 64-bit build is for a person to see", apk(*BOTH, lib32("libb.so", 100000)), finds=["review " + PARTLY, PARTLY + ": 1 of 2: libb.so"])
case("a small library of 32-bit phones alone is said", apk(lib32("liba.so", 100000), lib64("liba.so", 100000), lib32("libb.so")), finds=["notice " + PARTLY])
case("a library of 64-bit phones alone is nothing", apk(*BOTH, lib64("libb.so")), spares=[PARTLY])
case("names that differ by the architecture alone are one", apk(
    lib32("liba-v7a.so"), lib64("liba-v8a.so"), lib32("libb32.so"), lib64("libb_64.so"), lib32("libc.so"), lib64("libc_a64.so"), lib32("libd_armeabi.so"), lib64("libd_arm64.so")),
    spares=[PARTLY])
case("a library a tenth as large as its 32-bit one is there to be seen", apk(lib32("liba.so", 200000), lib64("liba.so")), finds=["review " + PARTLY])
case("small libraries may be of any size", apk(lib32("liba.so", 90000), lib64("liba.so")), spares=[PARTLY])
case("libraries of the first kind of 32-bit ARM code are compared, too", apk(Entry("lib/armeabi/libb.so", ARM32.ljust(99999, b"\0"), DEFLATED), *BOTH), finds=["review " + PARTLY])
for name, found in (("res/raw/a.bc", True), ("a.bc", True), (" /a.bc", True), (" a.bc", False), ("a b/c.bc", False), ("a.bcd", False), ("a.BC", False)):
    case(f"an entry called '{name}' {'makes' if found else 'does not make'} 64-bit phones run the app as 32-bit code", apk(*BOTH, Entry(name, b"BC", DEFLATED)),
         **{"finds" if found else "spares": ["reject " + AS32] if found else [AS32]})
case("bitcode in an app without native code is for a person to see", apk(Entry("a.bc", b"BC", DEFLATED)), finds=["review " + AS32])
case("bitcode beside 64-bit code alone leaves no phone", apk(lib64("liba.so"), Entry("a.bc", b"BC", DEFLATED)), finds=["reject " + NO_ARM], spares=[AS32])
case("bitcode beside 32-bit code alone is nothing more", apk(lib32("liba.so"), Entry("a.bc", b"BC", DEFLATED)), finds=["reject " + NO64], spares=[AS32, NO_ARM])


def several(multi, prefers, *entries):
    made = plain(ids=ALL_IDS, application=[*([] if multi is None else [A("multiArch", multi)]), *([] if prefers is None else [A("use32bitAbi", prefers)])]).build()
    return pack([Entry("AndroidManifest.xml", made, DEFLATED), Entry("classes.dex", CODE, DEFLATED), *entries])


case("an app of several architectures that prefers 32 bits runs as that", several(True, True, *BOTH), finds=["review " + AS32],
     multi_arch=True, use_32_bit_abi=True)
case("it is no other where it has no 32-bit code", several(True, True, lib64("liba.so")), spares=[AS32])
case("one that is not of several architectures may prefer what it likes", several(None, True, *BOTH), spares=[AS32], multi_arch=None, use_32_bit_abi=True)
case("one of several architectures prefers 64 bits by itself", several(True, None, *BOTH), spares=[AS32])
case("of an app of several architectures bitcode is not looked for", several(True, None, lib64("liba.so"), Entry("a.bc", b"BC", DEFLATED)), spares=[AS32, NO_ARM], renderscript=True)
for folder, file in (("x86_64", "x86_64"), ("x86", "x86"), ("mips", "armeabi-v7a"), ("riscv64", "arm64-v8a")):
    case(f"native code for {folder} alone is installed by no phone", apk(Entry(f"lib/{folder}/liba.so", fixture(f"corpus/elf/{file}.so"), DEFLATED)),
         *(["elf.abi-mismatch:evasive"] if file != folder else []), finds=["reject " + NO_ARM])
    case(f"native code for {folder} beside that for phones is installed", apk(Entry(f"lib/{folder}/liba.so", fixture(f"corpus/elf/{file}.so"), DEFLATED), lib64("liba.so")),
         *(["elf.abi-mismatch:evasive"] if file != folder else []), spares=[NO_ARM])
case("what is no code counts for the folder that it stands in", apk(Entry("lib/x86_64/liba.so", b"text", DEFLATED)), "elf.malformed:evasive", finds=["reject " + NO_ARM])
case("code for cars alone is for a person to see", pack([Entry("AndroidManifest.xml", plain(head=lambda document: document.element(
    "uses-feature", [A("name", "android.hardware.type.automotive")])).build(), DEFLATED), Entry("classes.dex", CODE, DEFLATED),
    Entry("lib/x86_64/liba.so", fixture("corpus/elf/x86_64.so"), DEFLATED)]), finds=["review " + NO_ARM])
