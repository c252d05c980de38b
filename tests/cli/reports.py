"""Validates reports that tests make against the project's JSON Schemas."""
import json
import os
import re

import jsonschema

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def place_of(name):
    return os.path.join(ROOT, f"scanner/report/{name}.schema.json")


def read_schema(name):
    with open(place_of(name), encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft7Validator.check_schema(schema)
    return schema


def referred(reference):
    """What another schema has at that place."""
    name, _, pointer = reference["$ref"].partition("#")
    part = read_schema(name.removesuffix(".schema.json"))
    for step in pointer.split("/")[1:]:
        part = part[step]
    return part


TYPES = {"TEXT": {"type": "string"}, "INT": {"type": "integer"}, "BOOL": {"type": "boolean"},
         "TIME": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"},
         "HASH": {"type": "string", "pattern": "^([0-9a-f]{2})+$"}, "HEX": {"type": "string", "pattern": "^[0-9a-f]*$"}}


def columns_of(table):
    """Each column's name and type, and whether no row may lack it."""
    for kind, name, need in re.findall(r'^COLUMN\((\w+), (\w+), "[^"]*", (\w+)', table, re.M):
        yield name, TYPES[kind], need in ("NAME", "NEEDED")
    for name, need, words in re.findall(r'^CHOICE\((\w+), "[^"]*", (\w+), "([^"]*)"', table, re.M):
        yield name, {"enum": words.split()}, need in ("NAME", "NEEDED")


# Of the tables that reports show; the others are for rules alone.
SHOWN = ("BYTES", "DERIVED", "MIXED", "FORM")


def fact_tables():
    """The schema of a report's facts: the tables of fact.def with their columns, and no others."""
    with open(os.path.join(ROOT, "scanner/facts/fact.def"), encoding="utf-8") as file:
        tables = re.findall(r"^FACT\((\w+), \d+, (\w+),(.*?)^END\(\1\)", file.read(), re.M | re.S)
    rows = {}
    for name, origin, table in tables:
        columns = [("package", {"type": "integer", "minimum": 0}, True), ("path", {"type": "string"}, True), *columns_of(table)]
        if origin in SHOWN:
            rows[name] = {"type": "array", "items": {
                "type": "object", "required": [column for column, _, needed in columns if needed], "additionalProperties": False,
                "properties": {column: kind for column, kind, _ in columns}}}
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": "facts of prelist-report/1, as facts/fact.def has them",
            "type": "object", "additionalProperties": False, "properties": rows}


def fact_schema():
    """What facts.schema.json is to hold: a table a line."""
    whole = fact_tables()
    rows = ",\n".join(f"  {json.dumps(name)}: {json.dumps(row)}" for name, row in whole.pop("properties").items())
    return json.dumps(whole, indent=1)[:-2] + ',\n "properties": {\n' + rows + "\n }\n}\n"


FACTS = place_of("facts")


def write_fact_schema():
    with open(FACTS, "w", encoding="utf-8") as file:
        file.write(fact_schema())


class Reports:
    """Collects reports and counts those that break the schema."""

    def __init__(self):
        report, page = read_schema("report"), read_schema("disclose")
        # What it refers to is put in its place: no file is looked for while reports are checked.
        parts = report["definitions"]["report"]["properties"]
        parts["facts"], parts["package"]["anyOf"][0] = referred(parts["facts"]), referred(parts["package"]["anyOf"][0])
        self.validators = {
            "prelist-report/1": jsonschema.Draft7Validator({**report, "oneOf": [{"$ref": "#/definitions/report"}]}),
            "prelist-disclose/1": jsonschema.Draft7Validator(page)}
        self.count = 0
        self.faults = []
        self.valid = set()  # tables with a row of theirs: packages of tests are much alike

    def news(self, report):
        """The report without the facts that stood in one before, and these facts."""
        facts, new = dict(report["facts"]), set()
        for table, rows in facts.items():
            if not isinstance(rows, list):
                continue
            names = [(table, json.dumps(row)) for row in rows]
            facts[table] = [row for row, name in zip(rows, names) if name not in self.valid]
            new.update(names)
        return {**report, "facts": facts}, new

    def check(self, report, where):
        """One report; returns True when it is valid."""
        self.count += 1
        validator = self.validators[report["schema"]]
        short, new = self.news(report) if "facts" in report else (report, set())
        errors = [] if validator.is_valid(short) else list(validator.iter_errors(report))
        if not errors:
            self.valid |= new
        for error in errors:
            for inner in error.context or [error]:
                place = "/".join(str(part) for part in inner.absolute_path)
                self.faults.append(f"{where}: {place}: {inner.message[:200]}")
        return not errors

    def check_output(self, text, where):
        """Whatever a command printed: every report in it, alone, in an array or a line each, is checked."""
        for document in documents(text):
            for report in document if isinstance(document, list) else [document]:
                if isinstance(report, dict) and report.get("schema") in self.validators:
                    self.check(report, where)


def documents(text):
    if not text.lstrip().startswith(("{", "[")):
        return []
    try:
        return [json.loads(text)]
    except ValueError:
        pass
    try:
        return [json.loads(line) for line in text.splitlines() if line]
    except ValueError:
        return []
