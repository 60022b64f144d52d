"""How a protocol file says that doses are made: pieces that may be divided, liquids, the syringe's step.

And how those per kg or m² are rounded, and how large one may ever be.
"""

from __future__ import annotations

from decimal import Decimal

from protocols.definition.liquid import DIVISIBLE, Divisible, Liquid
from protocols.toml.table import Table
from protocols.toml.values import amount_wrong
from protocols.values.formatting import number_text
from protocols.values.identity import drug_key
from protocols.values.unit import per_of


def read_divisible(top: Table) -> Divisible:
    """How far a piece may be divided; not at all where the file does not say."""
    return top.one_of("divisible", DIVISIBLE) if top.has("divisible") else "no"


def read_liquids(top: Table) -> tuple[tuple[Liquid, ...], Decimal | None]:
    """The [[liquids]] and the step of the syringe in mL, which liquids need."""
    tables = top.tables("liquids")
    liquids = tuple(_liquid(table) for table in tables)
    step = top.maybe_amount("syringe_step")
    if tables and "syringe_step" not in top.found:
        right = "Add a line such as syringe_step = 0.1: the mL between two marks of the syringe"
        top.wrong(("syringe_step is missing", right))
    if not tables and "syringe_step" in top.found:
        right = "Add a table [[liquids]], or leave syringe_step out"
        top.wrong(("syringe_step stands without a liquid", right), "syringe_step")
    names = [drug_key(liquid.name) for liquid in liquids]
    if len(set(names)) < len(names):
        top.wrong(("a liquid stands twice", "Give each liquid a name of its own"), "liquids")
    return liquids, step


def read_rounding(top: Table) -> tuple[Decimal | None, Decimal | None]:
    """`round_to` and `at_most`, in the drug's own unit; only beside amounts per kg or m²."""
    round_to, cap = _sized(top, top, "round_to"), read_cap(top, top)
    if round_to is not None and cap is not None and cap < round_to:
        right = f"Write at least {number_text(round_to)}, or a smaller round_to"
        top.wrong(("at_most is less than round_to: no rounded amount is within the cap", right), "at_most")
    return round_to, cap


def read_cap(top: Table, table: Table) -> Decimal | None:
    """The cap of one dose, of the whole file or of a step, which is lower."""
    cap, whole = _sized(top, table, "at_most"), top.found.get("at_most")
    readable = isinstance(whole, int | Decimal) and amount_wrong(whole) is None
    if table is not top and cap is not None and readable and cap >= Decimal(str(whole)):
        right = f"Write less than {number_text(Decimal(str(whole)))}, or leave it out"
        table.wrong(("at_most of the step is not less than at_most of the file", right), "at_most")
    return cap


def _sized(top: Table, table: Table, key: str) -> Decimal | None:
    amount = table.maybe_amount(key)
    unit = top.found.get("unit")
    if key in table.found and not (isinstance(unit, str) and per_of(unit)):
        right = 'Write unit = "mg/kg" or "mg/m2" and the amounts per kg or m², or leave it out'
        table.wrong((f"{key} stands without a dose per kg or m²", right), key)
    return amount


def _liquid(table: Table) -> Liquid:
    name = table.text("name")
    value = table.value("amount", "4")
    amount = table.maybe_amount("amount") if value is not None else None
    table.close()
    return Liquid(name, amount or Decimal(1))
