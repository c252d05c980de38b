"""An archive of a test's own, and what must be true of it at any moment."""
import json
import os
import shutil
import subprocess
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PRELIST = os.path.join(ROOT, "build", "prelist")
FIXTURES = os.path.join(ROOT, "fixtures")
SHIM = os.path.join(ROOT, "build", "fault", "shim.so")
# The calls that can be made to fail, and how: the disk is full (28), or broken (5), or nothing is said of it (0).
ERRORS = {"write": 28, "pwrite": 28, "fsync": 5, "fdatasync": 5, "ftruncate": 28, "link": 28, "create": 28, "mkdir": 28, "clone": 0}


class Archive:
    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="prelist-fault-")
        self.dir = os.path.join(self.folder, "archive")
        self.environment = {"PATH": "/usr/bin:/bin", "HOME": self.folder, "LANG": "C.UTF-8", "PRELIST_ARCHIVE": self.dir,
                            "PRELIST_RULES": os.path.join(ROOT, "rules")}

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def command(self, *args):
        return [PRELIST, *args]

    def run(self, *args, **more):
        return subprocess.run(self.command(*args), env={**self.environment, **more}, capture_output=True, text=True, check=False)

    def start(self, *args):
        return subprocess.Popen(self.command(*args), env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def calls(self, *args):
        """How often the command makes each call that can be made to fail."""
        path = os.path.join(self.folder, "counts")
        self.run(*args, LD_PRELOAD=SHIM, FAULT_COUNT=path)
        with open(path, encoding="ascii") as lines:
            return {name: int(number) for name, number in (line.split() for line in lines)}

    def run_failing(self, call, at, *args):
        """Runs the command, whose at-th call of that name fails."""
        return self.run(*args, LD_PRELOAD=SHIM, FAULT_CALL=call, FAULT_AT=str(at), FAULT_ERRNO=str(ERRORS[call]))

    def requests(self):
        """The request ids of all submissions, and how many rows of each table belong to each."""
        if not os.path.isdir(self.dir):
            return []
        done = self.run("archive", "query", "--format", "json", "SELECT request_id FROM submission ORDER BY number")
        return [row["request_id"] for row in json.loads(done.stdout)["rows"]] if done.returncode == 0 else []

    def states(self):
        """What became of submissions, each once."""
        done = self.run("archive", "query", "--format", "json", "SELECT DISTINCT state FROM submission")
        return [row["state"] for row in json.loads(done.stdout)["rows"]]

    def fault(self):
        """What is wrong with the archive; None when it is sound."""
        if not os.path.isdir(self.dir) or not os.path.exists(os.path.join(self.dir, "prelist.db")):
            return None
        done = self.run("archive", "verify")
        if done.returncode != 0:
            return (done.stdout + done.stderr).strip()[:500]
        return None

    def files(self):
        """The paths of package files by their names."""
        return {name: os.path.join(folder, name) for folder, _, names in os.walk(os.path.join(self.dir, "packages")) for name in names}

    def unreferenced(self):
        """Paths of package files that no submission names."""
        done = self.run("archive", "query", "--format", "json", "SELECT sha256 FROM package")
        named = {row["sha256"] for row in json.loads(done.stdout)["rows"]}
        return [path for name, path in self.files().items() if name not in named]
