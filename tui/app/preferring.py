"""What each person prefers, remembered for them: the theme, ASCII, and how they are called."""

from __future__ import annotations

from tui.app.calling import Calling
from tui.host import Host
from tui.terminal.app import TerminalApp


class PreferringApp(TerminalApp, Host):
    """An app that looks and calls as whoever is signed on wants it."""

    calling: Calling

    def first_preference(self) -> str:
        """What was chosen last here."""
        return self.session.preferences.of() if self.session.preferences else ""

    @property
    def preference(self) -> str:
        """The theme, and how the person wants to be called."""
        return f"{super().preference}{self.calling.preference}"

    def prefer(self, preference: str) -> None:
        """Draw and call as that preference says."""
        super().prefer(self.calling.prefer(preference))

    def action_call(self) -> None:
        """Be called another way."""
        self.theme_chosen(self.calling.choose_next())

    def theme_chosen(self, words: str) -> None:
        """Remember for whoever is signed on what was chosen, and say it."""
        if self.session.preferences:
            self.session.preferences.keep(self.preference, self.session.person)
        self.clear_notifications()
        self.tell(words, 5)
