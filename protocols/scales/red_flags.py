"""The signs that stop everything at once (rules.md, "Rash, red flags, holds"; domain.md 2.6)."""

from __future__ import annotations

import re
from decimal import Decimal

from protocols.definition.protocol import Protocol
from protocols.entries import RashFound
from protocols.values.formatting import listed

EROSION, BLISTER, PAIN = "mucosal erosion", "blister or skin detachment", "skin pain"
FEVER, TARGET = "fever over 38.5 °C", "target or dusky lesions"
OEDEMA, PURPURA, NODES = "facial oedema", "purpura", "enlarged nodes"
COMMON = (EROSION, BLISTER, PAIN, FEVER, OEDEMA, TARGET, PURPURA, NODES)

FEVER_OVER = Decimal("38.5")
"""Degrees Celsius above which a temperature is a red flag."""

_PLACE = r"(?:face|facial|lips?|eyelids?|eyes?|tongue|mouth|throat|cheeks?)"
_SWELLING = r"(?:o?edema\w*|swell\w*|swollen|puff\w*)"

_SAID = {
    EROSION: r"erosion|eroded|erosive|mouth sore|sore mouth|ulcer|raw (?:lips?|mouth|tongue|gums?)",
    BLISTER: r"blister|bulla|bullous|vesic|detach|peel|slough|skin (?:comes|coming|came) off|nikolsky",
    PAIN: r"pain|tender|sore skin|skin (?:is )?sore",
    FEVER: r"fever|febrile|pyrexia",
    OEDEMA: rf"angio-?o?edema|{_PLACE}[^.;,]{{0,20}}{_SWELLING}|{_SWELLING}[^.;,]{{0,20}}{_PLACE}",
    TARGET: r"target|dusky",
    PURPURA: r"purpur|petechia",
    NODES: r"(?:enlarged|swollen) (?:lymph )?(?:nodes?|glands?)|lymphadenopathy"
    r"|(?:lymph nodes?|glands?) (?:are )?(?:enlarged|swollen)",
}
_OWN = {
    "breath": r"breathless|short(?:ness)? of breath|dyspno?ea|cannot breathe|hard to breathe|wheez",
    "jaundice": r"jaundice|icter|yellow (?:skin|eyes?|sclera\w*)",
    "faint": r"faint|dizzy|collapse|syncop",
    "swelling": rf"{_PLACE}[^.;,]{{0,20}}{_SWELLING}|{_SWELLING}[^.;,]{{0,20}}{_PLACE}|angio-?o?edema",
}
"""How the signs that protocols add are said, by a word of their name."""

_TURNS = (
    "but|however|though|although|except|yet|now|then|has|have|had|with|new|and|because|due|from|while|since"
    "|when|after|despite|instead|only|just|shows?|seen|is|are|more|worse"
)
_UNTIL = rf"(?:(?!\b(?:{_TURNS})\b| -+ )[^.;,:!?()\u2013\u2014\u2192+&\n])*"
_LIST = rf"{_UNTIL}(?:,{_UNTIL})*\b(?:or|nor)\b{_UNTIL}"
_DENIED = re.compile(
    rf"\b(?:no|without|denies|denied|free of|never(?: had)?)\b(?:{_LIST}|{_UNTIL})|\bnot\b{_UNTIL}",
    re.IGNORECASE,
)
"""What a denial reaches: up to a sign, a dash or a word with which the sentence turns ("and", "because"), or
all of a list that ends with "or".
"""


def red_flags(protocol: Protocol) -> tuple[str, ...]:
    """The common red flags and those the protocol adds."""
    return (*COMMON, *(flag for flag in protocol.red_flags if flag not in COMMON))


def stated(found: RashFound) -> tuple[str, ...]:
    """The red flags that the fields of `found` state, whatever its free text says."""
    fever = found.temperature is not None and found.temperature > FEVER_OVER
    shown = {
        EROSION: found.mucosa == "involved",
        PAIN: bool(found.tender),
        FEVER: fever,
        TARGET: found.rash_type == "erythema multiforme",
    }
    return tuple(flag for flag in COMMON if shown.get(flag))


def signs(found: RashFound, protocol: Protocol | None = None) -> tuple[str, ...]:
    """The red flags that `found` points to, by its fields and by words in its free text.

    Those of `protocol` are among them. A pointer for a person, never a rule. What is denied ("no blisters")
    is passed over, and only that: in doubt it points.
    """
    said = _DENIED.sub(" ", f"{found.symptoms}. {found.note}")
    flags = red_flags(protocol) if protocol is not None else COMMON
    shown = {flag for flag in flags if re.search(_pattern(flag), said, re.IGNORECASE)}
    if found.temperature is not None:
        shown.discard(FEVER)
    shown |= set(stated(found))
    return tuple(flag for flag in flags if flag in shown)


def _pattern(flag: str) -> str:
    """How a sign is said: the common ones in many ways, one of the protocol's own also by its name."""
    if flag in _SAID:
        return _SAID[flag]
    ways = [pattern for word, pattern in _OWN.items() if word in flag.casefold()]
    return "|".join([re.escape(flag), *ways])


def pointer(found: RashFound, protocol: Protocol | None = None) -> str:
    """What to say where `found` points to red flags, else ""."""
    seen = signs(found, protocol)
    return f"RED FLAG? Stop and call: this points to {listed(seen)}." if seen else ""
