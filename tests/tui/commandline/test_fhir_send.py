"""`stepward fhir --send`: once is twice, a break goes on, every answer is kept, what is refused is named."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from protocols.entries import NoteAdded
from store.exchange.fhir_sending import Answers
from store.exchange.fhir_server import FhirServer
from store.files.platform import this_disk
from store.ledger.ledger import Ledger
from tests.store.helpers.ward import entry
from tests.tui.helpers.fhir_server import Fhir, outcome, serving
from tests.tui.helpers.shell import EXTENDED, KIMURA, NOW, OPEN, err, out
from tui.__main__ import main
from tui.commandline.documents import sending
from tui.demo.people import STAFF


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that were waited for, by a clock that does not."""
    waited: list[float] = []
    monkeypatch.setattr(sending, "FhirServer", partial(FhirServer, wait=waited.append))
    return waited


@pytest.fixture
def server(demo_ward: Path, pauses: list[float]) -> Iterator[Fhir]:
    with serving() as fhir:
        yield fhir


def states(found: Any) -> dict[str, str]:
    return {one["mrn"]: one["state"] for one in found["patients"]}


def told(capsys: pytest.CaptureFixture[str], server: Fhir, *words: str, code: int = 0) -> Any:
    return json.loads(out(capsys, "fhir", *words, "--send", server.address, "--json", code=code))


def note(ledger: Path, mrn: str) -> None:
    with Ledger.open(ledger, now=lambda: NOW) as opened:
        record = opened.record(mrn)
        said = entry(NoteAdded("seen"), NOW, patient=mrn, by=STAFF[0])
        opened.append(said, record.version)


def test_a_ward_goes_out_twice_and_is_there_once_and_then_only_what_is_new(
    server: Fhir, demo_ward: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = told(capsys, server)
    assert set(states(first).values()) == {"taken"}
    whole = json.loads(out(capsys, "fhir"))
    assert server.kept == {each["request"]["url"]: each["resource"] for each in whole["entry"]}
    asked, versions = len(server.asked), server.versions
    assert set(states(told(capsys, server)).values()) == {"nothing new"}
    assert (len(server.asked), server.versions) == (asked, versions)
    again = told(capsys, server, "--again")
    assert set(states(again).values()) == {"taken"}
    assert server.versions == versions
    note(demo_ward, KIMURA)
    later = told(capsys, server)
    assert [mrn for mrn, state in states(later).items() if state == "taken"] == [KIMURA]
    assert len(server.asked) == asked * 2 + 1
    assert "1 patient taken" in err_of(capsys, "fhir", KIMURA, "--send", server.address, "--again")


def err_of(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(list(words)) == 0
    return capsys.readouterr().err


def test_the_token_goes_along_and_the_address_is_the_one_that_was_named(
    server: Fhir, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    token = tmp_path / "token"
    token.write_text("s3cret.token\n")
    token.chmod(0o600)
    told(capsys, server, OPEN, "--token-file", str(token))
    (asked,) = server.asked
    assert (asked["Authorization"], asked["path"]) == ("Bearer s3cret.token", "/fhir")
    assert asked["Content-Type"].startswith("application/fhir+json")
    server.replies = [(307, {"Location": f"{server.address}/elsewhere"}, "")]
    (one,) = told(capsys, server, OPEN, "--again", code=4)["patients"]
    assert (one["status"], len(server.asked)) == (307, 2)
    if os.name != "nt":
        token.chmod(0o644)
        words = ("fhir", OPEN, "--send", server.address, "--token-file", str(token))
        assert "chmod 600" in err(capsys, *words, code=2)


def test_a_break_is_tried_again_and_the_next_run_goes_on(
    server: Fhir, pauses: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    server.replies = [None, (503, {"Retry-After": "7"}, ""), (429, {"Retry-After": "999"}, "")]
    assert states(told(capsys, server, OPEN)) == {OPEN: "taken"}
    assert pauses == [1.0, 7.0, 60.0]
    server.replies = [None] * 5
    found = told(capsys, server, code=3)
    kinds = list(states(found).values())
    assert (kinds.count("not reached"), kinds.count("nothing new"), kinds.count("taken")) == (1, 1, 0)
    assert set(states(told(capsys, server)).values()) == {"taken", "nothing new"}
    assert set(states(told(capsys, server)).values()) == {"nothing new"}


def test_what_is_refused_is_named_and_the_others_are_taken(
    server: Fhir, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(bundle: Any) -> Any:
        kinds = [each["resource"]["resourceType"] for each in bundle["entry"] if "resource" in each]
        if "Flag" not in kinds:
            return None
        return 422, {}, outcome("period is missing", f"Bundle.entry[{kinds.index('Flag')}].resource")

    server.refuse = refuse
    found = told(capsys, server, code=4)
    refused = [one for one in found["patients"] if one["state"] == "refused"]
    assert 0 < len(refused) < len(found["patients"])
    assert refused[0]["problems"][0] == "The server answered 422."
    assert refused[0]["problems"][1].startswith("Flag/")
    assert refused[0]["problems"][1].endswith(": period is missing")
    kept = [json.loads(line) for line in Path(found["answers"]).read_bytes().splitlines() if line]
    assert len(kept) == len(found["patients"])
    assert {each["patient"] for each in kept if not each["taken"]} == {one["mrn"] for one in refused}
    assert "period is missing" in next(each["answer"] for each in kept if not each["taken"])
    server.refuse = lambda bundle: None
    assert {mrn for mrn, state in states(told(capsys, server)).items() if state == "taken"} == {
        one["mrn"] for one in refused
    }


def test_a_token_that_is_not_known_stops_it_at_once(server: Fhir, capsys: pytest.CaptureFixture[str]) -> None:
    server.replies = [(401, {}, outcome("who are you", code="login"))]
    assert main(["fhir", "--send", server.address]) == 4
    said = capsys.readouterr()
    assert "does not accept the token" in said.out
    assert "login" not in said.out
    assert said.out.count("not sent") == 12
    assert "Type the same again" in said.err
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ((200, {}, "<html>hello</html>"), "no FHIR Bundle"),
        ((200, {}, '{"resourceType": "Bundle", "entry": []}'), "about 0 of"),
        ((404, {}, "gone"), "nothing at this address"),
        ((400, {}, "x\x1b[2J" * 99), "The server answered 400"),
    ],
)
def test_an_answer_that_is_none_is_no_success(
    reply: tuple[int, dict[str, str], str], said: str, server: Fhir, capsys: pytest.CaptureFixture[str]
) -> None:
    server.replies = [reply]
    (one,) = told(capsys, server, OPEN, code=4)["patients"]
    assert one["state"] == "refused"
    assert said in " ".join(one["problems"])
    assert "\x1b" not in " ".join(one["problems"])


def test_one_resource_that_is_refused_is_named_and_one_that_is_gone_is_not(
    server: Fhir, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(bundle: Any) -> Any:
        status, headers, body = server.take(bundle)
        answer = json.loads(body)
        answer["entry"][2]["response"] = {"status": "409 Conflict", "outcome": json.loads(outcome("locked"))}
        return status, headers, json.dumps(answer)

    server.refuse = refuse
    (one,) = told(capsys, server, OPEN, code=4)["patients"]
    assert len(one["problems"]) == 1
    assert one["problems"][0].endswith(": 409 Conflict, locked")


def test_two_do_not_send_at_once(server: Fhir, demo_ward: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = Answers(demo_ward, server.address, "")
    with answers.alone():
        assert "Somebody else is just sending" in err(capsys, "fhir", "--send", server.address, code=4)
    assert server.asked == []
    assert this_disk().names(demo_ward.parent).count("ward.fhir.jsonl") == 1


@pytest.mark.parametrize(
    "address",
    ["server.example/fhir", "http://server.example/fhir", "ftp://localhost/", "https://a:b@server.example",
     "https://server.example/fhir?x=1", "https://server.example:x/", "https://"],
)  # fmt: skip
def test_an_address_that_others_could_read_along_at_is_refused(
    address: str, demo_ward: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "--send takes the base address" in err(capsys, "fhir", "--send", address, code=2)


def test_what_does_not_go_together_is_said(demo_ward: Path, capsys: pytest.CaptureFixture[str]) -> None:
    send = partial(err, capsys, "fhir", code=2)
    assert "knows itself what is new" in send("--send", "https://server.example", "--since", "3")
    assert "go with --send" in send(EXTENDED, "--again")
    assert "cannot be read" in send("--send", "https://server.example", "--token-file", "/none")
