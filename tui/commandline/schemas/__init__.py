"""What each command writes with --json, as JSON Schema. A folder is a version.

A key can be added within a version; one that goes away, or means something else, makes a new one.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

VERSION = 1


def names() -> list[str]:
    """The commands that have a schema, by name."""
    folder = files(__name__).joinpath(f"v{VERSION}")
    return sorted(file.name.removesuffix(".json") for file in folder.iterdir() if file.name.endswith(".json"))


def schema_of(command: str, words: str) -> dict[str, Any]:
    """The schema of what `command` writes; `words` say in sentences what its keys are."""
    file = files(__name__).joinpath(f"v{VERSION}", f"{command}.json")
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": f"urn:stepward:json:{command}:{VERSION}",
        "title": f"stepward {command} --json",
        "description": words,
        **json.loads(file.read_text(encoding="utf-8")),
    }
