#!/usr/bin/python3
"""Hands each fixture in beside another build of the app, and says which finding does not say, or says wrongly, that it is in that file:
named.py FIXTURE...
"""
import json
import os
import subprocess
import sys

FIXTURES = os.path.join(os.environ["ROOT"], "fixtures")
num = 0


def found(*args):
    done = subprocess.run(["prelist", "scan", "--exit-zero", "--format", "json", *args], capture_output=True, check=True)
    return json.loads(done.stdout)["findings"]


def places(finding, name):
    return name in finding.get("path", "").split("!")[0].split(", ")


for fixture in sys.argv[1:]:
    name = f"{fixture}.apk"
    with open("beside.json", "w", encoding="utf-8") as form:
        json.dump({"packages": [{"file": "clean.apk", "role": "main"}, {"file": name, "role": "channel"}]}, form)
    alone = {finding["key"] for finding in found(os.path.join(FIXTURES, name))}
    for finding in found("--submission", "beside.json", os.path.join(FIXTURES, "clean.apk"), os.path.join(FIXTURES, name)):
        num += finding["key"] in alone
        if places(finding, name) != (finding["key"] in alone) or places(finding, "clean.apk"):
            print(fixture, finding["rule"], finding.get("path"))
print(num)
