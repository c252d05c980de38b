"""Compares every report of prelist with the account of the year, and prints figures."""
import collections
import csv
import datetime
import decimal
import json
import os
import re
import statistics

from desk import PROOF
from store import HANDED_IN, SOON_DAYS

SOON = 5  # working days in which a case stands on the desk

# Telephone numbers, addresses and names that were planted in forms and cases.
PLANTED = re.compile(rb"1381\d{3}7766|1392\d{4}355|planted\.\d+@example|Planted Person")


def equal(what, told, mine):
    if told != mine and isinstance(told, dict) and isinstance(mine, dict):
        differs = [key for key in {**told, **mine} if told.get(key) != mine.get(key)]
        told, mine = ({key: side.get(key) for key in differs} for side in (told, mine))
    if told != mine:
        raise AssertionError(f"{what}: prelist says {str(told)[:1500]}, the account {str(mine)[:1500]}")
    Comparison.compared += 1


def counted(rows, key, number):
    return {row[key]: row[number] for row in rows}


def mean(days):
    """To one decimal, halves away from zero."""
    return float((decimal.Decimal(sum(days)) / len(days)).quantize(decimal.Decimal("0.1"), decimal.ROUND_HALF_UP)) if days else None


class Comparison:
    compared = 0

    def __init__(self, year, first, last, today):
        self.year, self.desk, self.first, self.last, self.today = year, year.desk, first, last, today
        self.run, self.json = year.desk.prelist.run, year.desk.prelist.json
        self.in_year = lambda date: date is not None and first <= date <= last
        self.versions = self.desk.versions
        self.sizes = {version.sha256: version.size for version in self.versions}  # the same bytes twice are one package
        self.period = [version for version in self.versions if self.in_year(version.came)]
        self.decisions = [decision for decision in self.desk.decisions if self.in_year(decision["date"])]
        # Instants are those of the clock, not of the script.
        now = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8)))
        self.clock_in_year = now.year == first.year

    def all(self):
        self.statistics()
        self.todo()
        self.cases()
        self.patrols()
        self.rules()
        self.register()
        self.pages()
        self.queries()
        self.export()
        self.log()
        self.copies()
        self.secrets()
        self.schemas()

    def findings(self, verdict=None, versions=None):
        return [finding for version in versions or self.period for finding in version.findings if verdict in (None, finding[1])]

    def imports(self):
        """A year before there was the archive."""
        told = self.json("archive", "statistics", "--year", self.first.year, today=self.today)
        self.counts(told)
        self.times(told)
        tables = self.exported(f"record-{self.first.year}")
        self.of_submissions(tables)
        equal("developers.csv", len({row["developer"] for row in tables["developers"]}),
              len({version.app.developer for version in self.versions if version.came <= self.last}))

    def statistics(self):
        told = self.json("archive", "statistics", "--year", self.first.year, today=self.today)
        self.counts(told)
        self.statistics_of_cases(told)
        self.times(told)
        listed = sum(version.state == "listed" for version in self.versions)
        equal("coverage", {name: told["coverage"][name] for name in ("listed", "by_todays_rules", "covered", "gaps")},
              {"listed": listed, "by_todays_rules": listed, "covered": listed, "gaps": []})

    def counts(self, told):
        cases, kinds = self.desk.cases, collections.Counter(decision["kind"] for decision in self.decisions)
        imported = [decision for decision in self.decisions if decision["what"] == "import"]
        patrols = [patrol for patrol in self.desk.patrols if self.in_year(patrol["date"])]
        opened = collections.Counter(case["kind"] for case in cases if self.in_year(case["opened"]))
        equal("totals", told["totals"], {
            "submissions": len(self.period), "imported": sum(version.imported for version in self.period), "updates": sum(version.previous is not None for version in self.period),
            "apps": len({version.app.id for version in self.period}), "packages": len(self.period), "findings": len(self.findings()),
            "rejects": sum(version.verdict == "reject" for version in self.period), "decisions": len(self.decisions),
            "imported_decisions": len(imported), "overrides": sum(decision["override"] for decision in self.decisions), "disposals": kinds["delist"],
            "reports": opened["authority-report"], "complaints": opened["complaint"], "incidents": opened["incident"],
            "blacklist_changes": self.desk.rulebook.changes if self.clock_in_year else 0, "patrols": len(patrols),
            "patrol_judgements": sum(patrol["done"] for patrol in patrols)})
        count = lambda of: dict(collections.Counter(of))
        equal("verdicts", counted(told["verdicts"], "verdict", "submissions"), count(version.verdict for version in self.period))
        equal("states", counted(told["states"], "state", "submissions"), count(version.state for version in self.period))
        equal("platforms", counted(told["platforms"], "platform", "submissions"), {"android": len(self.period)})
        equal("months", counted(told["months"], "month", "submissions"), count(str(version.came)[:7] for version in self.period))
        equal("rejects by month", {row["month"]: row["rejects"] for row in told["months"] if row["rejects"]},
              count(str(version.came)[:7] for version in self.period if version.verdict == "reject"))
        for table, verdict in (("rejects_by_rule", "reject"), ("reviews_by_rule", "review")):
            equal(table, counted(told[table], "rule", "findings"), count(rule for rule, _ in self.findings(verdict)))
        equal("outcomes", counted(told["outcomes"], "outcome", "findings"),
              count(outcome for version in self.versions for outcome, date in version.outcomes.values() if self.in_year(date)))
        equal("decisions", counted(told["decisions_by_kind"], "what", "decisions"), dict(kinds))
        equal("imported decisions", {row["what"]: row["imported"] for row in told["decisions_by_kind"] if row["imported"]},
              count(decision["kind"] for decision in imported))
        equal("disposals", counted(told["disposals_by_basis"], "basis", "disposals"),
              count(decision["basis"] for decision in self.decisions if decision["kind"] == "delist"))
        months = collections.defaultdict(lambda: [0, 0, 0])
        for patrol in patrols:
            for at, number in enumerate((1, patrol["planned"], patrol["changed"])):
                months[str(patrol["date"])[:7]][at] += number
        equal("patrols by month", {row["month"]: [row["patrols"], row["done"], row["changed"]] for row in told["patrols_by_month"]},
              dict(months))

    def statistics_of_cases(self, told):
        mine, between = {}, self.desk.calendar.between
        for kind in {case["kind"] for case in self.desk.cases}:
            of_kind = [case for case in self.desk.cases if case["kind"] == kind]
            closed = [case for case in of_kind if case["closed"]]
            mine[kind] = (len(of_kind), len(closed), len(of_kind) - len(closed),
                          sum(case["due"] < (case["closed"] or self.last) for case in of_kind),
                          mean([between(case["opened"], case["closed"]) for case in closed]))
        equal("cases", {row["kind"]: (row["opened"], row["closed"], row["open"], row["late"], row["mean_working_days"])
                        for row in told["cases"]}, mine)
        equal("outcomes of cases", {(row["kind"], row["outcome"]): row["cases"] for row in told["case_outcomes"]},
              dict(collections.Counter((case["kind"], case["outcome"]) for case in self.desk.cases if case["closed"])))

    def times(self, told):
        """Of a version that had been delisted before it was imported nobody knows when it was listed."""
        first, days = {}, collections.defaultdict(list)
        for decision in self.desk.decisions:
            first.setdefault(decision["version"], decision)
        for version, decision in first.items():
            if self.in_year(decision["date"]) and (decision["what"], decision["kind"]) != ("import", "delist"):
                days[decision["what"]].append(self.desk.calendar.between(version.came, decision["date"]))
        equal("times", {row["what"]: (row["submissions"], row["mean_working_days"], row["most_working_days"]) for row in told["times"]},
              {what: (len(numbers), mean(numbers), max(numbers)) for what, numbers in days.items()})

    def newly_against(self, version):
        """Does the last patrol say something of it that nobody has dealt with?"""
        kept = collections.Counter(version.findings)
        for rule, verdict in set(version.against or ()):
            number = version.against.count((rule, verdict))
            settled = sum(outcome != "confirmed" for key, (outcome, _) in version.outcomes.items() if key[0] == rule)
            if verdict != "notice" and number > max(kept[rule, verdict] + kept[rule, "reject"], settled):
                return True
        return False

    def waits(self, version):
        """Nobody decided about it, and none that came later and is no older was listed."""
        return version.state == "received" and not any(
            other.app is version.app and other.code >= version.code and other.state in ("listed", "delisted") and
            (other.came, other.number) > (version.came, version.number) for other in self.versions)

    def todo(self):
        told = collections.Counter(item["duty"] for item in self.json("todo", today=self.last)["items"])
        waiting = [version for version in self.versions if self.waits(version)]
        of_samples = {case["number"] for case in self.desk.cases
                      if case["sample"] and not case["closed"] and self.waits(case["version"])}
        soon = [case["kind"] == "authority-report" for case in self.desk.cases
                if not case["closed"] and case["number"] not in of_samples and self.desk.calendar.between(self.last, case["due"]) <= SOON]
        mine = {"case": soon.count(False), "report": soon.count(True), "sample": len(of_samples),
                "review": sum(version.verdict == "review" for version in waiting),
                "newly-against": sum(version.state == "listed" and self.newly_against(version) for version in self.versions),
                "licence": sum((self.shown(developer) - self.last).days <= SOON_DAYS for developer in self.year.developers)}
        equal("todo", {duty: told[duty] for duty in mine}, mine)
        equal("duties that nothing is due of", told.keys() & {"second-opinion", "operator-licence", "document", "patrol", "role"}, set())

    def shown(self, developer):
        """The last day of the licence that his newest form showed."""
        return [version for version in self.versions if version.app.developer is developer][-1].valid_until

    def cases(self):
        told = self.json("case", "list", "--state", "all", today=self.last)["cases"]
        line = lambda case: (case["kind"], str(case["opened"]), str(case["due"]), case.get("outcome"))
        equal("case list", {case["case"]: line(case) for case in told}, {case["number"]: line(case) for case in self.desk.cases})
        overdue = self.json("case", "overdue", code=3 if any(not c["closed"] and c["due"] < self.last for c in self.desk.cases) else 0,
                            today=self.last)["cases"]
        equal("case overdue", {case["case"] for case in overdue},
              {case["number"] for case in self.desk.cases if not case["closed"] and case["due"] < self.last})

    def patrols(self):
        told = self.json("patrol", "list")["patrols"]
        columns = ("date", "listed", "planned", "done", "missed", "changed")
        equal("patrol list", [[row[name] for name in columns] for row in reversed(told)],
              [[str(row["date"])] + [row[name] for name in columns[1:]] for row in self.desk.patrols])

    def rules(self):
        hits, ends = collections.Counter(rule for rule, _ in self.findings(versions=self.versions)), collections.Counter()
        for version in self.versions:
            ends.update((rule, outcome) for (rule, _), (outcome, _) in version.outcomes.items())
        told = {row["rule"]: row for row in self.json("rules", "list")["rules"]}
        for rule in [rule for rule in hits if not rule.startswith("blacklist.")] + ["permission.copied-purpose"]:
            equal(rule, [told[rule][name] for name in ("hits", "confirmed", "false_positive", "accepted")],
                  [hits[rule]] + [ends[rule, outcome] for outcome in ("confirmed", "false-positive", "accepted")])
        equal("rules without hits", {rule for rule in told if told[rule]["hits"]}, {rule for rule in hits if rule in told})

    def register(self):
        told = self.json("developer", "list", today=self.last)["developers"]
        equal("developer list", {row["id"]: [row[name] for name in ("uscc", "apps", "listed_apps", "licence_until", "blacklisted")]
                                 for row in told}, {
            developer.id: [developer.uscc, len(developer.apps), sum(app.listed() is not None for app in developer.apps),
                           str(self.shown(developer)), any(entry["value"] == developer.id for entry in self.desk.rulebook.standing())]
            for developer in self.year.developers})
        told = self.json("developer", "record", today=self.last)["developers"]
        equal("developer record", {row["developer"]: row["counts"] | {"score": row["score"]} for row in told},
              {developer.id: self.record(developer, told[0]["since"]) for developer in self.year.developers})

    def record(self, developer, since):
        since = datetime.date.fromisoformat(since)
        inside = lambda date: date is not None and since <= date <= self.last
        versions = [version for version in self.versions if version.app.developer is developer]
        what = collections.Counter(d["what"] for d in self.desk.decisions if d["version"].app.developer is developer and inside(d["date"]))
        delisted = {(d["version"].app.id, d["date"]) for d in self.desk.decisions
                    if d["what"] == "delist" and d["version"].app.developer is developer and inside(d["date"])}  # be it one version or all
        cases = [case for case in self.desk.cases if developer in (case["developer"], case["app"] and case["app"].developer)]
        corrections = [case for case in cases if case["kind"] in ("correction", "rectification") and inside(case["opened"])]
        counts = {
            "submissions": sum(inside(version.came) for version in versions),
            "passed": sum(inside(version.came) and version.verdict == "pass" for version in versions),
            "confirmed": sum(outcome == "confirmed" and inside(date) for version in versions for outcome, date in version.outcomes.values()),
            "rejected": what["reject"], "delisted": len(delisted),
            "complaints_upheld": sum(case["kind"] == "complaint" and case["outcome"] == "upheld" for case in cases),
            "corrections": len(corrections), "corrections_late": sum((case["closed"] or self.last) > case["due"] for case in corrections),
            "incidents": 0, "appeals_granted": sum(case["kind"] == "appeal" and case["outcome"] == "granted" for case in cases)}
        points = {"confirmed": 1, "rejected": 3, "delisted": 10, "complaints_upheld": 5, "corrections_late": 5}
        return counts | {"score": max(0, 100 - sum(counts[name] * points[name] for name in points))}

    def pages(self):
        for app in self.year.apps:
            version = app.listed()
            if version is None:
                self.run("disclose", app.id, "--quiet", code=2)
                continue
            page = self.json("disclose", app.id, today=self.last)
            equal("disclose " + app.id, [page["submission"], page["count"]["permissions"], page["developer"]["uscc"],
                                         sorted(permission["name"].split(".")[-1] for permission in page["permissions"])],
                  [version.number, len(version.had()), app.developer.uscc, version.had()])

    def queries(self):
        for column in ("state", "verdict"):
            rows = self.run("archive", "query", f"SELECT {column}, count(*) FROM submission GROUP BY 1").split("\n")[1:-1]
            equal("query by " + column, {row.split("\t")[0]: int(row.split("\t")[1]) for row in rows},
                  dict(collections.Counter(getattr(version, column) for version in self.versions)))
        equal("roles", len(self.json("role", "list", today=self.last)["roles"]), self.desk.roles)
        equal("blacklist", len(self.json("blacklist", "list")["entries"]),
              len(self.desk.rulebook.standing()) + len(self.desk.rulebook.waivers))

    def exported(self, folder):
        self.run("archive", "export", "--year", self.first.year, "--by", "wang", "-o", folder, "--quiet")
        self.run("bundle", folder, "--key", "log.pub", program=PROOF)
        tables = {}
        for name in sorted(os.listdir(os.path.join(self.year.folder, folder))):
            if name.endswith(".csv"):
                with open(os.path.join(self.year.folder, folder, name), encoding="utf-8", newline="") as file:
                    tables[name[:-4]] = list(csv.DictReader(file, strict=True))
        return tables

    def of_submissions(self, tables):
        rows = lambda table, *columns: [tuple(row[column] for column in columns) for row in tables[table]]
        text = lambda *values: tuple("" if value is None else str(value) for value in values)
        equal("submissions.csv", rows("submissions", "number", "date", "app_id", "version_code", "label", "verdict", "state", "previous",
                                      "imported"),
              [text(v.number, v.date, v.app.id, v.code, v.app.name, v.verdict, v.state, v.previous and v.previous.number, int(v.imported))
               for v in self.period])
        equal("packages.csv", rows("packages", "number", "sha256", "size"), [text(v.number, v.sha256, v.size) for v in self.period])
        equal("findings.csv", sorted(rows("findings", "number", "rule", "verdict")),
              sorted(text(version.number, *finding) for version in self.period for finding in version.findings))
        equal("finding_outcomes.csv", sorted(rows("finding_outcomes", "number", "rule", "outcome", "date")),
              sorted(text(version.number, rule, outcome, date) for version in self.versions
                     for (rule, _), (outcome, date) in version.outcomes.items() if self.in_year(date)))
        equal("decisions.csv", sorted(rows("decisions", "number", "date", "what")),
              sorted(text(decision["version"].number, decision["date"], decision["what"]) for decision in self.decisions))

    def export(self):
        tables = self.exported("record")
        self.of_submissions(tables)
        rows = lambda table, *columns: [tuple(row[column] for column in columns) for row in tables[table]]
        text = lambda *values: tuple("" if value is None else str(value) for value in values)
        equal("cases.csv", rows("cases", "number", "kind", "opened", "due", "closed", "outcome"),
              [text(*(case[name] for name in ("number", "kind", "opened", "due", "closed", "outcome"))) for case in self.desk.cases])
        equal("patrols.csv", rows("patrols", "date", "listed", "done", "changed"),
              [text(*(patrol[name] for name in ("date", "listed", "done", "changed"))) for patrol in self.desk.patrols])
        equal("certificates.csv", set(rows("certificates", "app_id", "sha256")), {(v.app.id, v.key.sha256) for v in self.versions})
        equal("licences.csv", set(rows("licences", "number", "valid_until")),
              {(f"苏B2-2020{v.app.developer.number:04}", str(v.valid_until)) for v in self.versions})
        equal("rows of other tables", {name: len(tables[name]) for name in ("developers", "lab_findings", "roles", "blacklist_changes")},
              {"developers": len(self.year.developers), "lab_findings": sum(version.lab is not None for version in self.versions),
               "roles": self.desk.roles, "blacklist_changes": self.desk.rulebook.changes if self.clock_in_year else 0})

    def log(self):
        events = collections.Counter(event["kind"] for event in self.json("archive", "log")["events"]
                                     if event["kind"] != "patrol" or event["detail"].startswith("ended"))
        equal("the log", {kind: events[kind] for kind in ("submit", "patrol", "decide")}, {
            "submit": len(self.versions), "patrol": len(self.desk.patrols), "decide": sum(d["what"] != "import" for d in self.desk.decisions)})
        told = self.json("archive", "verify", "--head", self.year.heads[0])
        equal("verify", [told["sound"], told["problems"], told["packages"]], [True, [], len(self.sizes)])

    def copies(self):
        """A copy is as good as the archive; when three years are over what is not in use goes from it."""
        restored = os.path.join(self.year.folder, "restored")
        self.run("archive", "backup", "backup", "--quiet")
        self.run("archive", "restore", "backup", "--verify", "--quiet", archive=restored)
        here = self.json("archive", "statistics", "--year", self.first.year, today=self.last)
        equal("statistics of a restored archive", self.json("archive", "statistics", "--year", self.first.year, today=self.last, archive=restored),
              here)
        later = datetime.date(self.last.year + 4, 1, 1)
        busy = {case["app"].developer for case in self.desk.cases if case["app"] and not case["closed"]}  # a case is about its developer, too
        used = {v.sha256 for v in self.versions if v.state == "listed" or self.waits(v) or v.app.developer in busy}
        due = self.sizes.keys() - used
        told = self.json("archive", "prune", today=later, archive=restored)
        equal("prune", [told["num_packages"], told["bytes"]], [len(due), sum(self.sizes[sha256] for sha256 in due)])
        equal("what stays", told["kept"]["listed"] + told["kept"]["waiting"] + told["kept"]["in_open_cases"], len(used))

    def secrets(self):
        """No file that was kept, exported, sent or printed shows what was planted."""
        shown = {True: [], False: []}
        for folder, _, names in os.walk(self.year.folder):
            for path in [os.path.join(folder, name) for name in names]:
                with open(path, "rb") as file:
                    found = PLANTED.search(file.read())
                if found:
                    shown[os.path.basename(folder) == HANDED_IN].append((path, found.group()))
        equal("planted numbers in clear", shown[False], [])
        assert len(shown[True]) >= len(self.period), "nothing was planted"

    def schemas(self):
        reports = self.desk.prelist.reports
        equal("reports and pages that do not follow their schema", reports.faults, [])
        equal("reports and pages that were validated", reports.count,
              sum(not version.imported for version in self.versions) + sum(app.listed() is not None for app in self.year.apps))


def figures(year, seconds):
    archive, versions = os.path.join(year.folder, "archive"), year.desk.versions
    total = sum(os.path.getsize(os.path.join(folder, name)) for folder, _, names in os.walk(archive) for name in names)
    packages = sum({version.sha256: version.size for version in versions}.values())
    submits = [number * 1000 for number in year.desk.prelist.times["submit"][2:]]
    print(f"{len(versions)} versions of {len(year.apps)} apps and {len(year.developers)} developers, {len(year.desk.decisions)} decisions, "
          f"{len(year.desk.cases)} cases, {len(year.desk.patrols)} patrols of {sum(p['done'] for p in year.desk.patrols)} versions")
    print(f"{Comparison.compared} comparisons of reports with the account, all equal; {year.desk.prelist.reports.count} validated; {seconds:.0f} s, "
          f"{sum(map(len, year.desk.prelist.times.values()))} commands")
    print(f"submit: median {statistics.median(submits):.0f} ms; archive: {total / len(versions):.0f} bytes a version, "
          f"{(total - packages) / len(versions):.0f} besides the package itself")
    for command, times in sorted(year.desk.prelist.times.items(), key=lambda item: -sum(item[1]))[:8]:
        print(f"  {sum(times):7.1f} s  {len(times):5} × {command}")
