"""Where the patient is: here, on leave, gone, at another site.

rules.md, "Identity"; docs/glossary.md, "leave, left, died"; docs/hazards.md, H64; docs/exchange.md, "Rounds".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from protocols import entries as e
from tests.protocols.second_opinion.model.verdict import Verdict

WAYS = e.PatientLeft | e.PatientReturned | e.PatientSent | e.RecordTakenBack


@dataclass
class Way:
    """`how` somebody left, "" for who is on the ward, and since when; `came` last; `sent` to another site."""

    how: str = ""
    since: datetime | None = None
    came: datetime | None = None
    sent: bool = False

    @property
    def away(self) -> bool:
        """Whether nothing is due and no step is opened here."""
        return bool(self.how) or self.sent

    def take(self, entry: e.Entry) -> None:
        """Add the next entry."""
        match entry.what:
            case e.PatientAdmitted():
                self.came = entry.at
            case e.PatientLeft(how=how):
                self.how, self.since = how, entry.at
            case e.PatientReturned():
                self.how, self.since, self.came = "", None, entry.at
            case e.PatientSent():
                self.sent = True
            case e.RecordTakenBack():
                self.sent = False


def judge_way(way: Way, entry: e.Entry, now: datetime, clock_ok: bool) -> Verdict:
    """Whether somebody can leave, return, be sent or be taken back at the UTC instant `now`."""
    said = Verdict()
    said.refuse(entry.at > now, "in the future")
    match entry.what:
        case e.PatientLeft(how=how):
            said.refuse(bool(way.how) and (way.how != "leave" or how == "leave"), "not on the ward")
            said.doubt(bool(way.how), "a leave that becomes more")
            said.doubt(way.came is None or entry.at < way.came, "gone before they had come")
            said.doubt(how == "died", "whether anything was seen later")
        case e.PatientReturned(in_error=error):
            said.refuse(not way.how, "here already")
            said.refuse(way.how == "died" and not error, "nobody comes back from the dead but by an error")
            said.doubt(way.since is None or entry.at < way.since, "back before they had left")
        case e.PatientSent():
            said.refuse(way.sent, "at another site already")
            said.doubt(bool(way.how), "not on the ward")
        case e.RecordTakenBack(reason=reason):
            said.refuse(not clock_ok, "moves wait while the clock is wrong (Time)")
            said.refuse(not way.sent, "the record is here")
            said.refuse(not reason, "a decision has a reason")
            said.refuse(entry.by.role != "prescriber", "a prescriber takes the record back")
            said.doubt(bool(way.how), "not on the ward")
    return said


def judge_away(way: Way, what: e.What, said: Verdict) -> None:
    """Whether a move can be made of somebody who is not here."""
    said.refuse(way.sent, "steps and decisions are made at the other site")
    kind = what.decision if isinstance(what, e.DecisionMade) else ""
    opens = isinstance(what, e.StepStarted | e.PreconditionWaived)
    said.refuse(bool(way.how) and opens, "no step is opened of who is not on the ward")
    said.refuse(way.how == "died" and kind not in ("stop", "complete"), "the patient has died")
    gone = way.how == "discharged" and kind not in ("stop", "complete")
    said.refuse(gone, "of who has left a course is stopped or completed, and only that")
    said.doubt(bool(way.how) and kind != "stop", "a decision of who is not on the ward")
