#!/usr/bin/python3
"""Writes each form of a folder of fixtures anew, with other words wherever a developer chooses them, and prints each finding whose rule
finds something as before while its key is gone; in the end how many rules were compared."""
import glob
import json
import os
import subprocess
import sys

KINDS = ("document_kinds", "licence_kinds")


def words_of(rules, catalogue):
    with open(f"{rules}/catalogue/{catalogue}.tsv", encoding="utf-8") as file:
        return {line.split("\t")[0] for line in file if not line.startswith("#")}


def other(key, value, known):
    """The same as somebody else would write it."""
    if key in ("certificate_md5", "public_key", "uscc"):
        return value[:-1] + ("1" if value[-1] != "1" else "2")
    if key in ("valid_from", "valid_until"):
        return value[:4] + "-02-03" if value[:4].isdigit() else value
    if key == "kind" and value.lower() not in known:
        return value + "x"
    if key in ("purpose", "text"):
        return value + "。"
    if key == "app_id":
        return value + ".other"
    if key in ("id", "url", "number"):
        return value + "2"
    return value + "二" if key in ("name", "holder", "scope", "category", "description", "labelling") else value


def rewritten(form, known, keys, key=None, above=None):
    if isinstance(form, dict):
        return {name: rewritten(value, known, keys, name, key) for name, value in form.items()}
    if isinstance(form, list):
        return [rewritten(value, known, keys, key, above) for value in form]
    is_chosen = key in keys and above != "price" and (above, key) != ("permissions", "name")
    return other(key, form, known) if isinstance(form, str) and form and is_chosen else form


def findings(form, packages):
    with open("form.json", "w", encoding="utf-8") as file:
        json.dump(form, file)
    run = subprocess.run(["prelist", "scan", "--exit-zero", "--format", "json", "--submission", "form.json", *packages],
                         stdout=subprocess.PIPE, check=True, text=True)
    report = json.loads(run.stdout)
    found = {}
    for finding in (report[0] if isinstance(report, list) else report)["findings"]:
        found.setdefault(finding["rule"], {})[finding["key"]] = finding["subject"]
    return found


def main():
    fixtures, rules = sys.argv[1:]
    known = set().union(*(words_of(rules, name) for name in KINDS))
    every = {"certificate_md5", "public_key", "uscc", "valid_from", "valid_until", "kind", "purpose", "text", "app_id", "id", "url", "number",
             "name", "holder", "scope", "description", "labelling"}
    compared = set()
    for path in sorted(glob.glob(fixtures + "/*.submission.json")):
        with open(path, encoding="utf-8") as file:
            form = json.load(file)
        packages = [os.path.join(fixtures, package["file"]) for package in form["packages"]]
        before = findings(form, packages)
        for keys in (every, {"category"}):
            after = findings(rewritten(form, known, keys), packages)
            for rule in sorted(set(before) & set(after)):
                compared.add(rule)
                for key in set(before[rule]) - set(after[rule]):
                    print(os.path.basename(path), rule, before[rule][key], "is not", *after[rule].values())
    print(len(compared), "rules")


if __name__ == "__main__":
    main()
