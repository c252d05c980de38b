"""Which anomalies of anomaly.def no test expects: neither a hostile package, a golden report, a case of tests/cli nor a unit test."""
import glob
import json
import os
import re

import case

DEFINED = re.compile(r'^ANOMALY\((\w+), "([^"]+)"', re.M)
EXPECTED = re.compile(r"\b(?:expect\w*|has_anomaly)\([^;]*;")  # how a unit test says what a reader is to report
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
NAME = re.compile(r"[a-z0-9]+\.[a-z0-9-]+")


def texts(pattern):
    for path in glob.glob(os.path.join(case.ROOT, pattern)):
        with open(path, encoding="utf-8") as file:
            yield file.read()


def in_hostile():
    return {said.split(":")[0] for one in case.CASES + case.TOGETHER for said in one["says"]}


def in_golden():
    reports = [json.loads(text) for text in texts("fixtures/*.json")]
    return {row["id"] for report in reports for row in report.get("facts", {}).get("anomaly", [])}


def in_cli():
    """What a line of output names; what the commands and sentences name is not wanted of the program."""
    return {name for text in texts("tests/cli/*.test") for line in text.splitlines() if not line.startswith(("$ ", "== ", "# "))
            for name in NAME.findall(line)}


def in_units():
    return {name for text in texts("tests/unit/*.c") for call in EXPECTED.findall(text) for name in STRING.findall(call)}


def untested():
    """The names that some code reports and no test expects, and those that no code reports: of formats that are not read yet."""
    with open(os.path.join(case.ROOT, "scanner/container/anomaly.def"), encoding="utf-8") as file:
        names = dict(DEFINED.findall(file.read()))
    unreported = set(names) - {symbol for text in texts("scanner/*/*.[ch]") for symbol in re.findall(r"\bANOMALY_(\w+)", text)}
    expected = in_hostile() | in_golden() | in_cli() | in_units()
    return ([name for symbol, name in names.items() if symbol not in unreported and name not in expected],
            [name for symbol, name in names.items() if symbol in unreported])
