"""Whether a part of a form is in view at all: neither it nor what it lies in is hidden."""

from __future__ import annotations

from textual.widget import Widget


def shown(widget: Widget) -> bool:
    """Whether `widget` and everything around it is displayed."""
    return all(node.display for node in widget.ancestors_with_self if isinstance(node, Widget))
