#!/usr/bin/python3
"""Counts a period in an archive's database by means of its own: statistics.py ARCHIVE CALENDAR <statistics.json

Totals are counted row by row, sums of tables are compared with them, working days are counted day by day.
"""
import collections
import datetime
import json
import os
import sqlite3
import sys


def rows(database, table):
    return [dict(row) for row in database.execute(f"SELECT * FROM {table}")]


class Calendar:
    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            lines = [line.split("\t") for line in file.read().split("\n") if line and not line.startswith("#")]
        kind = lines[0].index("kind")
        self.days = {line[0]: line[kind] for line in lines[1:]}

    def working_days(self, first, last):
        day, count = datetime.date.fromisoformat(first), 0
        while day < datetime.date.fromisoformat(last):
            day += datetime.timedelta(1)
            count += self.days.get(day.isoformat(), "off" if day.weekday() >= 5 else "work") == "work"
        return count


def mean(numbers):
    return float(f"{sum(numbers) / len(numbers):.1f}") if numbers else None


def main(archive, calendar):
    found = json.load(sys.stdin)
    database = sqlite3.connect(os.path.join(archive, "prelist.db"))
    database.row_factory = sqlite3.Row
    calendar = Calendar(calendar)
    inside = lambda date: date is not None and found["since"] <= date <= found["until"]
    submissions = {row["number"]: row for row in rows(database, "submission")}
    decided = collections.defaultdict(list)
    for row in rows(database, "decision"):
        decided[row["number"]].append(row)
    for number, row in submissions.items():
        imports = [decision for decision in decided[number] if decision["what"] == "import"]
        row["imported"], row["came"] = bool(imports), row["date"]
        if imports:  # a day in China; the last line of it says what became of it
            instant = datetime.datetime.fromisoformat(row["time"].replace("Z", "+00:00"))
            row["came"] = str(instant.astimezone(datetime.timezone(datetime.timedelta(hours=8))).date())
            decided[number] = [decision for decision in decided[number] if decision not in imports[:-1] and
                               (decision["what"], decision["state"]) != ("import", "received")]
            row["was_delisted"] = imports[-1]["state"] == "delisted"
    kinds = {"listed": "list", "rejected": "reject", "delisted": "delist"}
    period = [row for row in submissions.values() if inside(row["came"])]
    numbers = {row["number"] for row in period}
    findings = [row for row in rows(database, "finding") if row["number"] in numbers]
    decisions = [row for of_one in decided.values() for row in of_one if inside(row["date"])]
    cases = rows(database, "case_file")
    totals = found["totals"]
    assert totals["submissions"] == len(period)
    assert totals["imported"] == sum(row["imported"] for row in period)
    assert totals["imported_decisions"] == sum(row["what"] == "import" for row in decisions) == \
        sum(row["imported"] for row in found["decisions_by_kind"])
    assert totals["updates"] == sum(row["previous"] is not None for row in period)
    assert totals["packages"] == sum(row["number"] in numbers for row in rows(database, "submission_package"))
    assert totals["findings"] == len(findings)
    assert totals["rejects"] == sum(row["verdict"] == "reject" for row in period)
    assert totals["decisions"] == len(decisions)
    assert totals["disposals"] == sum(row["state"] == "delisted" for row in decisions) == \
        sum(row["disposals"] for row in found["disposals_by_basis"])
    assert totals["patrols"] == sum(inside(row["date"]) for row in rows(database, "patrol")) == \
        sum(row["patrols"] for row in found["patrols_by_month"])
    assert totals["patrol_judgements"] == sum(row["done"] for row in rows(database, "patrol") if inside(row["date"]))
    for kind, name in (("complaint", "complaints"), ("incident", "incidents"), ("authority-report", "reports")):
        assert totals[name] == sum(row["kind"] == kind and inside(row["opened"]) for row in cases), name
    for table, total in (("verdicts", "submissions"), ("states", "submissions"), ("platforms", "submissions"),
                         ("months", "submissions")):
        assert sum(row["submissions"] for row in found[table]) == totals[total], table
        column = {"verdicts": "verdict", "states": "state", "platforms": "platform"}.get(table)
        if column:
            assert {row[column]: row["submissions"] for row in found[table]} == \
                collections.Counter(row[column] for row in period)
    for table, verdict in (("rejects_by_rule", "reject"), ("reviews_by_rule", "review")):
        wanted = collections.Counter(row["rule"] for row in findings if row["verdict"] == verdict)
        assert {row["rule"]: row["findings"] for row in found[table]} == wanted, table
    assert sum(row["rejects"] for row in found["months"]) == totals["rejects"]
    assert {row["what"]: row["decisions"] for row in found["decisions_by_kind"]} == \
        collections.Counter(kinds[row["state"]] for row in decisions)
    for row in found["cases"]:
        of_kind = [case for case in cases if case["kind"] == row["kind"]]
        closed = [case for case in of_kind if inside(case["closed"])]
        assert (row["opened"], row["closed"]) == (sum(inside(case["opened"]) for case in of_kind), len(closed)), row
        assert row["mean_working_days"] == mean([calendar.working_days(case["opened"], case["closed"]) for case in closed]), row
    assert sum(row["opened"] for row in found["cases"]) == sum(inside(case["opened"]) for case in cases)
    first = {number: of_one[0] for number, of_one in decided.items()
             if of_one and not (of_one[0]["what"] == "import" and submissions[number]["was_delisted"])}
    assert sum(row["submissions"] for row in found["times"]) == sum(inside(decision["date"]) for decision in first.values())
    for row in found["times"]:
        days = [calendar.working_days(submissions[number]["came"], decision["date"]) for number, decision in first.items()
                if inside(decision["date"]) and decision["what"] == row["what"]]
        assert (row["submissions"], row["mean_working_days"], row["most_working_days"]) == (len(days), mean(days), max(days)), row
    assert found["coverage"]["listed"] == sum(row["state"] == "listed" for row in submissions.values())
    assert found["coverage"]["covered"] + len(found["coverage"]["gaps"]) == found["coverage"]["listed"]
    print(found["schema"], len(period), "submissions", len(decisions), "decisions", len(found["cases"]), "kinds of cases agree")


main(sys.argv[1], sys.argv[2])
