#!/usr/bin/python3
"""Opens an export with nothing but Python's own csv, json, hashlib and sqlite3: export.py FOLDER ARCHIVE

Every table is the same in both forms and as long as the manifest says, digests are those of the files, and what is counted in
the archive's database by statements of its own is what was exported.
"""
import csv
import hashlib
import json
import os
import sqlite3
import sys

COUNTS = {
    "submissions": "SELECT count(*) FROM submission WHERE date >= :since AND date <= :until",
    "packages": "SELECT count(*) FROM submission_package WHERE number IN (SELECT number FROM submission WHERE date >= :since AND"
                " date <= :until)",
    "findings": "SELECT count(*) FROM finding WHERE number IN (SELECT number FROM submission WHERE date >= :since AND date <= :until)",
    "decisions": "SELECT count(*) FROM decision WHERE date >= :since AND date <= :until",
    "cases": "SELECT count(*) FROM case_file WHERE opened <= :until AND ifnull(closed, '9999') >= :since",
    "blacklist": "SELECT count(*) FROM blacklist_entry WHERE (SELECT time FROM blacklist_change WHERE number = added) < :to AND"
                 " ifnull((SELECT time FROM blacklist_change WHERE number = removed), '9999') >= :from",
    "blacklist_changes": "SELECT count(*) FROM blacklist_change WHERE time >= :from AND time < :to",
    "patrols": "SELECT count(*) FROM patrol WHERE date >= :since AND date <= :until",
    "log": "SELECT count(*) FROM event WHERE time >= :from AND time < :to",
}


def open_csv(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.reader(file, strict=True))


def as_cell(value):
    """What a value of the JSON reads in CSV."""
    if value is None:
        return ""
    if isinstance(value, str):
        return "'" + value if value and value[0] in "=+-@\t\r" else value
    return str(value)


def main(folder, archive):
    with open(os.path.join(folder, "manifest.json"), encoding="utf-8") as file:
        manifest = json.load(file)
    for entry in manifest["files"]:
        with open(os.path.join(folder, entry["path"]), "rb") as file:
            content = file.read()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (entry["size"], entry["sha256"]), entry
    rows, counts = 0, {}
    for table in manifest["tables"]:
        path = os.path.join(folder, table["name"])
        heads, *cells = open_csv(path + ".csv")
        with open(path + ".json", encoding="utf-8") as file:
            objects = json.load(file)
        assert len(cells) == len(objects) == table["rows"], table
        for row, item in zip(cells, objects):
            assert list(item) == heads and [as_cell(value) for value in item.values()] == row, (row, item)
        rows += len(cells)
        counts[table["name"]] = len(cells)
    database = sqlite3.connect(os.path.join(archive, "prelist.db"))
    period = {name: manifest[name] for name in ("since", "until", "from", "to")}
    for name, sql in COUNTS.items():
        wanted = database.execute(sql, period).fetchone()[0]
        if name == "log":  # the export itself is the event that came after
            wanted -= manifest["log"]["size"] < database.execute("SELECT count(*) FROM event").fetchone()[0] and wanted > 0
        assert counts[name] == wanted, (name, counts[name], wanted)
    print(f"{len(manifest['tables'])} tables, {rows} rows:", " ".join(f"{name} {counts[name]}" for name in COUNTS))


main(sys.argv[1], sys.argv[2])
