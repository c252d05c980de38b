#!/usr/bin/python3
"""Writes a package anew, signed by KEY, with a picture of a valley as its icons, compressed at that level: repainted.py FROM TO KEY LEVEL"""
import os
import struct
import sys
import zipfile
import zlib

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(ROOT, "fixtures/sources"))
import apk  # noqa: E402
import sign  # noqa: E402

SIZE = 48


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


file, to, key, level = sys.argv[1:]
rows = b"".join(b"\0" + bytes(min(255, 4 * abs(x - SIZE // 2) + y) for x in range(SIZE)) for y in range(SIZE))
picture = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", SIZE, SIZE, 8, 0, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows, int(level))) + chunk(b"IEND", b"")
with zipfile.ZipFile(file) as package:
    entries = [(entry.filename, picture if os.path.basename(entry.filename) == "icon.png" else package.read(entry), entry.compress_type == zipfile.ZIP_STORED)
               for entry in package.infolist() if not entry.filename.startswith("META-INF/")]
with open(to, "wb") as out:
    out.write(sign.v2(apk.pack(entries), key))
