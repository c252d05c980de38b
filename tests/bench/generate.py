#!/usr/bin/python3
"""generate FOLDER - the benchmark's large packages: 100 MB of native code, 1 GB of game data, 50,000 entries.

They are made from the fixture `unsigned` and signed with v2; the same bytes come out every time but for the signature's padding.
"""
import os
import random
import struct
import sys
import zipfile
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../../fixtures/sources"))
sys.dont_write_bytecode = True

import sign  # noqa: E402


def base():
    with zipfile.ZipFile(os.path.join(HERE, "../../fixtures/unsigned.apk")) as package:
        return [(i.filename, package.read(i), i.compress_type == zipfile.ZIP_STORED) for i in package.infolist()]


def words(rng, size):
    """Bytes that deflate to about a third, as code does."""
    table = [rng.randbytes(rng.randrange(3, 12)) for _ in range(2000)]
    out = bytearray()
    while len(out) < size:
        out += b"".join(rng.choices(table, k=1000))
    return bytes(out[:size])


def pack(path, entries):
    """A ZIP without a library that would take hours: stored and deflated entries, 4-byte aligned."""
    records, offset, parts = [], 0, []
    for name, content, stored in entries:
        raw = name.encode()
        method = 0 if stored else 8
        if not stored:
            packer = zlib.compressobj(6, zlib.DEFLATED, -15)
            data = packer.compress(content) + packer.flush()
        else:
            data = content
        pad = -(offset + 30 + len(raw)) % (16384 if name.endswith(".so") and stored else 4) if stored else 0
        fields = (0, method, 0, 0x5021, zlib.crc32(content), len(data), len(content))
        parts.append(struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, *fields, len(raw), pad) + raw + b"\0" * pad + data)
        records.append(struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, *fields, len(raw), 0, 0, 0, 0, 0, offset) + raw)
        offset += len(parts[-1])
    directory = b"".join(records)
    count = min(len(records), 0xFFFF)
    data = b"".join(parts) + directory + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count, count, len(directory), offset, 0)
    with open(path, "wb") as out:
        out.write(sign.v2(data))


def library(rng, size, template):
    return template + words(rng, size - len(template))


def main(folder):
    os.makedirs(folder, exist_ok=True)
    rng = random.Random(20260101)
    plain = base()
    template = next(content for name, content, _ in plain if name.startswith("lib/arm64"))
    pack(os.path.join(folder, "native-100mb.apk"), plain + [
        (f"lib/arm64-v8a/lib{i}.so", library(rng, 20 << 20, template), True) for i in range(4)] + [
        (f"assets/data{i}.bin", words(rng, 6 << 20), False) for i in range(9)])
    block = rng.randbytes(8 << 20)
    pack(os.path.join(folder, "game-1gb.apk"), plain + [
        (f"assets/pack{i}.bin", struct.pack("<I", i) + block, True) for i in range(110)] + [
        (f"assets/level{i}.dat", words(rng, 24 << 20), False) for i in range(12)])
    pack(os.path.join(folder, "entries-50k.apk"), plain + [
        (f"res/raw/item_{i:05d}.txt", words(rng, 400), i % 3 == 0) for i in range(50000 - len(plain))])


main(sys.argv[1])
