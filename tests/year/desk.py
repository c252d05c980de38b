"""Runs prelist as the store's people do, and keeps an account of its own of all that was done."""
import collections
import datetime
import hashlib
import json
import os
import subprocess
import time

import packages
from reports import Reports
from store import HANDED_IN, Calendar, Rulebook, Version, gravest

PRELIST = os.path.join(packages.ROOT, "build/prelist")
PROOF = os.path.join(packages.ROOT, "build/prelist-proof")
GRADES = ("pass", "review", "reject")
RECORDED = {("role", "add"), ("role", "end"), ("todo", "claim"), ("todo", "settle"), ("blacklist", "add"), ("blacklist", "waive")} | {
    ("case", step) for step in ("open", "note", "close", "lab")}
EXITS = {"pass": 0, "reject": 1, "review": 3}
DUE = {"complaint": 15, "correction": 5, "appeal": 15, "incident": 0, "authority-report": 10, "manual-check": 5, "lab-check": 15,
       "rectification": 5, "assessment": None, "commitment": None}
SAMPLE_SEED, SAMPLE_PERCENT = "year", 2


class Prelist:
    """Each call is one process; what it printed is kept, and how long it took; reports and pages among it are checked by their schemas."""

    def __init__(self, folder):
        self.folder = folder
        self.environment = {"PATH": os.environ["PATH"], "HOME": folder, "LANG": "C.UTF-8", "PRELIST_ARCHIVE": os.path.join(folder, "archive"),
                            "PRELIST_RULES": os.path.join(folder, "rules"), "PRELIST_KEY_FILE": os.path.join(folder, "key"),
                            "PRELIST_LOG_KEY_FILE": os.path.join(folder, "log.key")}
        self.times = collections.defaultdict(list)
        self.reports = Reports()
        self.printed = open(os.path.join(folder, "printed"), "w", encoding="utf-8")

    def run(self, *arguments, code=0, today=None, program=PRELIST, archive=None):
        command = [program, *map(str, arguments)] + (["--today", today.isoformat()] if today else [])
        if today and (tuple(arguments[:2]) in RECORDED or arguments[0] in ("submit", "decide")):
            command += ["--record"]  # the year may not be over yet
        began = time.monotonic()
        done = subprocess.run(command, env={**self.environment, **({"PRELIST_ARCHIVE": archive} if archive else {})}, cwd=self.folder,
                              capture_output=True, text=True, check=False)
        self.times[arguments[0] if arguments[0] not in ("case", "todo", "archive", "patrol") else " ".join(arguments[:2])].append(
            time.monotonic() - began)
        self.printed.write(done.stdout + done.stderr)
        if done.returncode != code:
            raise AssertionError(f"exit code {done.returncode}, not {code}: {' '.join(command)}\n{done.stdout}{done.stderr}")
        return done.stdout

    def json(self, *arguments, **how):
        printed = self.run(*arguments, "--format", "json", **how)
        self.reports.check_output(printed, " ".join(map(str, arguments)))
        return json.loads(printed)


def drawn(sha256):
    """Is a package that passed to be looked at by a person?"""
    digest = hashlib.sha256(f"{SAMPLE_SEED}\0{sha256}\0".encode()).digest()
    return (int.from_bytes(digest[:8], "big") >> 11) / 2 ** 53 < SAMPLE_PERCENT / 100


class Desk:
    def __init__(self, folder):
        self.prelist, self.calendar, self.rulebook = Prelist(folder), Calendar(), Rulebook()
        self.folder = folder
        self.versions, self.decisions, self.cases, self.patrols, self.roles = [], [], [], [], 0

    # Submissions

    def version(self, app, plan, date, permissions, key=None, same_code=False):
        previous = app.before()
        if same_code:
            code = previous.code
        else:
            app.code += 1
            code = app.code
        version = Version(len(self.versions) + 1, app, plan, date, code, permissions, previous, key or app.developer.key)
        self.versions.append(version)
        app.versions.append(version)
        return version

    def judged(self, version):
        version.findings = version.found(version.date, self.rulebook, True)
        version.verdict = gravest(version.findings)
        self.rulebook.signed.add((version.app.developer.id, version.key))
        if version.verdict == "reject":
            version.state = "rejected"

    @staticmethod
    def former(app):
        """What a list says of an app: state, submitted, the day that that is in China, decided, the order in which it is kept."""
        month = app.number % 12 + 1
        if app.number % 3 == 0:
            yield "delisted", "2024-02-29", datetime.date(2024, 2, 29), datetime.date(2024, 12, 31)
        if app.number % 5 == 1:
            yield "rejected", "2024-12-31T16:00:00Z", datetime.date(2025, 1, 1), None
        yield "listed", f"2025-{month:02}-15", datetime.date(2025, month, 15), datetime.date(2025, month, 16)
        if app.number == 4:
            yield "received", "2025-12-31T15:59:59Z", datetime.date(2025, 12, 31), None

    def import_former(self, apps, date):
        """What the store had before, in one list with forms inside."""
        lines, entries = [], []
        for app in apps:
            for state, submitted, day, decided in self.former(app):
                version = self.version(app, "plain", date, ["INTERNET", "CAMERA"])
                file, form = version.write(self.folder)
                with open(os.path.join(self.folder, form), encoding="utf-8") as text:
                    entry = {"file": os.path.basename(file), "submission": json.load(text), "state": state, "by": "wang",
                             "reason": f"{state} before", "submitted": submitted}
                lines.append(json.dumps(entry | ({"decided": str(decided)} if decided else {}), ensure_ascii=False))
                self.judged(version)
                version.state, version.came, version.imported, version.by_provision = state, day, True, state == "rejected"
                version.app.pending = version if state == "received" else None
                entries.append((submitted, len(entries), version, state, decided))
        self.new_apps(entries)
        self.versions.clear()
        for _, _, version, state, decided in sorted(entries, key=lambda entry: entry[:2]):  # as they are kept
            self.versions.append(version)
            version.number = len(self.versions)
            if state != "received":
                self.decisions.append({"version": version, "what": "import", "date": decided or version.came, "basis": None, "override": False,
                                       "kind": {"listed": "list", "rejected": "reject", "delisted": "delist"}[state]})
        with open(os.path.join(self.folder, HANDED_IN, "store.ndjson"), "w", encoding="utf-8") as out:
            out.write("\n".join(lines) + "\n")
        for kept, there in ((len(lines), 0), (0, len(lines))):
            told = self.prelist.json("submit", "--import", f"{HANDED_IN}/store.ndjson", "--by", "wang", today=date)
            assert (told["imported"], told["there_already"], told["failed"]) == (kept, there, 0), told

    @staticmethod
    def new_apps(entries):
        """What is against other apps of the developer is seen once again when one that never was listed comes, until one is listed over it."""
        against, first = {}, {}  # of apps: the step of the newest decision against it, and of its first listing
        steps = [(submitted, False, place, version, state) for submitted, place, version, state, _ in entries]
        steps += [(f"{decided}T15:59:59Z", True, place, version, state) for _, place, version, state, decided in entries if state == "delisted"]
        for step, (_, goes, _, version, state) in enumerate(sorted(steps, key=lambda step: step[:3])):
            app = version.app
            if not goes and app not in first:
                others = [against[other] for other in app.developer.apps if other is not app and other in against]
                listed = max((first[other] for other in app.developer.apps if other in first), default=-1)
                version.findings += [("decision.elsewhere", "review")] * sum(decided > listed for decided in others)
                version.verdict = gravest(version.findings)
            if goes or state == "rejected":
                against[app] = step
            elif state != "received":
                first.setdefault(app, step)
                against.pop(app, None)

    def submit(self, app, plan, date, **how):
        version = self.version(app, plan, date, **how)
        file, form = version.write(self.folder, salt=plan if plan == "same-code" else "")
        self.judged(version)
        report = self.prelist.json("submit", file, "--submission", form, "--request-id", f"r{version.number}",
                                   code=EXITS[version.verdict], today=date)
        told = sorted((finding["rule"], finding["verdict"]) for finding in report["findings"])
        assert told == sorted(version.findings), (version.label(), plan, told, version.findings)
        assert (report["scan"]["submission"], report["state"]) == (version.number, version.state), (report["scan"], version.state)
        os.remove(os.path.join(self.folder, file))
        for case in [case for case in app.corrections if case["closed"] is None]:
            if version.verdict != "reject" and not {rule for rule, _ in case["findings"]} & {rule for rule, _ in version.findings}:
                case.update(closed=date, outcome="fixed")
        if version.verdict == "pass" and drawn(version.sha256):
            version.check = self.new_case("manual-check", date, version, sample=True)
        return version

    # Decisions

    def decide(self, version, what, date, by, *more, code=0, basis=None, override=False):
        today = version.found(date, self.rulebook, what == "list")
        self.prelist.run("decide", version.label(), what, "--by", by, "--reason", f"decided by day {date.toordinal() % 7}", "--quiet",
                         *(("--basis", basis) if basis else ()), *more, code=code, today=date)
        if code:
            return
        self.account(version, what, date, today, basis, override, by)

    def account(self, version, what, date, today, basis, override, by):
        """today: its findings of that day; None: of what goes with another one nobody looks at them."""
        self.decisions.append({"version": version, "what": what, "kind": what, "date": date, "basis": basis, "override": override, "by": by})
        version.state = {"list": "listed", "reject": "rejected", "delist": "delisted"}[what]
        version.by_provision = basis is not None
        if what == "list":
            self.rulebook.listed.add((version.app.developer.id, version.key))
        outcome = "accepted" if what == "list" else "confirmed"
        for key in self.named(version, today) if today is not None else ():
            version.outcomes.setdefault(key, (outcome, date))
        if what != "list" and version.check and version.check["closed"] is None:
            version.check.update(closed=date, outcome="against")

    def named(self, version, today=()):
        """The findings for review or worse that it was kept with, and those of today: (rule, which of that rule)."""
        keys = set()
        for found in (version.findings, today):
            counts = collections.Counter()
            for rule, verdict in found:
                if verdict != "notice":
                    keys.add((rule, counts[rule]))
                    counts[rule] += 1
        return keys

    def settle(self, version, rule, outcome, date, by):
        note = ("--tell", "请补充说明") if outcome == "confirmed" else ("--reason", "looked at it")
        self.prelist.run("todo", "settle", version.label(), rule, outcome, "--by", by, "--quiet", *note, today=date)
        for key in self.named(version):
            if key[0] == rule:
                version.outcomes[key] = (outcome, date)

    def delist(self, version, date, by, case=None, block=()):
        arguments = (("--case", case["number"]) if case else ()) + (("--block", ",".join(block)) if block else ())
        today = version.found(date, self.rulebook, False)
        told = self.prelist.json("decide", version.label(), "delist", "--by", by, "--reason", "harms users", "--basis", "licence-16.11",
                                 *arguments, today=date)
        self.account(version, "delist", date, today, "licence-16.11", False, by)
        others = [other for other in version.app.versions if other.state == "listed"] if block else []
        for other in others:
            self.account(other, "delist", date, None, "licence-16.11", False, by)
        report = self.new_case("authority-report", date, version)
        assert (told["report_case"], told["report_due"]) == (report["number"], report["due"].isoformat()), (told, report)
        if block:
            assert (told["blocked"], told["also_delisted"]) == (len(block), len(others)), told
            values = {"package": version.app.id, "label": version.app.name, "developer": version.app.developer.id}
            for kind in block:
                self.rulebook.add(kind, values[kind], "reject", date)
        return report

    # Cases

    def new_case(self, kind, date, version=None, app=None, sample=False, developer=None, at_once=False):
        due = date if at_once or DUE[kind] == 0 else date + datetime.timedelta(30) if DUE[kind] is None else \
            self.calendar.after(date, DUE[kind])
        case = {"number": len(self.cases) + 1, "kind": kind, "opened": date, "due": due, "closed": None, "outcome": None, "version": version,
                "app": app or (version.app if version else None), "sample": sample, "developer": developer, "findings": []}
        self.cases.append(case)
        if kind == "authority-report" and version:
            version.app.reports.append(case)
        return case

    def open_case(self, kind, date, by, *more, version=None, app=None, developer=None, at_once=False):
        about = (version.label(),) if version else (app.id,) if app else ()
        about += ("--developer", developer.id) if developer else ()
        told = self.prelist.run("case", "open", kind, *about, "--by", by, "--reason", f"about it, call 1392{len(self.cases):04}355", *more,
                                today=date)
        case = self.new_case(kind, date, version, app, developer=developer, at_once=at_once)
        assert told.startswith(f"Opened: case #{case['number']}, {kind}, due {case['due']} "), (told, case)
        return case

    def note(self, case, date, by, *step):
        self.prelist.run("case", "note", case["number"], f"called 1392{case['number']:04}355", "--by", by, "--quiet", *step, today=date)

    def close(self, case, outcome, date, by, code=0):
        self.prelist.run("case", "close", case["number"], outcome, "--reason", "done", "--by", by, "--quiet", code=code, today=date)
        if code == 0:
            case.update(closed=date, outcome=outcome)

    # Patrols

    def patrol(self, date, again=False):
        listed = [version for version in self.versions if version.state == "listed"]
        planned, changed = 0 if again else len(listed), 0
        for version in [] if again else listed:
            found = version.found(date, self.rulebook, False)
            after = gravest(found)
            if version.before is None:
                changed += GRADES.index(after) > GRADES.index(version.verdict)
            else:
                changed += after != version.before
            version.before, version.against = after, found
        record = self.prelist.json("patrol", "--record", "--exit-zero", today=date)["record"]
        mine = {"listed": len(listed), "planned": planned, "done": planned, "missed": 0, "changed": changed, "damaged": 0}
        told = {name: record[name] for name in mine}
        assert told == mine, (date, told, mine)
        self.patrols.append({"patrol": len(self.patrols) + 1, "date": date, **mine})

    def blacklist(self, kind, value, verdict, date, by, *more, until=None):
        told = self.prelist.run("blacklist", "add", kind, value, "--verdict", verdict, "--reason", "warned of, tel 13920000355", "--by", by,
                                *(("--until", until) if until else ()), *more, today=date)
        hit = [version for version in self.versions if value in (version.app.id, version.key.sha256)]
        listed = sum(version.state == "listed" for version in hit)
        assert f"listed versions that it hits: {listed}, kept ones in all: {len(hit)}" in told, (told, listed, len(hit))
        self.rulebook.add(kind, value, verdict, date, until)

    def unlist(self, entry, by):
        self.prelist.run("blacklist", "remove", entry["kind"], entry["value"], "--reason", "appeal granted", "--by", by, "--source", "authority")
        entry["removed"] = True
        self.rulebook.changes += 1

    def waive(self, rule, app, date, until, by):
        self.prelist.run("blacklist", "waive", rule, "--app", app.id, "--until", until, "--reason", "comes with the next version", "--by", by,
                         today=date)
        self.rulebook.waivers.append({"rule": rule, "app": app, "since": date, "until": until})
        self.rulebook.changes += 1
