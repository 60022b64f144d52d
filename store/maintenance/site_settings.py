"""The settings of a backup that may come back by themselves: those with which nothing can be done to anybody.

What runs a program (`print_command`), signs in the ward's name, says where files about patients go or where
the ledger is, or keeps what happens out of the computer's log, is for a person to read and to write.
"""

from __future__ import annotations

import json
import tomllib

HARMLESS = ("lock_after", "scan_prefix", "call", "mouse", "fhir_patients", "fhir_staff")
"""Numbers, words and yes or no that no program, key or place comes from."""


def harmless(settings: bytes) -> tuple[str, list[str]]:
    """The text of a configuration file with the harmless ones of `settings`, and the names of the others.

    Read and written anew, so that no spelling of a name gets through. Of what is no such file, "" and a word.
    """
    try:
        said = tomllib.loads(settings.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError):
        return "", ["all of it, since it cannot be read"]
    kept = {name: value for name, value in said.items() if name in HARMLESS and isinstance(value, str | int)}
    return "".join(map(_line, kept.items())), [name for name in said if name not in kept]


def _line(setting: tuple[str, str | int]) -> str:
    name, value = setting
    text = json.dumps(value, ensure_ascii=False).replace(
        "\x7f", "\\u007f"
    )  # The one that TOML wants escaped.
    return f"{name} = {text}\n"
