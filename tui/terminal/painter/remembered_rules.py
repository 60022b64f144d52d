"""Textual's stylesheet, which remembers what it has worked out: forms are opened again and again.

Which rules hold for a widget follows from it and what it is in: their types, ids, classes and pseudo-classes.
Textual holds some hundreds of rules against each widget each time, twice where a screen is opened, and
against each part of a widget that has a style of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any, ClassVar, NamedTuple

from textual.css.styles import RulesMap
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.widget import Widget

from tui.terminal.painter.read_once import SheetsReadOnce

Key = tuple[object, ...]

_SIBLINGS = frozenset(Stylesheet._EXCLUDE_PSEUDO_CLASSES_FROM_CACHE)
"""Pseudo-classes that follow from other widgets too: what asks for them is not remembered."""
_OF_THE_APP = frozenset(("dark", "light", "inline", "ansi", "nocolor"))
"""Those that all have in common; the app has them too, and stands in every path."""
_ONE_OF_TWO = {"blur": "focus", "enabled": "disabled"}
_MOST = 4096
"""How many are remembered. A session has about a thousand."""


class _Found(NamedTuple):
    """What was worked out for a widget: its rules, None for none at all, and what Textual notes of them.

    `set` is what stands in the widget once Textual has set each of them; None where it was on its way there.
    """

    rules: RulesMap | None
    set: RulesMap | None
    hover: bool
    focus_within: bool
    order: bool
    odd_or_even: bool


class RememberedRules(SheetsReadOnce):
    """Rules by the path of a widget, for as long as the style sheets and their variables are the same."""

    _SHARED: ClassVar[tuple[str, ...]] = (*SheetsReadOnce._SHARED, "_found", "_found_in", "_asked", "_used")

    def __init__(self, *, variables: dict[str, str] | None = None, of: type = object) -> None:
        self._found: dict[Key, _Found | None] = {}
        self._found_in: object = None
        self._asked: dict[type, tuple[Callable[[Any], object], ...]] = {}
        self._used: frozenset[str] = frozenset()
        super().__init__(variables=variables, of=of)

    def apply(
        self, node: DOMNode, *, animate: bool = False, cache: dict[Key, RulesMap] | None = None
    ) -> None:
        """Give `node` its styles. Nothing is done where it has them."""
        self._forget_other_sheets()
        key = self._path(node)
        if key not in self._found:
            self._work_out(node, key, animate)
            return
        found = self._found[key]
        if found is None:
            super().apply(node, animate=animate, cache=cache)
        elif not self._has_them(node, key):
            self._note(node, found)
            if found.rules is not None:
                self._give(node, found.rules, found.set, animate)
            self._process_component_classes(node)
            self._remember(node, key)

    def _give(self, node: DOMNode, rules: RulesMap, known: RulesMap | None, animate: bool) -> None:
        """Set these rules; all at once in a widget that has none yet and is not there to be drawn again."""
        if known is None or node._css_styles._rules or node._is_mounted:
            self.replace_rules(node, rules, animate=animate)
            return
        node._css_styles.merge_rules(known)
        node._nodes.updated()
        node.notify_style_update()

    def _work_out(self, node: DOMNode, key: Key, animate: bool) -> None:
        """Let Textual find the rules, and remember them where they follow from the path alone."""
        rules: dict[Key, RulesMap] = {}
        super().apply(node, animate=animate, cache=rules)
        if len(self._found) >= _MOST:
            self._found.clear()
        asked = set[str]()
        for name in self.rules_map.keys() & node._selector_names:
            asked.update(*(rule.pseudo_classes for rule in self.rules_map[name]))
        if asked & _SIBLINGS:
            self._found[key] = None
            return
        self._found[key] = _Found(
            next(iter(rules.values()), None),
            None if animate else node._css_styles._rules.copy(),
            node._has_hover_style,
            node._has_focus_within,
            node._has_order_style,
            node._has_odd_or_even,
        )
        self._remember(node, key)

    def _forget_other_sheets(self) -> None:
        """Begin anew where a style sheet was added or a theme chosen."""
        sheets = self.rules_map
        if sheets is not self._found_in:
            self._found_in, self._found, self._asked = sheets, {}, {}
            self._used = frozenset().union(*(rule.pseudo_classes for rule in self.rules))
            self._keep()

    def _path(self, node: DOMNode) -> Key:
        """What the rules of `node` follow from, from the app down to it."""
        return tuple(self._part(one) for one in node.css_path_nodes)

    def _part(self, node: DOMNode) -> Key:
        kind = type(node)
        asked = self._asked.get(kind)
        if asked is None:
            asked = self._asked[kind] = self._asked_of(node)
        holds = tuple([holds(node) for holds in asked])
        return kind, node._id, frozenset(node._classes), holds

    def _asked_of(self, node: DOMNode) -> tuple[Callable[[Any], object], ...]:
        """What tells which of the pseudo-classes of `node` hold for which some rule asks, each once."""
        leave_out = _SIBLINGS | (_OF_THE_APP if isinstance(node, Widget) else frozenset())
        used = {_ONE_OF_TWO.get(name, name) for name in self._used}
        asked = sorted((used & node._PSEUDO_CLASSES.keys()) - leave_out)
        own = {"disabled": attrgetter("disabled")}  # what it is in stands in the path too
        return tuple(own.get(name, node._PSEUDO_CLASSES[name]) for name in asked)

    @staticmethod
    def _note(node: DOMNode, found: _Found) -> None:
        node._has_hover_style, node._has_focus_within = found.hover, found.focus_within
        node._has_order_style, node._has_odd_or_even = found.order, found.odd_or_even

    def _remember(self, node: DOMNode, key: Key) -> None:
        vars(node)["_rules_of"] = self._found_in, key, node._css_styles._updates

    def _has_them(self, node: DOMNode, key: Key) -> bool:
        """Whether `node` and its parts got just these, and nothing has changed them since."""
        had = vars(node).get("_rules_of")
        if had is None or had[0] is not self._found_in or had[1:] != (key, node._css_styles._updates):
            return False
        parts = node._get_component_classes()
        return all(self._found.get((*key, self._part_of(name))) is not None for name in parts)

    def _part_of(self, component: str) -> Key:
        return DOMNode, None, frozenset((component,)), ()
