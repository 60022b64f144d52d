"""Every screen and form by its name: each is imported when it is opened, and none imports another."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, cast

from textual.screen import Screen

ROUTES: dict[str, str] = {
    # before the ward
    "first_start": "screens.sign_on.first_start:SetupScreen",
    "sign_on_by_name": "screens.sign_on.by_name:ByNameScreen",
    "sign_on_with_pin": "screens.sign_on.with_pin:PinScreen",
    "problem": "screens.help.problem:ProblemScreen",
    # the ward
    "board": "screens.ward.board:BoardScreen",
    "which_patient": "screens.base.which_patient:WhichPatientScreen",
    "handover": "screens.ward.handover:HandoverScreen",
    "handovers": "screens.ward.handovers:HandoversScreen",
    "give_handover": "forms.ward.give_handover:HandOverForm",
    "answer_handover": "forms.ward.answer_handover:AnswerForm",
    "staff": "screens.ward.staff:StaffScreen",
    "add_staff": "forms.ward.staff:AddStaffForm",
    "member": "forms.ward.staff:MemberForm",
    "own_pin": "forms.ward.staff:OwnPinForm",
    "clock": "forms.ward.clock:ClockForm",
    "confirm_pack": "forms.ward.packs:ConfirmPackForm",
    "scanning": "forms.ward.packs:ScanningForm",
    "numbers": "forms.ward.numbers:NumbersForm",
    "zone": "forms.ward.zone:ZoneForm",
    "write_out": "screens.patient.write_out:WriteOutScreen",
    # a patient
    "admit": "forms.patient.admit:AdmitForm",
    "way": "forms.patient.way:WayForm",
    "number": "forms.patient.number:NumberForm",
    "send": "forms.patient.send:SendForm",
    "receive": "forms.patient.receive:ReceiveForm",
    "details": "forms.patient.details:DetailsForm",
    "chart": "screens.patient.chart:ChartScreen",
    "history": "screens.patient.history:HistoryScreen",
    "note": "forms.patient.note:NoteForm",
    "named_check": "forms.patient.named_check:NamedCheckForm",
    "medicines": "forms.patient.medicines:MedicinesForm",
    # a course
    "enrol": "forms.course.enrol:EnrolForm",
    "amend": "forms.course.amend:AmendForm",
    "step_up": "forms.course.step_up:StepUpForm",
    "hold": "forms.course.hold:HoldForm",
    "decision": "forms.course.decision:DecisionForm",
    "follow_up": "forms.course.follow_up:FollowUpForm",
    "picture": "screens.patient.picture:PictureScreen",
    "dose": "forms.doses.dose:DoseForm",
    "from_paper": "forms.doses.from_paper:FromPaperForm",
    "vomited": "forms.doses.vomited:VomitedForm",
    "skin": "forms.skin.skin:SkinForm",
    "trend": "screens.patient.trend:TrendScreen",
    "alarm_seen": "forms.skin.alarm_seen:AlarmSeenForm",
    "red_flag": "forms.skin.red_flag:RedFlagForm",
    "reaction": "forms.skin.naranjo:NaranjoForm",
    "earlier": "forms.skin.earlier_reaction:EarlierForm",
    "correct": "forms.correction.correct:CorrectForm",
    # protocols
    "library": "screens.library.protocols:ProtocolsScreen",
    "protocol": "screens.library.reader:ReaderScreen",
    "approve": "forms.ward.approve:ApproveForm",
    "compare": "screens.library.compare:CompareScreen",
    # everywhere
    "help": "screens.help.help:HelpScreen",
    "palette": "screens.help.command_palette:PaletteScreen",
}
"""Module (of tui) and class of each, in the way entry points are written."""

_NAMES = {row: name for name, row in ROUTES.items()}


def load(row: str) -> Any:
    """What `row` names, a module of tui and a thing in it; imported now, if it was not before."""
    module, _, thing = row.partition(":")
    return getattr(import_module(f"tui.{module}"), thing)


def kind(name: str) -> Callable[..., Screen[Any]]:
    """The class of the screen or form called `name`; KeyError where there is none."""
    return cast(Callable[..., Screen[Any]], load(ROUTES[name]))


def name_of(screen: Screen[Any]) -> str:
    """What `screen` is called here, "" for one that has no row. Imports nothing."""
    kind = type(screen)
    return _NAMES.get(f"{kind.__module__.removeprefix('tui.')}:{kind.__qualname__}", "")
