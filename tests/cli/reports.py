"""Validates reports that tests make against the project's JSON Schemas."""
import json
import os

import jsonschema

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def read_schema(name):
    with open(os.path.join(ROOT, f"scanner/report/{name}.schema.json"), encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft7Validator.check_schema(schema)
    return schema


class Reports:
    """Collects reports and counts those that break the schema."""

    def __init__(self):
        report, page = read_schema("report"), read_schema("disclose")
        self.validators = {
            "prelist-report/1": jsonschema.Draft7Validator({**report, "oneOf": [{"$ref": "#/definitions/report"}]}),
            "prelist-disclose/1": jsonschema.Draft7Validator(page)}
        self.count = 0
        self.faults = []

    def check(self, report, where):
        """One report; returns True when it is valid."""
        self.count += 1
        errors = list(self.validators[report["schema"]].iter_errors(report))
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
