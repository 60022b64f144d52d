"""Receive a patient's record from another site: one screen of questions, and nothing is assumed."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from pathlib import Path
from string import ascii_uppercase
from typing import ClassVar, cast

from textual.widget import Widget
from textual.widgets import Button, Static

from protocols.entries import Person, Signature
from protocols.record.fold import Record
from protocols.record.imported import Told
from protocols.sites.import_conflicts import Incoming, Takes
from protocols.values.formatting import plural
from protocols.values.refusal import Refused
from store.errors import LedgerError
from store.exchange.import_records import Answers, bring_in, decision_text, judged, number_here
from store.exchange.import_source import Source, read_source
from store.exchange.signing import known_keys
from store.ledger.ledger import Ledger
from store.site.incoming import INCOMING, incoming_files
from tui.forms.base.form import Form
from tui.parsing import Fault
from tui.views.lines.lines import wrap
from tui.views.sites.receiving import (
    about_lines,
    asks_who,
    like_texts,
    who_lines,
)
from tui.widgets.choice import Choice, Option
from tui.widgets.field import Field
from tui.widgets.picks import Picks
from tui.widgets.plain import plain

_SAME = (Option("Y", "yes", "Yes, one person"), Option("N", "no", "No, two people: stop here"))
_TAKE = (
    Option("H", "here", "The course as it went on here"),
    Option("T", "there", "The course as it went on there"),
)


_KEY = (Option("K", "yes", "Yes, compared by phone"), Option("O", "no", "No: stop here"))


class ReceiveForm(Form):
    """The file, then what it would mean here; each answer is in the entry that brings the record in."""

    TITLE_TEXT: ClassVar[str] = "Receive from another site"
    ABOUT: ClassVar[str] = (
        f"Brings in the record of a patient who comes from another site, or comes back. Put its file into "
        f"the folder {INCOMING} beside the ledger. The file is verified, every step is judged again, and "
        "either all of it comes in or nothing."
    )
    RECORD: ClassVar[str] = "Receive"
    FIRST: ClassVar[str] = "#file"
    KEPT: ClassVar[bool] = False

    def __init__(self, patient: str = "", course: str = "") -> None:
        super().__init__("", "")
        self.files: list[Path] = []
        self.source: Source | None = None
        self.keys: dict[str, Signature] = {}
        self.found: Incoming | None = None

    def fields(self) -> Iterable[Widget]:
        """The file, then the questions."""
        self.files = incoming_files(self.session.place)
        options = [Option(str(n), str(n), path.name) for n, path in enumerate(self.files, 1)]
        yield Choice("File", options, folds=True, id="file")
        yield Static(id="who", classes="says", markup=False)
        yield Choice("Is it one person", _SAME, across=True, id="same")
        yield Picks("Like this patient: yes to each who is SOMEBODY ELSE", (), required=False, id="others")
        yield Choice("Is its key the one they name", _KEY, id="key")
        yield Field("Number here", required=True, id="number")
        yield Field("Bed here", required=True, id="bed")
        yield Field("Clock ahead, min", hint="0 when right, -5 behind", required=True, id="clock")
        yield Choice("Whose course goes on", _TAKE, id="take")
        yield Field("Why", required=True, id="why")
        yield Picks(
            "Steps and decisions by people unknown here: yes to each", (), required=False, id="decisions"
        )
        yield Static(id="about", classes="says", markup=False)

    def addressed(self) -> tuple[str, str]:
        """The patient's number here, once a file is chosen."""
        return (self.found.patient if self.found else ""), ""

    @property
    def chosen(self) -> tuple[str, str]:
        """Nobody here yet: a red flag asks who it is."""
        return "", ""

    def on_mount(self) -> None:
        """Say where files are looked for, where there is none."""
        super().on_mount()
        if not self.files:
            self.say(f"There is no file. Put it into the folder {INCOMING} beside the ledger, then press R.")

    def rearrange(self) -> None:
        """Read the file that is chosen, and ask what it asks for."""
        self._read()
        source, found = self.source, self._judged()
        if found is not None and self.found is not None and found.patient != self.found.patient:
            self._forget("same", "take")
            found = self._judged()
        self.found = found
        for id in ("#same", "#others", "#key", "#number", "#bed", "#clock", "#take", "#why", "#decisions"):
            self.query_one(id).display = found is not None
        if source is None or found is None:
            return
        here = self.session.ledger.record(found.patient)
        self.query_one("#same").display = asks_who(found, here)
        self._ask_of_others(source, found)
        self.query_one("#take").display = self.query_one("#why").display = found.both
        decisions = self.query_one("#decisions", Picks)
        decisions.display = bool(found.decisions)
        zone = self.session.ledger.zone
        decisions.offer(
            [
                Option(ascii_uppercase[n : n + 1], one.entry.id, decision_text(one, found, zone))
                for n, one in enumerate(found.decisions)
            ]
        )
        self._show(source, found, here)

    def _ask_of_others(self, source: Source, found: Incoming) -> None:
        """Each patient here who is like this one, to be compared, and the key of a first signature."""
        likes = like_texts(found, self.session.people)
        others = self.query_one("#others", Picks)
        others.display = bool(likes)
        others.offer(
            [
                Option(ascii_uppercase[n : n + 1], number, text)
                for n, (number, text) in enumerate(likes.items())
            ]
        )
        first = bool(source.signed and source.signed.key and source.origin.id not in self.keys)
        key = self.query_one("#key", Choice)
        key.display = first

    def _show(self, source: Source, found: Incoming, here: Record) -> None:
        ledger, zone = self.session.ledger, self.session.ledger.zone
        about = about_lines(found, here, zone, ledger.approvals.known)
        for id, lines in (("#who", who_lines(source, found, here)), ("#about", about)):
            words = [part for line in lines for part in wrap(line, self.cells - 1, "  ")]
            self.query_one(id, Static).update(plain("\n".join(words), multiline=True))

    def _read(self) -> None:
        """The file that is chosen, verified; why it cannot be used, in words."""
        value = self.query_one("#file", Choice).value
        path = self.files[int(value) - 1] if value else None
        if path is None or (self.source is not None and self.source.path == path):
            return
        try:
            source = read_source(path)
        except (LedgerError, Refused) as error:
            self.source = None
            self.say(str(error))
            return
        if len(source.records) != 1:
            self.source = None
            self.say("That file has several patients. An admin imports it: stepward import.")
            return
        self.source = source
        self.keys = known_keys(self.session.ledger.entries())
        self._forget("same", "take", "key", "bed", "clock", "why", "others", "decisions")
        self.found = None
        number = self.query_one("#number", Field)
        number.value = number_here(self.session.ledger, *_only(source))

    def _forget(self, *names: str) -> None:
        """What was answered of another file, or of another patient here, is no answer to this one."""
        for name in names:
            match self.query_one(f"#{name}"):
                case Choice() as choice:
                    choice.chosen = None
                case Picks() as picks:
                    picks.picked = frozenset()
                case Field() as field:
                    field.value = ""

    def _judged(self) -> Incoming | None:
        ledger = self.session.ledger
        if self.source is None or not isinstance(ledger, Ledger):
            return None
        _, patient = _only(self.source)
        return judged(ledger, self.source, patient, self.session.now(), self._answers())

    def _answers(self) -> Answers:
        return Answers(
            accepted=frozenset(self.query_one("#decisions", Picks).values),
            same=self.query_one("#same", Choice).value == "yes",
            takes=cast(Takes, self.query_one("#take", Choice).value or ""),
            reason=self.query_one("#why", Field).value,
            clock_off=self._minutes() or 0,
            number=self.query_one("#number", Field).value,
            bed=self.query_one("#bed", Field).value,
            others=frozenset(self.query_one("#others", Picks).values),
            trusted=self._trusted(),
        )

    def _minutes(self) -> int | None:
        """By how many minutes the other clock was ahead, None where that is not said in whole minutes."""
        said = self.query_one("#clock", Field).value
        return int(said) if re.fullmatch("-?[0-9]{1,9}", said, re.ASCII) else None

    def _trusted(self) -> str:
        """The key of the signature, where somebody says that it was compared."""
        yes = self.query_one("#key", Choice).value == "yes"
        return self.source.signed.key if yes and self.source and self.source.signed else ""

    async def submit(self) -> None:
        """Bring the record in: all of it, or nothing, and say which."""
        ledger, by, source = self.session.ledger, self.session.person, self.source
        try:
            if source is None or by is None or not isinstance(ledger, Ledger):
                raise Fault("Choose the file.")
            self._complete()
        except Fault as fault:
            self.refuse(fault)
            return
        button = self.query_one("#record", Button)
        button.disabled = True
        now = self.session.now()
        try:
            found = await asyncio.to_thread(_bring, ledger, source, by, now, self._answers())
        except (Refused, LedgerError) as error:
            self.say(*getattr(error, "reasons", (str(error),)))
            return
        finally:
            button.disabled = False
        self.app.follow()
        self.app.when_unlocked(partial(self._finish, found))

    def _complete(self) -> None:
        """Every question has its answer. Raises Fault."""
        if self.query_one("#same").display and self.query_one("#same", Choice).value != "yes":
            raise Fault("Compare number, name and birth date: say whether it is one person.", about="same")
        others = self.query_one("#others", Picks)
        if others.display and len(others.values) < len(others.options):
            raise Fault(
                "Compare each patient who is like this one: pick who is somebody else. Is it one person, "
                "write that number under Number here.",
                about="others",
            )
        if self.query_one("#key").display and self.query_one("#key", Choice).value != "yes":
            raise Fault(
                "Compare the key with what they tell you, by phone: say whether it is theirs.", about="key"
            )
        if not self.query_one("#bed", Field).value:
            raise Fault("Write the bed the patient has here.", about="Bed here")
        if self._minutes() is None:
            raise Fault(
                "Compare the two clocks: write by how many minutes theirs was ahead, 0 for none.",
                about="Clock ahead, min",
            )

    def _finish(self, found: Incoming) -> None:
        if self.app.screen is not self:
            return
        if not found.new:
            words = found.words or ("Nothing new: it is here already.",)
            self.say(*words)
            if found.kind == "decisions":
                self.query_one("#decisions").focus()
            return
        more = ". HELD: read what both sides did" if found.takes else ""
        newest = self.session.ledger.record(found.patient).entries[-1]
        self.app.recorded(newest, f"{plural(len(found.new), 'entry')} received{more}")
        self.dismiss(None)


def _only(source: Source) -> tuple[list[Told], str]:
    (patient,) = source.records
    return source.records[patient], patient


def _bring(ledger: Ledger, source: Source, by: Person, now: datetime, answers: Answers) -> Incoming:
    return bring_in(ledger, source, _only(source)[1], by, now, answers)
