"""The fields of a patient's identity and allergies, for admission and for later changes."""

from __future__ import annotations

from typing import Literal, cast

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from protocols.entries import PatientAdmitted
from protocols.sites.arrivals import Arrival
from protocols.values.birth import Birth
from protocols.values.text import clean
from store.ledger.reader import Reading
from tui.parsing import Fault, birth
from tui.views.course.namesakes import bed_warning, namesake_warning
from tui.widgets.choice import Choice, Option
from tui.widgets.drawing import put
from tui.widgets.field import Field
from tui.widgets.plain import plain

SEX = (
    Option("F", "female", "Female"),
    Option("M", "male", "Male"),
    Option("O", "other", "Other"),
    Option("N", "not known", "Not known"),
)
ALLERGIES = (
    Option("K", "known", "Known allergies"),
    Option("C", "none known", "No known allergies"),
    Option("R", "not recorded", "Allergies not recorded"),
)
AllergiesKnown = Literal["known", "none known", "not recorded"]


LATER = "b names the patient then, with the reason."
UNKNOWN = "?"
"""What is written for a name, or a number, that nobody knows yet."""


def _born(known: PatientAdmitted) -> str:
    return known.birth.text


def _texts(known: PatientAdmitted) -> dict[str, str]:
    """What stands in the lines of text."""
    return {
        "family": known.family,
        "given": known.given,
        "born": _born(known),
        "bed": known.bed,
        "allergies": known.allergies,
    }


class Identity(Vertical):
    """Name, date of birth, sex, bed, allergies."""

    def __init__(self, known: PatientAdmitted | None = None) -> None:
        super().__init__(id="identity")
        self.known = known
        self.unnamed = ""
        """What the ward calls somebody who cannot be named yet."""

    def compose(self) -> ComposeResult:
        """What must be said first."""
        known = self.known
        hint = "" if known else "? for somebody who cannot be named yet"
        yield Field("Family name", known.family if known else "", hint=hint, required=True, id="family")
        yield Field("Given name", known.given if known else "", id="given")
        with Horizontal(classes="pair"):
            born = _born(known) if known else ""
            yield Field("Born", born, hint="12-Mar-1958, 1958, or ?", required=True, id="born")
            yield Field("Bed", known.bed if known else "", id="bed")
        yield Choice("Sex", SEX, chosen=known.sex if known else None, across=True, id="sex")
        yield Choice(
            "Allergies", ALLERGIES, chosen=known.allergies_known if known else None, id="allergies-known"
        )
        yield Field("Which allergies", known.allergies if known else "", required=True, id="allergies")
        yield Static(id="namesakes", classes="warns", markup=False)

    def renew(self, known: PatientAdmitted) -> None:
        """Somebody else recorded `known` meanwhile: show it wherever nobody has typed here."""
        if self.known is None or known == self.known:
            return
        for name, value in _texts(known).items():
            field = self.query_one(f"#{name}", Field)
            if field.value == clean(_texts(self.known)[name]):
                field.value = value
        for name, before, value in (
            ("sex", self.known.sex, known.sex),
            ("allergies-known", self.known.allergies_known, known.allergies_known),
        ):
            choice = self.query_one(f"#{name}", Choice)
            if choice.value == before:
                choice.offer_again(value)
        self.known = known

    def fill(self, told: Arrival) -> None:
        """Put in what another system tells of a patient; what it does not tell is to be asked for."""
        allergies = "known" if told.allergies else "none known" if told.no_allergies else ""
        texts = {
            "family": told.family,
            "given": told.given,
            "born": told.birth.text if told.born else "",
            "bed": told.bed,
            "allergies": ", ".join(told.allergies),
        }
        for name, text in texts.items():
            self.query_one(f"#{name}", Field).value = clean(text)
        self.query_one("#sex", Choice).offer_again(told.sex)
        self.query_one("#allergies-known", Choice).offer_again(allergies)

    def rearrange(self) -> None:
        """Ask which allergies only where some are known."""
        known = self.query_one("#allergies-known", Choice).value == "known"
        self.query_one("#allergies", Field).display = known

    def warn_of_namesakes(self, mrn: str, ledger: Reading) -> None:
        """Say who on this ward, or earlier, is like the patient `mrn` as typed so far; who has the bed."""
        others = ledger.people()
        warning = self.query_one("#namesakes", Static)
        known = {**ledger.former(), **ledger.left(), **others}
        told = namesake_warning(mrn, self._typed(), known) if self.family else ""
        moved = self.known is None or self._text("bed") != self.known.bed
        fault = ledger.catalogue.number_fault(mrn) if self.known is None else ""
        bed = bed_warning(mrn, self._text("bed"), others) if moved else ""
        unnamed = f"{self.unnamed.upper()} stands for the name until it is known. {LATER}"
        told = "\n".join(filter(None, (unnamed if self._unidentified else "", fault, told, bed)))
        put(warning, plain(told, multiline=True))
        warning.display = bool(told)

    def _typed(self) -> PatientAdmitted:
        """The name, and the date of birth where it can be read."""
        try:
            born = birth(self._text("born"), "Born")
        except Fault:
            born = Birth()
        given = self._text("given")
        return PatientAdmitted(self.family, given, born.day, "", "", "", born_about=born.about)

    @property
    def family(self) -> str:
        """The family name as typed; of somebody who cannot be named yet, what the ward calls them."""
        typed = self._text("family")
        return self.unnamed if typed == UNKNOWN and self.unnamed else typed

    @property
    def _unidentified(self) -> bool:
        """Whether nobody knows the name: until another one is written."""
        kept = self.known is not None and self.known.unidentified and self.family == self.known.family
        return kept or bool(self.unnamed and self.family == self.unnamed)

    def build(self) -> PatientAdmitted:
        """The identity. Raises Fault."""
        sex = self.query_one("#sex", Choice).value
        allergies = self.query_one("#allergies-known", Choice).value
        if not self.family:
            raise Fault("Write the family name; of a person with one name, that name.")
        if self.family == UNKNOWN:
            raise Fault("Write the name. What stood in its place before can stay.")
        born = birth(self._text("born"), "Born")
        if sex is None:
            raise Fault("Choose the sex, or N not known.")
        if allergies is None:
            raise Fault("Choose whether allergies are known: K, C or R.")
        return PatientAdmitted(
            family=self.family,
            given=self._text("given"),
            born=born.day,
            sex=sex,
            bed=self._text("bed"),
            allergies=self._text("allergies") if allergies == "known" else "",
            allergies_known=cast(AllergiesKnown, allergies),
            born_about=born.about,
            unidentified=self._unidentified,
        )

    def _text(self, name: str) -> str:
        return self.query_one(f"#{name}", Field).value
