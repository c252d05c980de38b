#!/usr/bin/python3
"""duties [VERSIONS] - time the store's duties on an archive of that many listed versions ($BENCH_VERSIONS, else 10,000): patrol by all
rules and by one changed rule, a dry run, verify, backup, restore, and the archive's size. Goals are for 100,000 versions on two cores, in proportion.

The archive is made once by each build's make-archive and patrolled a day later with each run.
"""
import os
import resource
import shutil
import subprocess
import sys
import time

from goal import at_least, at_most

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
BENCH = os.path.join(TOP, "build/bench")
PRELIST = os.path.join(TOP, "build/prelist")
CORPUS = os.path.join(TOP, "../shared/corpus/apk")
VERSIONS = int(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("BENCH_VERSIONS", "10000"))
VERIFY_PACKAGES, VERIFY_SIZE = 80, 5_000_000

RULE = """-- rule: bench.contacts
-- verdict: review
-- title: Contacts without a purpose ({time})
-- title.zh: 申请通讯录权限但未说明用途
-- class: privacy
-- basis: licence-16.11
SELECT p.name AS subject FROM permission p WHERE p.name = 'android.permission.READ_CONTACTS'
  AND NOT EXISTS (SELECT 1 FROM purpose u WHERE u.permission = p.name)
"""


def make(name, number, *options):
    folder = os.path.join(BENCH, name)
    done, maker = os.path.join(folder, "made"), os.path.join(BENCH, "make-archive")
    if not os.path.exists(done) or os.path.getmtime(done) < os.path.getmtime(maker):  # by another build: it may be of another form
        shutil.rmtree(folder, ignore_errors=True)
        templates = CORPUS if os.path.isdir(CORPUS) else os.path.join(TOP, "fixtures")
        subprocess.run([maker, "--rules", os.path.join(TOP, "rules"), "--templates", templates,
                        *options, folder, str(number)], check=True)
        with open(done, "w", encoding="ascii"):
            pass
    return folder


def run(*command, ok=(0, 3)):
    """Wall and CPU seconds, and what it printed."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run([PRELIST, *command], capture_output=True, text=True, check=False)
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in ok:
        sys.exit(f"duties: prelist {' '.join(command)}: exit {done.returncode}: {done.stderr}")
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def query(folder, sql):
    return subprocess.run([PRELIST, "archive", "query", "--archive", folder, sql], capture_output=True, text=True,
                          check=True).stdout.split("\n")[1]


def show(what, wall, cpu, goal=None, cpu_goal=None):
    """Goals in seconds of 100,000 versions."""
    part = VERSIONS / 100_000
    line = f"{what:34} {VERSIONS:8,} versions  wall {wall:7.1f} s  cpu {cpu:7.1f} s  {cpu / VERSIONS * 1000:6.2f} ms each"
    if goal is not None:
        line += f"   wall: {at_most(wall, goal * part, ' s')} (both cores alone: {cpu / 2:.1f} s)"
    if cpu_goal is not None:
        line += f"   cpu: {at_most(cpu, cpu_goal * part, ' s')}"
    print(line, flush=True)


def patrol(folder):
    today = query(folder, "SELECT date(coalesce(max(date), '2026-06-01'), '+1 day') FROM patrol")
    common = ("patrol", "--record", "--archive", folder, "--today", today, "--rehash", "none", "--quiet", "--rules")
    show("patrol by all rules", *run(*common, os.path.join(TOP, "rules"))[:2], 150, 200)
    rules = os.path.join(BENCH, "rules")
    shutil.rmtree(rules, ignore_errors=True)
    shutil.copytree(os.path.join(TOP, "rules"), rules)
    with open(os.path.join(rules, "bench.sql"), "w", encoding="utf-8") as file:
        file.write(RULE.format(time=time.time()))
    show("patrol by one changed rule", *run(*common, rules)[:2], 60)
    show("patrol with nothing due", *run(*common, rules)[:2])
    wall, cpu, out = run("rules", "dry-run", "--archive", folder, os.path.join(rules, "bench.sql"))
    print(f"{'rules dry-run':34} wall {wall:.2f} s  cpu {cpu:.2f} s  {out.strip().splitlines()[-1]}", flush=True)


def sizes(folder):
    database = os.path.getsize(os.path.join(folder, "prelist.db"))
    print(f"{'archive without packages':34} {VERSIONS:8,} versions  {database / 1e6:,.0f} MB, {database / VERSIONS / 1000:.1f} kB a version; "
          f"of it readings {query(folder, 'SELECT round(avg(length(reading)) / 1000, 1) FROM package')} kB, facts as judged "
          f"{query(folder, 'SELECT round(avg(length(facts)) / 1000, 1) FROM submission')} kB", flush=True)


def verify(folder):
    show("verify of the index", *run("archive", "verify", "--archive", folder)[:2])
    large = make("archive-verify", VERIFY_PACKAGES, "--package-size", str(VERIFY_SIZE))
    run("archive", "verify", "--archive", large)
    _, cpu, _ = run("archive", "verify", "--archive", large)
    speed = VERIFY_PACKAGES * VERIFY_SIZE / 1e6 / cpu
    print(f"{'verify of packages':34} {speed:.0f} MB/s of CPU   {at_least(speed, 300, ' MB/s', 0)}", flush=True)


def copies(folder):
    """The index: packages of these archives are small."""
    backup, restored = os.path.join(BENCH, "backup"), os.path.join(BENCH, "restored")
    for path in (backup, restored):
        shutil.rmtree(path, ignore_errors=True)
    show("backup", *run("archive", "backup", "--archive", folder, backup)[:2])
    show("backup with nothing new", *run("archive", "backup", "--archive", folder, backup)[:2])
    show("restore of the index", *run("archive", "restore", backup, "--archive", restored)[:2], 180)
    show("reindex", *run("archive", "reindex", "--archive", restored, "--by", "bench")[:2], 180)
    for path in (backup, restored):
        shutil.rmtree(path, ignore_errors=True)


def main():
    folder = make(f"archive-{VERSIONS}", VERSIONS)
    sizes(folder)
    patrol(folder)
    verify(folder)
    copies(folder)


main()
