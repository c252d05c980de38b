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


for fixture in sys.argv[1:]:
    name = f"{fixture}.apk"
    with open("beside.json", "w", encoding="utf-8") as form:
        json.dump({"packages": [{"file": "clean.apk", "role": "main"}, {"file": name, "role": "channel"}]}, form)
    alone = {finding["key"] for finding in found(os.path.join(FIXTURES, name))}
    for finding in found("--submission", "beside.json", os.path.join(FIXTURES, "clean.apk"), os.path.join(FIXTURES, name)):
        num += finding["key"] in alone
        if finding.get("packages") != ([1] if finding["key"] in alone else None):
            print(fixture, finding["rule"], finding.get("packages"))
print(num)
