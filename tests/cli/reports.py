"""Validates reports that tests make against the project's JSON Schema."""
import json
import os

import jsonschema

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Reports:
    """Collects reports and counts those that break the schema."""

    def __init__(self):
        with open(os.path.join(ROOT, "scanner/report/report.schema.json"), encoding="utf-8") as file:
            schema = json.load(file)
        jsonschema.Draft7Validator.check_schema(schema)
        self.validator = jsonschema.Draft7Validator({**schema, "oneOf": [{"$ref": "#/definitions/report"}]})
        self.count = 0
        self.faults = []

    def check(self, report, where):
        """One report; returns True when it is valid."""
        self.count += 1
        errors = list(self.validator.iter_errors(report))
        for error in errors:
            for inner in error.context or [error]:
                place = "/".join(str(part) for part in inner.absolute_path)
                self.faults.append(f"{where}: {place}: {inner.message[:200]}")
        return not errors

    def check_output(self, text, where):
        """Whatever a command printed: every report in it, alone, in an array or a line each, is checked."""
        for document in documents(text):
            for report in document if isinstance(document, list) else [document]:
                if isinstance(report, dict) and report.get("schema") == "prelist-report/1":
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
