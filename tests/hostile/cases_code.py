"""Code, as ART and the linker load it."""
import struct
import zlib

import dex
from axml import plain
from case import case
from zips import DEFLATED, Entry, deflate, pack

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
case("a library of 32 MiB has its sections read, too", apk(Entry("lib/arm64-v8a/libhello.so", LARGE, DEFLATED)), tables=[("library", {"stripped": True})])
case("the sections of a library of more than 32 MiB are not read, and that is said", apk(Entry("lib/arm64-v8a/libhello.so", LARGE + b"\0", DEFLATED)),
     "elf.second-reader-skipped:odd", tables=[("library", {"soname": "libhello.so"})])
case("a package inside is found by its content", apk(Entry("res/raw/x", pack([Entry("AndroidManifest.xml", MANIFEST, DEFLATED)]), DEFLATED)), "embedded.apk:odd")
case("a DEX file with a wrong checksum", apk(code=poked(CODE, 8, "<I", 1)), "dex.bad-checksum:evasive", tables=[("dex", {"checksum_ok": False})])
case("a DEX file of a version that not every phone knows", apk(code=resigned(poked(CODE, 4, "3s", b"099"))), "dex.version-unknown:ambiguous")
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
case("a library that is none", apk(Entry("lib/arm64-v8a/libhello.so", b"#!/bin/sh\n" * 10, DEFLATED)), "elf.malformed:evasive")
case("a library that breaks off", apk(Entry("lib/arm64-v8a/libhello.so", LIBRARY[:100], DEFLATED)), "elf.malformed:evasive")
case("a library without section headers is read all the same", apk(Entry("lib/arm64-v8a/libhello.so", poked(poked(LIBRARY, 40, "<Q", 0), 58, "<HHH", 0, 0, 0), DEFLATED)),
     "elf.stripped-sections:odd", tables=[("library", {"soname": "libhello.so"})])
case("a library whose program headers lead outside", apk(Entry("lib/arm64-v8a/libhello.so", poked(LIBRARY, 32, "<Q", 1 << 40), DEFLATED)), "elf.malformed:evasive")
case("a library whose count of program headers lies", apk(Entry("lib/arm64-v8a/libhello.so", poked(LIBRARY, 56, "<H", 0xFFFF), DEFLATED)), "elf.malformed:evasive")
SECTIONS, = struct.unpack_from("<Q", LIBRARY, 40)
DYNAMIC = next(at for at in range(SECTIONS, len(LIBRARY), 64) if struct.unpack_from("<I", LIBRARY, at + 4)[0] == 6)
case("a library whose sections hide what the linker loads", apk(Entry("lib/arm64-v8a/libhello.so", poked(LIBRARY, DYNAMIC + 4, "<I", 1), DEFLATED)),
     "elf.section-segment-mismatch:evasive", tables=[("library", {"soname": "libhello.so"})])
NEEDED = poked(LIBRARY, DYNAMIC + 24, "<QQ", len(LIBRARY), 32) + struct.pack("<4Q", 1, 1, 0, 0)
case("a library whose sections name another library than the linker loads", apk(Entry("lib/arm64-v8a/libhello.so", NEEDED, DEFLATED)),
     "elf.section-segment-mismatch:evasive")
