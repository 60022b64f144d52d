"""What a FHIR server objects to in a transaction, in sentences that name the resource."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from protocols.values.text import visible
from store.exchange.fhir_server import Answer

MOST = 5
"""Objections that are told; how many more there are is said."""

_GONE = ("404", "410")
"""What may be said of a resource that was to be taken away: it is not there already."""

_PLACE = re.compile(r"entry\[(\d+)\]")


def faults(answer: Answer, entries: list[dict[str, Any]]) -> list[str]:
    """What stands against the transaction with these entries; nothing where it was taken."""
    if not answer.status:
        return [f"The server was not reached, tried {answer.tries} times: {visible(answer.body)}."]
    found = _read(answer.body)
    if not 200 <= answer.status < 300:
        told = list(_issues(found, entries)) or [visible(" ".join(answer.body.split())[:200])]
        return _few([f"The server answered {answer.status}{_meaning(answer.status)}.", *filter(None, told)])
    if found.get("resourceType") != "Bundle":
        return [f"The server answered {answer.status}, but with no FHIR Bundle: is this its base address?"]
    return _few(list(_refused(found, entries)))


def _read(body: str) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _meaning(status: int) -> str:
    return {
        401: " (it does not accept the token)",
        403: " (the token does not allow this)",
        404: " (there is nothing at this address)",
        413: " (that was too much at once for it)",
    }.get(status, "")


def _issues(outcome: dict[str, Any], entries: list[dict[str, Any]]) -> Iterator[str]:
    """The issues of an OperationOutcome that are errors."""
    issues = outcome.get("issue")
    for issue in issues if isinstance(issues, list) else []:
        if not isinstance(issue, dict) or issue.get("severity") in ("warning", "information", "success"):
            continue
        details = issue.get("details")
        words = issue.get("diagnostics") or (details.get("text") if isinstance(details, dict) else "")
        places = issue.get("expression") or issue.get("location") or []
        where = " ".join(map(str, places)) if isinstance(places, list) else ""
        named = _PLACE.search(where)
        number = int(named[1]) if named else -1
        about = entries[number]["request"]["url"] if 0 <= number < len(entries) else where
        yield visible(": ".join(filter(None, (about, str(words or issue.get("code", ""))))))


def _refused(bundle: dict[str, Any], entries: list[dict[str, Any]]) -> Iterator[str]:
    """The entries of a transaction's response that are no success, or are missing."""
    told = bundle.get("entry") or []
    if len(told) != len(entries):
        yield f"The server answered about {len(told)} of {len(entries)} resources."
    for each, entry in zip(told, entries, strict=False):
        response = each.get("response") if isinstance(each, dict) else None
        status = str(response.get("status", "")) if isinstance(response, dict) else ""
        request = entry["request"]
        if status.startswith("2") or (request["method"] == "DELETE" and status.startswith(_GONE)):
            continue
        said = "; ".join(_issues(response.get("outcome") or {}, [])) if isinstance(response, dict) else ""
        yield visible(f"{request['url']}: {status or 'no status'}{f', {said}' if said else ''}")


def _few(problems: list[str]) -> list[str]:
    more = len(problems) - MOST
    return problems if more <= 0 else [*problems[:MOST], f"{more} more: see the answer that was kept."]
