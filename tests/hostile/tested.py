"""Which anomalies of anomaly.def no test shows, with the effect that stands there: neither a hostile package, a golden report, the sandbox's
readers that misbehave nor a verdict that a case of tests/cli wants."""
import glob
import json
import os
import re

import case

DEFINED = re.compile(r'^ANOMALY\((\w+), "([^"]+)", (\w+)', re.M)
SAID = re.compile(r'"([a-z0-9]+\.[a-z0-9-]+:[a-z]+)"')  # how a unit test says what a reader is to report
VERDICT = re.compile(r"^ *(?:reject|review|notice) +([a-z0-9]+\.[a-z0-9-]+) ", re.M)


def texts(pattern):
    for path in glob.glob(os.path.join(case.ROOT, pattern)):
        with open(path, encoding="utf-8") as file:
            yield file.read()


def in_hostile():
    return {said for one in case.CASES + case.TOGETHER for said in one["says"]}


def in_golden():
    reports = [json.loads(text) for text in texts("fixtures/*.json")]
    return {f"{row['id']}:{row['effect']}" for report in reports for row in report.get("facts", {}).get("anomaly", [])}


def in_units():
    return {said for text in texts("tests/unit/*.c") for said in SAID.findall(text)}


def in_cli():
    return {name for text in texts("tests/cli/*.test") for name in VERDICT.findall(text)}


def untested():
    """What some code reports and no test shows, as "name:effect", and the names that no code reports: of formats that are not read yet."""
    with open(os.path.join(case.ROOT, "scanner/container/anomaly.def"), encoding="utf-8") as file:
        defined = DEFINED.findall(file.read())
    reported = {symbol for text in texts("scanner/*/*.[ch]") for symbol in re.findall(r"\bANOMALY_(\w+)", text)}
    shown, judged = in_hostile() | in_golden() | in_units(), in_cli()
    return ([f"{name}:{effect.lower()}" for symbol, name, effect in defined
             if symbol in reported and f"{name}:{effect.lower()}" not in shown and name not in judged],
            [name for symbol, name, _ in defined if symbol not in reported])
