"""What a scanned code says: a pack by GS1 (GTIN, batch, expiry, serial), or the text of another code.

GS1 General Specifications, sections 3 and 7.8; the check digits are looked at by biip.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from protocols.values.text import visible

RETAIL = ("]E", "]X")
"""Symbology identifiers of EAN and UPC."""
PLAIN = (8, 12, 13, 14)
"""Digits of a GTIN without anything around it."""


@dataclass(frozen=True)
class Code:
    """A code as it was read. `text` is what it says, without the identifier of its symbology.

    `gtin` has 14 digits, "" where it is no pack. `fault` says why a code that begins like one of a pack
    cannot be believed.
    """

    text: str
    gtin: str = ""
    batch: str = ""
    serial: str = ""
    expires: date | None = None
    relation: str = ""
    """The service relation number (GSRN, 18 digits) of a wristband, "" for none."""
    fault: str = ""

    @property
    def is_pack(self) -> bool:
        """Whether it is on a pack, be it readable or not."""
        return bool(self.gtin or self.fault)


def read_code(text: str) -> Code:
    """What `text` says, as a scanner sent it: GS as ASCII 29, with or without a symbology identifier."""
    import biip  # which reads its tables of identifiers: only where something is scanned

    said, plain = _without_symbology(text.strip(" \r\n\t"))
    try:
        found = biip.parse(said + plain)
    except (biip.BiipException, ValueError, IndexError):  # an identifier of a symbology that is none
        return Code(plain)
    if found.gs1_message is not None and (said or _begins_a_message(plain)):
        return _of_message(plain, found.gs1_message)
    if found.gtin is not None and (said.startswith(RETAIL) or (plain.isdigit() and len(plain) in PLAIN)):
        return Code(plain, gtin=found.gtin.as_gtin_14())
    if plain.startswith("01") and len(plain) >= 16 and plain[2:16].isdigit():
        return Code(plain, fault="It begins like the code of a pack, but cannot be read. Scan it again.")
    return Code(plain)


def _without_symbology(text: str) -> tuple[str, str]:
    """The symbology identifier, "" for none, and what is behind it (ISO/IEC 15424)."""
    known = len(text) > 3 and text[0] == "]" and text[1].isalpha() and text[2].isalnum() and text.isascii()
    return (text[:3], text[3:].lstrip("\x1d")) if known else ("", text.lstrip("\x1d"))


def _begins_a_message(text: str) -> bool:
    """Whether a text without its symbology is meant as GS1: a pack or a wristband, not just any number."""
    return (text.startswith("01") and len(text) >= 16) or (text.startswith("8018") and len(text) >= 22)


def _of_message(text: str, message: object) -> Code:
    from biip.gs1_messages import GS1Message

    assert isinstance(message, GS1Message)
    said = {part.ai.ai: part for part in message.element_strings}
    gtin = said.get("01") or said.get("02")
    if gtin is not None and gtin.gtin is None:
        return Code(text, fault=f"Its number {visible(gtin.value)} has a wrong check digit. Scan it again.")
    expiry, batch, serial, relation = (said.get(ai) for ai in ("17", "10", "21", "8018"))
    if expiry is not None and expiry.date is None:
        return Code(text, fault="Its last day cannot be read. Read it on the pack, and scan it again.")
    return Code(
        text,
        gtin=gtin.gtin.as_gtin_14() if gtin is not None and gtin.gtin is not None else "",
        batch=batch.value if batch else "",
        serial=serial.value if serial else "",
        expires=expiry.date if expiry else None,
        relation=relation.value if relation else "",
    )
