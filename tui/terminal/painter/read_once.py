"""Textual's stylesheet, whose style sheets are read once in a process for each theme.

Textual reads them for each app, again for a theme that is chosen a second time, and twice at the start. What
was read serves the next app of the same class: in a host that is every session it forks.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Any, ClassVar

from textual.cache import LRUCache
from textual.css.stylesheet import Stylesheet

Key = tuple[object, frozenset[tuple[str, str]]]

_SOURCES, _STYLES = 256, 4096
_READ: dict[Key, dict[str, Any]] = {}
"""What was read, by the class of the app and the variables of its theme."""


class SheetsReadOnce(Stylesheet):
    """The style sheets of an app of class `of`."""

    _SHARED: ClassVar[tuple[str, ...]] = (
        "source",
        "_parse_cache",
        "_style_parse_cache",
        "_Stylesheet__variable_tokens",
        "_rules",
        "_rules_map",
    )
    """What follows from the style sheets and the variables alone."""

    def __init__(self, *, variables: dict[str, str] | None = None, of: type = object) -> None:
        super().__init__(variables=variables)
        self._of = of
        self._take_over()

    @property
    def _key(self) -> Key:
        return self._of, frozenset(self._variables.items())

    def _keep(self) -> None:
        """Let the next one begin with what was read here."""
        _READ[self._key] = {name: vars(self)[name] for name in self._SHARED} | {"source": dict(self.source)}

    def _take_over(self) -> None:
        """Begin with what was read for these variables, and add what only this one has."""
        self._parse_cache, self._style_parse_cache = LRUCache(_SOURCES), LRUCache(_STYLES)
        kept = _READ.get(self._key)
        if kept is None:
            return
        own = self.source
        vars(self).update(kept, source=dict(kept["source"]), _require_parse=False)
        for place, (content, is_default, tie_breaker, scope) in own.items():
            self.add_source(content, place, is_default, tie_breaker, scope)

    def is_read_for(self, variables: dict[str, str]) -> bool:
        """Whether everything was read, and with these variables."""
        return self._variables == variables and not self._require_parse

    def set_variables(self, variables: dict[str, str]) -> None:
        """Use the colours of another theme; nothing is read anew for those that are in use."""
        if variables == self._variables:
            return
        self._variables = variables
        vars(self)["_Stylesheet__variable_tokens"] = None
        self._invalid_css, self._require_parse, self._rules_map = set(), True, None
        self._take_over()

    def reparse(self) -> None:
        """Read what has changed."""
        if self._require_parse:
            self.parse()

    def read(self, filename: str | PurePath) -> None:
        """Read a file; one that is as it was is not parsed again."""
        before, required = dict(self.source), self._require_parse
        super().read(filename)
        if self.source == before:
            self._require_parse = required
        else:
            self._rules_map = None
