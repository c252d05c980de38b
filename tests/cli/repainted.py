#!/usr/bin/python3
"""Writes a package anew, signed by KEY, with a picture of waves as its icons, compressed at that level, a column of it white where one is given: repainted.py FROM TO KEY LEVEL [COLUMN]"""
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


file, to, key, level, *columns = sys.argv[1:]
rows = b"".join(b"\0" + bytes(255 if [str(x)] == columns else min(255, 20 * abs((x + y // 4) % 16 - 8) + y) for x in range(SIZE)) for y in range(SIZE))
picture = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", SIZE, SIZE, 8, 0, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows, int(level))) + chunk(b"IEND", b"")
with zipfile.ZipFile(file) as package:
    entries = [(entry.filename, picture if os.path.basename(entry.filename) == "icon.png" else package.read(entry), entry.compress_type == zipfile.ZIP_STORED)
               for entry in package.infolist() if not entry.filename.startswith("META-INF/")]
with open(to, "wb") as out:
    out.write(sign.v2(apk.pack(entries), key))
