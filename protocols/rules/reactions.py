"""What the assessment of a reaction must say."""

from __future__ import annotations

from datetime import datetime

from protocols.entries import Entry, NaranjoAssessed
from protocols.record.fold import Record
from protocols.rules.doses import course_of
from protocols.scales.naranjo import ITEMS, LEAST, MOST
from protocols.values.refusal import fits, need_text, refuse_if


def naranjo_assessed(record: Record, entry: Entry, now: datetime) -> None:
    """Ten answers about a named reaction; a published sum comes with its source, and within the scale."""
    what = entry.what
    assert isinstance(what, NaranjoAssessed)
    course_of(record, entry)
    need_text(what.reaction, "which reaction is assessed")
    refuse_if(len(what.answers) != len(ITEMS), f"Answer all {len(ITEMS)} items: yes, no or unknown.")
    if what.published_sum is None:
        refuse_if(bool(what.published_source), "Write the published sum too, or leave out its source.")
    else:
        refuse_if(
            not LEAST <= what.published_sum <= MOST,
            f"A published Naranjo sum is from {LEAST} to {MOST}.",
        )
        need_text(what.published_source, "where the sum was published")
    fits(what.note, "the note")
