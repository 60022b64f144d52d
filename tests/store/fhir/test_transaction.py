"""What a FHIR server is sent: twice as once, in parts as at once, every reference resolved."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import fhirkit
import pytest
from fhir.resources.R4B import get_fhir_model_class

from protocols.record.fold import Record
from store.fhir.core.json_text import json_text
from store.fhir.core.source import Source, source_of
from store.fhir.transaction import Told, transaction, transaction_json
from store.ledger.ledger import Ledger
from tests.protocols.helpers.bedside import Bedside
from tests.protocols.record.test_several_courses import enrol_on_another_drug, held
from tests.store.fhir.bundles import Json, source, walk, whole
from tests.store.fhir.test_valid import HERE, NODE, VALIDATORS
from tests.tui.helpers.shell import NOW
from tui.demo.ward import build


class Server:
    """As much of a FHIR server as takes a transaction, and refuses a reference that leads nowhere."""

    def __init__(self) -> None:
        self.kept: dict[str, Json] = {}
        self.versions = 0

    def take(self, bundle: Json) -> None:
        assert (bundle["resourceType"], bundle["type"]) == ("Bundle", "transaction")
        sent = bundle.get("entry", [])
        urls = [each["request"]["url"] for each in sent]
        assert len(urls) == len(set(urls))
        after = dict(self.kept)
        for each in sent:
            method, url = each["request"]["method"], each["request"]["url"]
            if method == "DELETE":
                del after[url]
                continue
            resource = each["resource"]
            assert (method, url) == ("PUT", f"{resource['resourceType']}/{resource['id']}")
            assert each["fullUrl"] == f"urn:uuid:{resource['id']}"
            after[url] = resource
        for resource in after.values():
            for path, value in walk(resource):
                if path.endswith(".reference"):
                    within = {f"#{each['id']}" for each in resource.get("contained", [])}
                    assert value in after or value in within, (resource["resourceType"], path)
        self.versions += sum(self.kept.get(url) != after.get(url) for url in {*self.kept, *after})
        self.kept = after


def told(record: Record, source: Source) -> list[Told]:
    return [Told(record, chart, source) for chart in record.charts]


def beds() -> Iterable[Bedside]:
    several = held()
    enrol_on_another_drug(several)
    return whole(), several


@pytest.mark.parametrize("bed", beds())
def test_sent_twice_it_is_there_once(bed: Bedside) -> None:
    server, bundle = Server(), transaction(told(bed.folded, source(bed)))
    server.take(bundle)
    first, versions = dict(server.kept), server.versions
    server.take(bundle)
    assert (server.kept, server.versions) == (first, versions)
    assert len(first) == len(bundle["entry"])


@pytest.mark.parametrize("bed", beds())
def test_what_changed_since_any_entry_makes_the_same_of_what_was_there(bed: Bedside) -> None:
    """Also where a correction took something away."""
    at_once, deleted = Server(), 0
    at_once.take(transaction(told(bed.folded, source(bed))))
    for number in range(1, bed.folded.version + 1):
        server = Server()
        server.take(transaction(told(bed.folded.as_of(number), source(bed))))
        later = transaction(told(bed.folded, source(bed)), number)
        deleted += sum(each["request"]["method"] == "DELETE" for each in later.get("entry", []))
        server.take(later)
        assert server.kept == at_once.kept
    assert "entry" not in transaction(told(bed.folded, source(bed)), bed.folded.version)
    assert deleted or bed is not whole()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("fhir") / "ward.json"
    build(path, NOW, "Europe/London")
    with Ledger.open(path, read_only=True, share_ok=True) as ledger:
        records = [ledger.record(mrn) for mrn in ledger.patients()]
        return transaction_json(
            each for record in records for each in told(record, source_of(ledger, record, invented=True))
        )


def test_a_whole_ward_has_its_people_and_its_protocols_once(demo: str) -> None:
    bundle: dict[str, Any] = json.loads(demo)
    Server().take(bundle)
    resources = [each["resource"] for each in bundle["entry"]]
    assert sum(each["resourceType"] == "Organization" for each in resources) == 1
    names = [each["name"][0]["text"] for each in resources if each["resourceType"] == "Practitioner"]
    assert len(names) == len(set(names)) > 3
    assert all("tag" in each["meta"] for each in resources)


@pytest.mark.skipif(
    (NODE is None or not (VALIDATORS / "node_modules" / "@medplum" / "fhir-router").is_dir())
    and "CI" not in os.environ,
    reason="Node.js or Medplum's server is not there: python3 dev.py test installs it where npm is",
)
def test_a_server_that_is_not_ours_takes_it(demo: str, tmp_path: Path) -> None:
    """The ward, the ward again, a course up to entry 30, and what became of it after that."""
    bed = whole()
    begun = json_text(transaction(told(bed.folded.as_of(30), source(bed))))
    later = json_text(transaction(told(bed.folded, source(bed)), 30))
    for number, text in enumerate((demo, demo, begun, later)):
        (tmp_path / f"{number}.json").write_text(text, encoding="utf-8")
    assert NODE is not None
    files = [str(tmp_path / f"{number}.json") for number in range(4)]
    command = [NODE, str(HERE / "server.mjs"), str(VALIDATORS), *files]
    said = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    size = len(json.loads(demo)["entry"])
    assert said["taken"][:2] == [{"200": size}, {"200": size}]
    assert {status[:2] for statuses in said["taken"] for status in statuses} == {"20"}
    assert said["there"] == size + len(transaction(told(bed.folded, source(bed)))["entry"])


def test_it_is_fhir(demo: str) -> None:
    later = json_text(transaction(told(whole().folded, source(whole())), 20))
    for text in (demo, json_text(transaction(told(whole().folded, source(whole())))), later):
        get_fhir_model_class("Bundle").model_validate_json(text)
        assert [str(issue) for issue in fhirkit.validate(text)] == []
