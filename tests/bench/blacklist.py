#!/usr/bin/python3
"""blacklist.py [ARCHIVE] - time what a new entry of the blacklist costs where many versions are listed, and a long hash list.

ARCHIVE: one made by build/bench/make-archive; without it one of 100,000 versions is made in build/bench/listed-100000 and
stays there. Its database is copied first: nothing of it is changed. Figures are of whole processes, the median of several.
"""
import os
import random
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

from goal import at_most

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PRELIST = os.path.join(TOP, "build/prelist")
RUNS = int(os.environ.get("BENCH_RUNS", "5"))
LINES = int(os.environ.get("BENCH_HASHES", "1000000"))
GOAL = 0.1


def run(*args):
    """Wall and CPU of one process."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([PRELIST, *args], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter() - started, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def archive():
    if len(sys.argv) > 1:
        return sys.argv[1]
    folder = os.path.join(TOP, "build/bench/listed-100000")
    if not os.path.exists(os.path.join(folder, "prelist.db")):
        subprocess.run([os.path.join(TOP, "build/bench/make-archive"), "--rules", os.path.join(TOP, "rules"), folder, "100000"], check=True)
    return folder


def values(folder):
    """For each kind the value that is shown most, and a package; a pattern that many names match."""
    with sqlite3.connect(os.path.join(folder, "prelist.db")) as database:
        for kind in "package", "certificate", "permission", "library":
            row = database.execute("SELECT value FROM posting WHERE kind = ? GROUP BY value ORDER BY count(*) DESC, value LIMIT 1",
                                   (kind,)).fetchone()
            if row:
                yield kind, row[0]
        yield "package", "com.*7"


def entries(folder):
    for kind, value in values(folder):
        runs = []
        for _ in range(RUNS):
            runs.append(run("--archive", folder, "blacklist", "add", kind, value, "--reason", "bench", "--by", "bench"))
            run("--archive", folder, "blacklist", "remove", kind, value, "--reason", "bench", "--by", "bench")
        with sqlite3.connect(os.path.join(folder, "prelist.db")) as database:
            hits = database.execute("SELECT count(DISTINCT s.number) FROM posting p CROSS JOIN submission s ON s.app_id = p.app_id AND"
                                    " s.platform = p.platform AND s.number BETWEEN p.first AND p.last WHERE p.kind = ? AND"
                                    " p.value GLOB ? AND s.state = 'listed'", (kind, value)).fetchone()[0]
        wall, cpu = (statistics.median(column) for column in zip(*runs))
        print(f"blacklist add {kind:12} hits {hits:7} versions: {wall * 1000:7.1f} ms, CPU {cpu * 1000:6.1f} ms, "
              f"{at_most(wall * 1000, GOAL * 1000, ' ms', 0)}")


def hashes(folder):
    path, rng = os.path.join(folder, "list.hdb"), random.Random(1)
    with open(path, "w", encoding="ascii") as file:
        for i in range(LINES):
            file.write(f"{rng.getrandbits(128):032x}:{rng.randrange(1, 10**8)}:Andr.Trojan.Agent-{i}\n")
    for what in "first", "again":
        wall, cpu = run("--archive", folder, "blacklist", "import", path, "--by", "bench")
        print(f"blacklist import of {LINES} hashes, {what}: {wall:.1f} s, CPU {cpu:.1f} s")


def main():
    source = archive()
    with tempfile.TemporaryDirectory(dir=os.path.join(TOP, "build")) as folder:
        shutil.copy(os.path.join(source, "prelist.db"), folder)
        os.chmod(folder, 0o700)
        entries(folder)
        hashes(folder)


main()
