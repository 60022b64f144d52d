"""`stepward receive FILE`: a patient comes from another site, or comes back. Key R at the screen.

It says what the screen says, and asks the same questions, one after the other: is it one person, is each
patient who is like this one somebody else, the bed here, the clock there, the signature, each decision of
somebody unknown here, and where both sites went on, whose course is taken on. In a script each answer is an
option; one that is missing is refused, and nothing is recorded. Either all of the file comes in or nothing.

JSON: an object with `path`, `ward` and `head` of the file, `dry_run` (false) and `patients`: the one patient,
as `stepward import` gives each.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from protocols.record.fold import Record
from protocols.sites.import_conflicts import Incoming
from protocols.values.refusal import Refused
from protocols.values.text import visible
from store.exchange.import_records import Answers, bring_in, decision_text, judged
from store.exchange.import_source import Source, read_source
from store.exchange.signing import known_keys
from store.ledger.ledger import Ledger
from store.location.where import Where
from tui.commandline.base import opening
from tui.commandline.base.opening import is_missing, named_file, own_witness
from tui.commandline.base.output import say, write_json
from tui.commandline.base.who import person_of
from tui.commandline.data.importing import add_answers, answers_of
from tui.commandline.data.incoming import data_of, notes_on, write_incoming
from tui.exit_codes import Exit
from tui.views.sites.receiving import about_lines, asks_who, like_texts, who_lines


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `stepward receive`."""
    parser.add_argument("file", metavar="FILE", type=Path, help="the file of one patient")
    add_answers(parser, clock=None)


def run(args: argparse.Namespace, ledger: Where) -> int:
    """Ask, and bring the record in."""
    file = named_file(args.file)
    if file is None or is_missing(ledger):
        return Exit.LEDGER
    source = read_source(file)
    if len(source.records) != 1:
        raise Refused("That file has several patients. An admin imports it: stepward import.")
    (patient,) = source.records
    with Ledger.open(ledger, witness=own_witness(args), share_ok=args.demo or args.on_share) as opened:
        by = person_of(args, opened, "receives", "prescriber", "admin")
        answers = _asked(args, opened, source, patient)
        found = bring_in(opened, source, patient, by, opening.utc_now(), answers)
        notes = notes_on(found, opened)
        if args.json:
            heading = {"path": str(source.path), "ward": source.ward, "head": source.head, "dry_run": False}
            write_json({**heading, "patients": [data_of(found, notes, opened.zone)]})
        else:
            write_incoming([found], {found.patient: notes}, opened.zone, dry=False)
    return Exit.REFUSED if found.state == "conflict" else Exit.OK


def _asked(args: argparse.Namespace, ledger: Ledger, source: Source, patient: str) -> Answers:
    """The answers: those given as options, and the others from whoever sits there."""
    now = opening.utc_now()
    answers = answers_of(args)
    found = judged(ledger, source, patient, now, answers)
    here = ledger.record(found.patient)
    if not args.json:
        likes = (f"LIKE: {text}" for text in like_texts(found, ledger.people()).values())
        about = about_lines(found, here, ledger.zone, ledger.approvals.known)
        for line in (*who_lines(source, found, here), *likes, *about):
            say(line)
    answers = replace(answers, trusted=_key(args, ledger, source))
    found = judged(ledger, source, patient, now, answers)
    if found.kind in ("signature", "not possible", "course"):
        raise Refused(f"{' '.join(found.words)} Nothing was recorded.")
    answers = _person(args, found, here, answers)
    answers = _ward(args, found, answers)
    found = judged(ledger, source, patient, now, answers)
    for one in found.decisions:
        if one.entry.number not in args.accept:
            _yes(args, f"{decision_text(one, found, ledger.zone)} Does it count here", "--accept NUMBER")
    return replace(answers, accepted=frozenset(one.entry.id for one in found.decisions))


def _key(args: argparse.Namespace, ledger: Ledger, source: Source) -> str:
    """The key that somebody compared: the first of a ledger is asked about, another one is not."""
    key = source.signed.key if source.signed else ""
    if key and not args.trust_key and source.origin.id not in known_keys(ledger.entries()):
        _yes(args, f"Signed with {key}. Is it the key they name", "--trust-key KEY")
        return key
    return str(args.trust_key)


def _person(args: argparse.Namespace, found: Incoming, here: Record, answers: Answers) -> Answers:
    """Who it is, and who it is not."""
    if asks_who(found, here) and not answers.same:
        _yes(args, "Is it one person", "--same-person")
        answers = replace(answers, same=True)
    for number, how in found.like:
        if number not in answers.others:
            question = f"Is MRN {visible(number)} ({how}) somebody else"
            _yes(args, question, f"--another-person {visible(number)}")
            answers = replace(answers, others=answers.others | {number})
    return answers


def _ward(args: argparse.Namespace, found: Incoming, answers: Answers) -> Answers:
    """The bed here, the clock there, and where both sites went on, whose course goes on."""
    if not answers.bed:
        answers = replace(answers, bed=_text(args, "The bed here", "--bed"))
    if args.clock_off is None:
        question = "By how many minutes was their clock ahead (0 when right, -5 behind)"
        minutes = _text(args, question, "--clock-off")
        if not minutes.removeprefix("-").isdecimal():
            raise Refused("Write the minutes as a number, 0 for none. Nothing was recorded.")
        answers = replace(answers, clock_off=int(minutes))
    if found.both and not answers.takes:
        side = _text(args, "Whose course goes on, here or there", "--take")
        if side not in ("here", "there"):
            raise Refused("Type here or there. Nothing was recorded.")
        why = answers.reason or _text(args, "Why", "--reason")
        answers = replace(answers, takes="here" if side == "here" else "there", reason=why)
    return answers


def _yes(args: argparse.Namespace, question: str, option: str) -> None:
    if _text(args, f"{question}? Type yes, or Enter for no", option).casefold() != "yes":
        raise Refused("That was no yes. Nothing was recorded.")


def _text(args: argparse.Namespace, question: str, option: str) -> str:
    """What is typed. Refused where nobody can be asked, or nothing was typed."""
    if args.json or args.pin_stdin or not sys.stdin.isatty():
        raise Refused(f"{question}: say it with {option}. Nothing was recorded.")
    print(f"{question}: ", end="", file=sys.stderr, flush=True)
    typed = sys.stdin.readline().strip()
    if not typed:
        raise Refused(f"{question}: nothing was typed. Nothing was recorded.")
    return typed
