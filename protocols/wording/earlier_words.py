"""The reaction before a course, in a sentence."""

from __future__ import annotations

from protocols.entries import EarlierReaction
from protocols.values.formatting import day_text
from protocols.values.text import visible


def earlier_text(what: EarlierReaction) -> str:
    """What was recorded of it, in the order of its days."""
    taken = f", {visible(what.taken)}" if what.taken else ""
    parts = [f"first dose {day_text(what.first_dose)}{taken}", f"onset {day_text(what.onset)}"]
    parts += [visible(what.rash)] if what.rash else []
    if what.treatment:
        since = f" from {day_text(what.treatment_from)}" if what.treatment_from else ""
        until = f" until {day_text(what.treatment_until)}" if what.treatment_until else ""
        parts.append(f"treated with {visible(what.treatment)}{since}{until}")
    parts += [f"resolved {day_text(what.resolved)}"] if what.resolved else []
    return f"Earlier reaction: {', '.join(parts)}"
