#!/usr/bin/python3
"""What `prelist archive compact` saves on the version series of the corpus: bytes per older version, beside whole files, zstd of
the file, zstd of its difference from the next version, and content-defined chunks of 16 KiB on the average."""
import collections
import csv
import hashlib
import os
import random
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CORPUS = os.path.join(os.path.dirname(ROOT), "shared", "corpus")
PRELIST = os.path.join(ROOT, "build", "prelist")
SMALLEST = 50_000  # bytes of a series that is worth a line


def series():
    """Paths by app and version code, oldest first, of apps with several versions."""
    found = collections.defaultdict(dict)
    with open(os.path.join(CORPUS, "truth", "apk_badging.tsv"), encoding="utf-8") as file:
        for row in csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"):
            path = os.path.join(CORPUS, row["path"])
            if row["package"] and row["versionCode"].isdigit() and os.path.exists(path):
                found[row["package"]].setdefault(int(row["versionCode"]), path)
    for app in sorted(found):
        paths = [found[app][code] for code in sorted(found[app])]
        if len(paths) > 1 and sum(map(os.path.getsize, paths)) >= SMALLEST:
            yield app, paths


def zstd(path, before=None):
    options = [f"--patch-from={before}", "--long=27"] if before else []
    return len(subprocess.run(["zstd", "-19", "-q", "-c", *options, path], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              check=True).stdout)


def chunks(data):
    """Content-defined chunks by a gear hash: 4 to 64 KiB."""
    gear = [random.Random(i).getrandbits(64) for i in range(256)]
    start, roll = 0, 0
    for at, byte in enumerate(data):
        roll = ((roll << 1) + gear[byte]) & 0xFFFFFFFFFFFFFFFF
        if (at - start >= 4096 and roll >> 50 == 0) or at - start >= 65536:
            yield data[start:at + 1]
            start = at + 1
    yield data[start:]


def content_defined(paths):
    """Bytes that the older versions add to the newest."""
    seen, added = set(), 0
    for number, path in enumerate(reversed(paths)):
        with open(path, "rb") as file:
            for chunk in chunks(file.read()):
                key = hashlib.sha256(chunk).digest()
                added += len(chunk) if key not in seen and number > 0 else 0
                seen.add(key)
    return added


def prelist(folder, *args):
    return subprocess.run([PRELIST, args[0], "--archive", folder, "--rules", os.path.join(ROOT, "rules"), *args[1:]],
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False, text=True).stdout


def compacted(paths):
    """The folder of packages and packs before and after: (bytes dropped, bytes of packs, bytes of tables)."""
    with tempfile.TemporaryDirectory() as folder:
        archive = os.path.join(folder, "archive")
        for number, path in enumerate(paths, 1):
            prelist(archive, "submit", "--quiet", path)
            prelist(archive, "decide", f"@#{number}", "reject", "--by", "bench", "--reason", "bench", "--basis", "bench")
        tables = os.path.getsize(os.path.join(archive, "prelist.db"))
        subprocess.run([PRELIST, "archive", "compact", "--archive", archive, "--quiet"], check=True)
        tables = os.path.getsize(os.path.join(archive, "prelist.db")) - tables
        packs = os.path.join(archive, "packs")
        size = sum(os.path.getsize(os.path.join(packs, name)) for name in os.listdir(packs)) if os.path.isdir(packs) else 0
        return size, max(tables, 0)


def main():
    if not os.path.isdir(CORPUS):
        print("no corpus: nothing to compact")
        return 0
    print(f"{'series':28} {'older':>5} {'whole':>10} {'compact':>8} {'tables':>8} {'zstd':>6} {'delta':>6} {'chunks':>6}   per older version")
    for app, paths in series():
        older = paths[:-1]
        whole = sum(map(os.path.getsize, older))
        pack, tables = compacted(paths)
        alone = sum(map(zstd, older))
        delta = sum(zstd(path, after) for path, after in zip(older, paths[1:]))
        print(f"{app[:28]:28} {len(older):5} {whole // len(older):10} {pack / whole:8.2f} {tables / whole:8.2f} {alone / whole:6.2f} "
              f"{delta / whole:6.2f} {content_defined(paths) / whole:6.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
