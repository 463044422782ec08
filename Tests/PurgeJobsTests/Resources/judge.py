"""Holds documents against JSON Schemas, in the words of a validator that Purge has no part in.

Reads one JSON object a line: {"schema": text, "document": value} or {"schema": text, "yaml": path}.
Answers each with a line: a list of what is wrong, empty where nothing is.
"""

import json
import re
import sys
from typing import Any

import yaml
from jsonschema import Draft202012Validator


class CoreLoader(yaml.SafeLoader):
    """Reads YAML 1.2's core schema, as editors do: `off` is a word there, and 12:30 no number."""


CoreLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag.rpartition(":")[2] in ("int", "float", "null")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
CoreLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))


def document(order: dict[str, Any]) -> Any:
    """The value to judge."""
    if "yaml" not in order:
        return order["document"]
    with open(order["yaml"], encoding="utf-8") as file:
        return yaml.load(file, CoreLoader)


def main() -> None:
    """Answers every line of standard input."""
    validators: dict[str, Draft202012Validator] = {}
    for line in sys.stdin:
        order = json.loads(line)
        text = order["schema"]
        if text not in validators:
            schema = json.loads(text)
            Draft202012Validator.check_schema(schema)
            validators[text] = Draft202012Validator(schema)
        errors = validators[text].iter_errors(document(order))
        print(json.dumps([f"{error.json_path}: {error.message}"[:300] for error in errors]))


main()
