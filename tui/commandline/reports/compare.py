"""`stepward compare ID ID ...`: two to five protocols side by side, by protocol day.

A site's own protocol can be named by the ID it has in the library, or by its file (.toml). Units are counted
in the strengths of each protocol's file, or of the shelf that --strengths names.

JSON: an object with `unit`, `protocols`, `days`, `levels` and `against`. A protocol has `id`, `title`,
`drug`, `startable`, `strengths`, `published` (the columns of the case report's Table 2), and, null without
a schedule, `first_daily`, `last_daily`, `largest_daily_ratio`, `largest_single_ratio`, `before_last_step`
(`days`, `doses`, `amount`, `units`) and `last_step_daily_units`. Units have `units` (`strength`, `count`),
`unmade` (`amount`, `doses`: nothing makes them), `divided` (of the units, those that are cut, each for one
dose) and `liquids` (`name`, `ml`), all null of doses per kg or m². A run of days has `first_day`,
`last_day` (null for no end) and `doses`: by id `step`, `daily_amount` and `cumulative_amount` (at the end
of the run, or of its first day). A level has `daily_amount` and `reached`: by id `day` (null for never) and
`exact`. A line of `against` has `id`, `other`, `other_last_daily`, `reached_on` and `higher_from` (protocol
days, null for never). Sums are never a dose.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import permutations
from pathlib import Path

import msgspec

from protocols.definition.comparison import Days, Level, by_day, comparable, largest_growth, levels, passing
from protocols.definition.protocol import Protocol
from protocols.definition.stock import Stock, doses_before_last, doses_of_a_day, stock_for
from protocols.definition.totals import before_last, ratio_text
from protocols.toml.faults import ProtocolFault
from protocols.values.refusal import Refused
from store.location.where import Where
from store.site.library import UnknownProtocol, find, load, site_library
from tui.commandline.base.output import COLUMNS, Data, exact, put, say, write_json
from tui.exit_codes import Exit
from tui.parsing import Fault, strengths
from tui.views.lines.lines import text_of
from tui.views.picture.compare import comparison, names


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `stepward compare`."""
    parser.add_argument("ids", metavar="ID", nargs="+", help="a protocol's id, or a protocol file (.toml)")
    parser.add_argument("--strengths", metavar="LIST", help="the strengths on the shelf, such as 20,40,150")
    parser.add_argument("--json", action="store_true", help="write one JSON object")


def run(args: argparse.Namespace, ledger: Where) -> int:
    """Write the comparison; no ledger is needed."""
    try:
        own = {protocol.id: protocol for protocol in site_library(ledger).protocols}
        chosen = [
            load(Path(name)) if name.endswith(".toml") else own.get(name) or find(name) for name in args.ids
        ]
        comparable(chosen)
        if args.strengths:
            shelf = strengths(args.strengths)
            chosen = [msgspec.structs.replace(protocol, strengths=shelf) for protocol in chosen]
    except (UnknownProtocol, ProtocolFault, Refused, Fault) as error:
        for line in str(error).splitlines():
            say(line)
        return Exit.REFUSED
    if args.json:
        write_json(_data(chosen))
    else:
        text = text_of([*names(chosen, COLUMNS), *comparison(chosen, COLUMNS)])
        put("\n".join(line.rstrip() for line in text.splitlines()))
    return Exit.OK


def _data(protocols: Sequence[Protocol]) -> Data:
    return {
        "unit": next((p.unit for p in protocols if p.startable), protocols[0].unit),
        "protocols": [_protocol(protocol) for protocol in protocols],
        "days": [_days(days, protocols) for days in by_day(protocols)],
        "levels": [_level(level, protocols) for level in levels(protocols)],
        "against": [line for one, other in permutations(protocols, 2) for line in _against(one, other)],
    }


def _protocol(protocol: Protocol) -> Data:
    found: Data = {
        "id": protocol.id,
        "title": protocol.title,
        "drug": protocol.drug,
        "startable": protocol.startable,
        "strengths": [exact(strength) for strength in protocol.strengths],
        "published": msgspec.to_builtins(protocol.published),
        **dict.fromkeys(("first_daily", "last_daily", "largest_daily_ratio", "largest_single_ratio")),
        **dict.fromkeys(("before_last_step", "last_step_daily_units")),
    }
    before, growth = before_last(protocol), largest_growth(protocol)
    if before is not None:
        last = doses_of_a_day(protocol, len(protocol.steps))
        found |= {
            "first_daily": exact(protocol.steps[0].daily),
            "last_daily": exact(protocol.steps[-1].daily),
            "before_last_step": {
                "days": before.days,
                "doses": before.doses,
                "amount": exact(before.amount),
                **_stock(protocol, doses_before_last(protocol)),
            },
            "last_step_daily_units": _stock(protocol, last),
        }
    if growth is not None:
        daily, single = map(ratio_text, growth)
        found |= {"largest_daily_ratio": daily, "largest_single_ratio": single}
    return found


def _stock(protocol: Protocol, doses: Mapping[Decimal, int]) -> Data:
    """What doses take from the strengths of the file; nothing can be said of those per kg or m²."""
    if protocol.per:
        return dict.fromkeys(("units", "unmade", "divided", "liquids"))
    return stock_data(stock_for(doses, protocol.strengths, protocol))


def stock_data(stock: Stock) -> Data:
    """Whole units by strength, those of them that are divided, mL, and the doses that nothing makes."""
    return {
        "units": [{"strength": exact(size), "count": count} for size, count in stock.units],
        "unmade": [{"amount": exact(amount), "doses": count} for amount, count in stock.unmade],
        "divided": [{"strength": exact(size), "count": count} for size, count in stock.divided],
        "liquids": [{"name": name, "ml": exact(volume)} for name, volume in stock.liquids],
    }


def _days(days: Days, protocols: Sequence[Protocol]) -> Data:
    doses = {
        protocol.id: {
            "step": here.step,
            "daily_amount": exact(here.daily),
            "cumulative_amount": exact(here.so_far),
        }
        for protocol, here in zip(protocols, days.places, strict=True)
        if here is not None
    }
    return {"first_day": days.first, "last_day": days.last, "doses": doses}


def _level(level: Level, protocols: Sequence[Protocol]) -> Data:
    reached = {
        protocol.id: {"day": day, "exact": is_exact}
        for protocol, day, is_exact in zip(protocols, level.reached, level.exact, strict=True)
        if protocol.startable
    }
    return {"daily_amount": exact(level.daily), "reached": reached}


def _against(one: Protocol, other: Protocol) -> list[Data]:
    found = passing(one, other)
    if found is None:
        return []
    last = exact(other.steps[-1].daily)
    days = {"reached_on": found.reached, "higher_from": found.higher}
    return [{"id": one.id, "other": other.id, "other_last_daily": last, **days}]
