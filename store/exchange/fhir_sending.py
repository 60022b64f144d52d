"""The courses of patients sent to a FHIR server: a transaction a patient, what is new, every answer kept.

What the server has is known from its answers, which lie beside the ledger (`ward.fhir.jsonl`). A patient's
transaction is taken whole or not at all. Where sending broke off it goes on with the patients still to be
sent; one that was taken and whose answer was lost is sent again, which changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

import msgspec

from protocols.values.refusal import Refused
from store.errors import LedgerError, disk_errors
from store.exchange.fhir_answers import faults
from store.exchange.fhir_server import Answer, FhirServer
from store.fhir.core.json_text import json_text
from store.fhir.transaction import Told, transaction
from store.files.platform import this_disk
from store.location.where import Where
from store.site.line_file import LineFile

SHARED = frozenset(
    {"Organization", "Practitioner", "PractitionerRole", "Device", "PlanDefinition", "ActivityDefinition"}
)
"""Kinds that other patients' resources lead to as well: one patient's news takes none of them away."""

State = Literal["taken", "nothing new", "refused", "not reached", "not sent"]


class Sent(msgspec.Struct, frozen=True):
    """An answer: when, of which server, to what of whom, up to which entry, as which program made it."""

    at: datetime
    server: str
    patient: str
    since: int
    upto: int
    made_by: str
    taken: bool
    status: int
    tries: int
    answer: str


@dataclass(frozen=True)
class Outcome:
    """What became of a patient's transaction; `problems` are sentences."""

    patient: str
    state: State
    entry: int
    put: int = 0
    deleted: int = 0
    status: int = 0
    problems: tuple[str, ...] = ()


class Answers:
    """The answers of a server that are kept beside the ledger at `place`."""

    def __init__(self, place: Where, server: str, made_by: str) -> None:
        self._file = LineFile(place, "fhir")
        self.path = self._file.path
        self.server, self._made_by = server, made_by
        with disk_errors(self._not_kept):
            self._upto = {
                each.patient: each.upto
                for each in self._read()
                if each.taken and (each.server, each.made_by) == (server, made_by)
            }

    def upto(self, patient: str) -> int:
        """The entry up to which the server has this patient, 0 for not at all."""
        return self._upto.get(patient, 0)

    def keep(self, patient: str, since: int, upto: int, answer: Answer, *, taken: bool) -> None:
        """Keep an answer on the disk. LedgerError when that fails: then nothing more should be sent."""
        about = (self.server, patient, since, upto, self._made_by)
        sent = Sent(datetime.now(UTC), *about, taken, answer.status, answer.tries, answer.body)
        with disk_errors(self._not_kept):
            self._file.add(msgspec.json.encode(sent), sync=True)
        if taken:
            self._upto[patient] = upto

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else sends meanwhile: older news could come after newer. Refused where somebody does."""
        disk = this_disk()
        with disk_errors(self._not_kept):
            self._file.touch()
            file = disk.open(self.path, write=False)
        try:
            if not disk.try_lock(file, shared=False):
                raise Refused(
                    "Somebody else is just sending to a FHIR server. Try again when that has ended."
                )
            yield
        finally:
            disk.close(file)

    def _not_kept(self, why: str) -> LedgerError:
        return LedgerError(f"The answers of the server cannot be kept in {self.path}. {why}")

    def _read(self) -> Iterator[Sent]:
        for line in self._file.lines():
            with suppress(msgspec.DecodeError, UnicodeDecodeError):
                yield msgspec.json.decode(line, type=Sent)


def send(
    told: Iterable[tuple[str, list[Told]]], server: FhirServer, answers: Answers, *, again: bool = False
) -> Iterator[Outcome]:
    """Send what is new of each patient, `again` everything; what became of it, one after the other.

    When the server is not reached, or does not know the token, the patients after that one are not sent.
    """
    stopped = False
    for patient, courses in told:
        upto = courses[0].record.version
        since = 0 if again else answers.upto(patient)
        bundle, sent = _parts(courses, since)
        if not sent:
            yield Outcome(patient, "nothing new", upto)
            continue
        if stopped:
            yield Outcome(patient, "not sent", answers.upto(patient))
            continue
        answer = server.send(json_text(bundle))
        problems = faults(answer, sent)
        answers.keep(patient, since, upto, answer, taken=not problems)
        stopped = answer.status in (0, 401, 403)
        state: State = "taken" if not problems else "not reached" if not answer.status else "refused"
        deleted = sum(each["request"]["method"] == "DELETE" for each in sent)
        counts = (len(sent) - deleted, deleted)
        yield Outcome(patient, state, upto, *counts, answer.status, tuple(problems))


def _parts(courses: list[Told], since: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The transaction and its entries, without taking away what is others' too."""
    bundle = transaction(courses, since)
    entries = [each for each in bundle.get("entry", []) if not _takes_shared(each["request"])]
    return {**bundle, "entry": entries}, entries


def _takes_shared(request: dict[str, str]) -> bool:
    return request["method"] == "DELETE" and request["url"].partition("/")[0] in SHARED
