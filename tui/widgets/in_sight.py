"""Nothing chosen is out of sight: what scrolls follows the line in focus, whatever changed its size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from textual import events
from textual.containers import VerticalScroll
from textual.content import Content
from textual.css.styles import RulesMap
from textual.geometry import Region
from textual.message import Message
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.terminal.eye import eye

_FEW = 4
"""Lines of a list that are drawn again one by one."""


def keep_in_sight(widget: Widget) -> None:
    """Scroll what is around `widget` so that its line in focus is seen, once all has been laid out."""
    widget.call_after_refresh(_scroll_to, widget)


def _scroll_to(widget: Widget) -> None:
    if not widget.is_attached or not widget.has_focus:
        return
    for around in widget.ancestors:
        if isinstance(around, VerticalScroll):
            y = eye(widget).y - around.content_region.y + around.scroll_offset.y
            around.scroll_to_region(Region(0, y, 1, 1), animate=False, force=True, immediate=True)


class Fields(VerticalScroll, can_focus=False):
    """The fields of a form. What is in focus stays in view when words or a banner take lines away."""

    class Scrolled(Message):
        """Other lines are out of sight than before."""

    _told = (0, 0)

    @property
    def out_of_sight(self) -> tuple[int, int]:
        """How many lines lie above and how many below what is seen."""
        above = self.scroll_offset.y
        return above, max(self.virtual_size.height - self.container_size.height - above, 0)

    def _on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """A wheel takes nothing out of sight that the next key is for."""
        event.prevent_default()

    def _on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The same upwards."""
        event.prevent_default()

    def on_resize(self) -> None:
        """Follow the field in focus; say what is out of sight, once a scroll bar has taken its cells."""
        self.keep_in_sight()
        self.call_after_refresh(self._tell)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Say what is out of sight now."""
        super().watch_scroll_y(old_value, new_value)
        self._tell()

    def _tell(self) -> None:
        if self.out_of_sight != self._told:
            self._told = self.out_of_sight
            self.post_message(self.Scrolled())

    def on_descendant_focus(self) -> None:
        """Show the field that has got the focus at once: a letter may follow."""
        self.keep_in_sight()

    def keep_in_sight(self) -> None:
        """The field in focus may have moved: follow it."""
        if self.screen.focused is not None and self in self.screen.focused.ancestors:
            keep_in_sight(self.screen.focused)


class Rows(OptionList):
    """A list of lines. The highlighted one stays in view when a notice or a banner takes lines away.

    A click highlights a line; a second one on it is Enter, but where Enter may do more than open something.
    """

    def __init__(self, *, click_opens: bool = True, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self.click_opens = click_opens

    async def _on_click(self, event: events.Click) -> None:
        """Highlight what is pointed at; open it when it is highlighted already."""
        event.prevent_default()
        place = event.style.meta.get("option")
        if place is None or self.get_option_at_index(place).disabled:
            return
        if place != self.highlighted:
            self.highlighted = place
        elif self.click_opens:
            self.action_select()

    def _on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the highlight, so that it stays in sight."""
        event.prevent_default()
        event.stop()
        self.action_cursor_down()

    def _on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The same upwards."""
        event.prevent_default()
        event.stop()
        self.action_cursor_up()

    def fill(self, prompts: Sequence[Content]) -> None:
        """Show these, one a line or more; only those that differ are made anew."""
        if len(self.options) != len(prompts):
            self.clear_options()
            self.add_options([Option(prompt) for prompt in prompts])
            return
        changed = list[int]()
        for place, (option, prompt) in enumerate(zip(self.options, prompts, strict=True)):
            if option.prompt is not prompt and option.prompt != prompt:
                option._set_prompt(prompt)
                changed.append(place)
        if not all(self._is_as_tall(place) for place in changed):
            self._clear_caches()
        elif changed:  # where each of hundreds of lines begins stays as it was
            self._draw_again(changed)

    def _draw_again(self, changed: Sequence[int]) -> None:
        """Draw the lines at these places again: just them where they are few."""
        options = {self.options[place] for place in changed}
        drawn = self._option_render_cache
        for key in list(drawn.keys()):
            if key[0] in options:
                drawn.discard(key)
        if len(changed) > _FEW:
            self.refresh()
            return
        for place in changed:
            self.refresh_lines(self._line_cache.index_to_line[place], self._line_cache.heights[place])

    def _is_as_tall(self, place: int) -> bool:
        """Whether a line takes as many lines of the screen as were counted for it before."""
        padding = self.get_component_styles("option-list--option").padding.width
        cells = self.scrollable_content_region.width - self._get_left_gutter_width() - padding
        height = self._get_visual(self.options[place]).get_height(cast(RulesMap, self.styles), cells)
        return self._line_cache.heights.get(place) == height

    def on_resize(self) -> None:
        """Follow the highlight."""
        self.call_after_refresh(self.scroll_to_highlight)
