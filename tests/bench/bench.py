#!/usr/bin/python3
"""bench [NAME...] - time prelist beside its peers and the floor, and print ratios. Needs what `make bench` installs.

Every figure is the median of several runs of whole processes (the more, the shorter they are), taken in turn (A B B A A B ...), so
that ratios hold when the machine's speed drifts, and each has each of the others before it: memory that a large process has just
given back is had for less than what the host of a virtual machine must find first. CPU is that of the process and all its children; memory is the sum of the
peaks of all of them, seen in runs of their own: who watches takes a core from what is timed.
"""
import ctypes
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

from goal import at_least, at_most

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
PRELIST = os.path.join(TOP, "build/prelist")
FLOOR = os.path.join(TOP, "build/bench/floor")
GENERATED = os.path.join(TOP, "build/bench/packages")
NO_ARCHIVE = os.path.join(tempfile.gettempdir(), f"no-archive-{os.getpid()}")
CORPUS = os.path.join(TOP, "../shared/corpus")
RUNS = int(os.environ.get("BENCH_RUNS", "5"))  # of the longer ones
SETTLE = 0.02  # seconds in which the kernel takes down what the run before left: memory, namespaces

PACKAGES = [
    ("0.1 MB", "corpus", os.path.join(CORPUS, "apk/fdroidserver/org.dyndns.fules.ck_20.apk")),
    ("3 MB", "corpus", os.path.join(CORPUS, "apk/io.appium.settings/appium-settings-8.0.10_settings_apk-debug.apk")),
    ("6 MB", "corpus", os.path.join(CORPUS, "apk/android-apidemos/apidemos-5.0.0_ApiDemos-debug.apk")),
    ("18 MB", "corpus", os.path.join(CORPUS, "apk/appium-uiautomator2-server/appium-uiautomator2-server-v10.6.6.apk")),
    ("100 MB native", "generated", os.path.join(GENERATED, "native-100mb.apk")),
    ("1 GB game", "generated", os.path.join(GENERATED, "game-1gb.apk")),
    ("50,000 entries", "generated", os.path.join(GENERATED, "entries-50k.apk")),
]
# Where there is one: CPU seconds, wall on two cores as a part of one core's, times ahead of aapt and apksigner together.
CPU_GOALS = {"50,000 entries": 0.4}
WALL_GOALS = {name: 0.6 for name in ("6 MB", "18 MB", "100 MB native", "1 GB game", "50,000 entries")}
AHEAD_GOALS = {"3 MB": 6, "18 MB": 3}
PEAK_GOAL = 96  # MiB, what must be parsed whole (manifest, resource table, DEX) among it


class Run:
    """One finished process with all that descends from it, also what was orphaned: the zygote is no child of prelist."""

    def __init__(self, command, cpus=None, watched=False):
        time.sleep(SETTLE)
        every = os.sched_getaffinity(0)
        os.sched_setaffinity(0, cpus or every)  # which is inherited: what is run by Popen to set it would be timed
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        os.sched_setaffinity(0, every)
        watcher = Watcher(process.pid) if watched else None
        self.cpu = 0.0
        self.status = None
        while True:
            try:
                pid, status, used = os.wait4(-1, 0)
            except ChildProcessError:
                break
            self.cpu += used.ru_utime + used.ru_stime
            if pid == process.pid:
                self.wall = time.perf_counter() - started
                self.status = process.returncode = os.waitstatus_to_exitcode(status)
        self.peak = watcher.stop() if watcher else None


def adopt_orphans():
    """Whatever loses its parent becomes a child of this process, so that its CPU time is counted."""
    if ctypes.CDLL(None, use_errno=True).prctl(36, 1, 0, 0, 0) != 0:  # PR_SET_CHILD_SUBREAPER
        sys.exit("bench: cannot adopt orphans: " + os.strerror(ctypes.get_errno()))


class Watcher(threading.Thread):
    """Sums the peak resident memory (VmHWM) of every process of a session, as long as it lives."""

    def __init__(self, session):
        super().__init__(daemon=True)
        self.session, self.peaks, self.running = session, {}, True
        self.start()

    def look(self):
        for name in os.listdir("/proc"):
            if not name.isdigit():
                continue
            try:
                with open(f"/proc/{name}/stat") as stat:
                    if int(stat.read().rsplit(")", 1)[1].split()[3]) != self.session:
                        continue
                with open(f"/proc/{name}/status") as status:
                    for line in status:
                        if line.startswith("VmHWM"):
                            self.peaks[name] = max(self.peaks.get(name, 0), int(line.split()[1]))
            except (OSError, IndexError, ValueError):
                continue

    def run(self):
        while self.running:
            self.look()
            time.sleep(0.004)

    def stop(self):
        self.running = False
        self.join()
        return sum(self.peaks.values()) / 1024


def median(runs, what):
    return statistics.median(getattr(run, what) for run in runs)


class OnOneCore(list):
    """A command that is to run on the first core only."""


def in_turn(*commands, runs=RUNS):
    """Medians of each command: a list of (cpu, wall)."""
    taken = [[] for _ in commands]
    for i in range(runs + 1):
        for command, its in list(zip(commands, taken))[:: 1 if i % 2 else -1]:
            run = Run(command, {0} if isinstance(command, OnOneCore) else None)
            if i > 0:
                its.append(run)
    return [(median(r, "cpu"), median(r, "wall")) for r in taken]


def runs_of(path):
    size = os.path.getsize(path)
    return 6 * RUNS if size < 10 << 20 else 3 * RUNS if size < 50 << 20 else RUNS if size < 200 << 20 else (RUNS + 1) // 2


def peak(command):
    return max(Run(command, watched=True).peak for _ in range(3))


def scan(path, *options):
    return [PRELIST, "scan", "--exit-zero", "--archive", NO_ARCHIVE, *options, path]


def shell(*parts):
    return ["sh", "-c", " ; ".join(parts)]


def quoted(path):
    return "'" + path.replace("'", "'\\''") + "'"


def against_floor(name, path):
    least = [FLOOR, path, "2"]
    one, single, floor, floor_single = in_turn(scan(path), OnOneCore(scan(path)), least, OnOneCore(least), runs=runs_of(path))
    most = min(1.4 * floor[0] + 0.012, CPU_GOALS.get(name, float("inf")))
    part, memory = one[1] / single[1], peak(scan(path))
    print(f"{name:15} cpu {one[0] * 1000:7.1f} ms  floor {floor[0] * 1000:7.1f} ms  ratio {one[0] / max(floor[0], 1e-6):5.2f}  "
          f"{at_most(one[0] * 1000, most * 1000, ' ms')}   wall 2 cores/1 core {part:4.2f} (floor {floor[1] / floor_single[1]:4.2f})  "
          f"{at_most(part, WALL_GOALS[name]) if name in WALL_GOALS else 'no goal'}   "
          f"peak {memory:5.1f} MiB {at_most(memory, PEAK_GOAL, ' MiB', 0)}", flush=True)


def against_peers(name, path):
    if shutil.which("aapt") is None or shutil.which("apksigner") is None:
        print(f"{name:15} aapt or apksigner is missing: run `make bench`")
        return
    peers = shell(f"aapt dump badging {quoted(path)}", f"apksigner verify {quoted(path)}")
    ours, theirs, floor = in_turn(scan(path), peers, [FLOOR, path, "2"])
    ahead = theirs[1] / ours[1]
    print(f"{name:15} wall {ours[1] * 1000:7.1f} ms  aapt + apksigner {theirs[1] * 1000:8.1f} ms  ahead {ahead:5.1f} times  "
          f"{at_least(ahead, AHEAD_GOALS[name], ' times', 0) if name in AHEAD_GOALS else 'no goal'}  "
          f"(the floor {theirs[1] / floor[1]:5.1f} times; cpu {theirs[0] / max(ours[0], 1e-6):5.1f} times)", flush=True)


def against_androguard(name, path):
    if not os.path.exists("/usr/lib/python3/dist-packages/androguard"):
        print(f"{name:15} androguard is missing: run `make bench`")
        return
    program = "import sys; from androguard.core.bytecodes.apk import APK; print(APK(sys.argv[1]).get_permissions())"
    ours, theirs = in_turn(scan(path), ["/usr/bin/python3", "-c", program, path])
    print(f"{name:15} cpu  {ours[0] * 1000:7.1f} ms  androguard permissions {theirs[0] * 1000:8.1f} ms  ahead {theirs[0] / max(ours[0], 1e-6):5.1f} times")


def batch():
    """A folder on two cores and on one, and what a package costs in it."""
    source = PACKAGES[1][2]
    with tempfile.TemporaryDirectory() as folder:
        for i in range(24):
            shutil.copy(source, os.path.join(folder, f"{i:02d}.apk"))
        two, one, floor = in_turn(scan(folder, "--jobs", "2"), OnOneCore(scan(folder, "--jobs", "1")), [FLOOR, source, "1"],
                                  runs=2 * RUNS)
    each, goal = two[0] / 24, 1.4 * floor[0] + 0.003
    both = in_turn(shell(*[f"{FLOOR} {quoted(source)} 1" for _ in range(8)]),
                   ["sh", "-c", " & ".join(["( " + " ; ".join([f"{FLOOR} {quoted(source)} 1"] * 4) + " )"] * 2) + " & wait"])
    faster = one[1] / two[1]
    print(f"folder of 24 x 3 MB: {faster:.2f} times as fast on two cores, {at_least(faster, 1.9)} (the floor itself: "
          f"{both[0][1] / both[1][1]:.2f} times); {each * 1000:.1f} ms CPU a package, {at_most(each * 1000, goal * 1000, ' ms')}", flush=True)


def variants(source, folder, num):
    """Copies of a package that differ in the first byte of its signing block's last value: other bytes, the same work."""
    with open(source, "rb") as file:
        data = bytearray(file.read())
    at = data.rfind(b"APK Sig Block 42") - 9
    paths = []
    for i in range(num):
        data[at - i // 255] = (data[at - i // 255] + 1) % 256
        paths.append(os.path.join(folder, f"variant-{i}.apk"))
        with open(paths[-1], "wb") as file:
            file.write(data)
    return paths


def copied(path, folder, name, buffer=bytearray(512 << 10)):
    """CPU seconds that it takes this process to copy a file and make it and its name durable: what no keeping can do without."""
    started = time.process_time()
    source, target = os.open(path, os.O_RDONLY), os.open(os.path.join(folder, name), os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o400)
    while (read := os.readv(source, [buffer])) > 0:
        os.write(target, memoryview(buffer)[:read])
    os.fsync(target)
    directory = os.open(folder, os.O_RDONLY)
    os.fsync(directory)
    for descriptor in (source, target, directory):
        os.close(descriptor)
    return time.process_time() - started


def kept(with_sha1_md5):
    """CPU that submit takes more than scan, and a durable copy alone, in milliseconds; scan makes no SHA-1 and MD5 of the file."""
    with tempfile.TemporaryDirectory() as folder:
        rules, archive = os.path.join(folder, "rules"), os.path.join(folder, "archive")
        shutil.copytree(os.path.join(TOP, "rules"), rules)
        with open(os.path.join(rules, "policy.json"), encoding="utf-8") as file:
            policy = file.read()
        with open(os.path.join(rules, "policy.json"), "w", encoding="utf-8") as file:
            file.write(re.sub('("with_sha1_md5": )[a-z]+', r"\1" + with_sha1_md5, policy))
        common = ["--exit-zero", "--quiet", "--archive", archive, "--rules", rules]
        paths = variants(PACKAGES[1][2], folder, 12 * RUNS + 1)
        Run([PRELIST, "submit", *common, paths[0]])
        for i in range(256):  # as in an archive in use: a folder is made once, for many packages
            os.makedirs(os.path.join(archive, "packages", f"{i:02x}"), mode=0o700, exist_ok=True)
        copies = os.path.join(folder, "copies")
        os.mkdir(copies)
        more, least = [], []
        for path in paths[1:]:
            least.append(copied(path, copies, os.path.basename(path)))
            scanned = Run([PRELIST, "scan", *common, path]).cpu
            more.append(Run([PRELIST, "submit", *common, path]).cpu - scanned)
    return statistics.median(more) * 1000, statistics.median(least) * 1000


def keeping():
    more, least = kept("false")
    asked, _ = kept("true")
    print(f"keeping a package of 3 MB: {more:.1f} ms CPU (a durable copy alone: {least:.1f} ms), {at_most(more, 3, ' ms')}; "
          f"with SHA-1 and MD5 of the file, as policy.json asks: {asked:.1f} ms")


def main(names):
    present = [(name, path) for name, _, path in PACKAGES if os.path.exists(path) and (not names or name in names)]
    for name, _, path in PACKAGES:
        if not os.path.exists(path):
            print(f"{name:15} {path} is not there: left out")
    print("-- one run against the floor (goal: 1.4 times the floor + 12 ms)")
    for name, path in present:
        against_floor(name, path)
    print("-- against aapt dump badging + apksigner verify")
    for name, path in present:
        against_peers(name, path)
    print("-- against androguard's permissions")
    for name, path in present:
        if os.path.getsize(path) < 200 << 20:
            against_androguard(name, path)
    if os.path.exists(PACKAGES[1][2]):
        print("-- a folder (goal: 1.4 times the floor + 3 ms each)")
        batch()
        keeping()


adopt_orphans()
main(sys.argv[1:])
