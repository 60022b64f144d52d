"""A few hundred tellings without a screen; `python -m tests.tui.tellings` takes 20,000."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from protocols.values import time_words
from protocols.values.time_words import Answer, This
from tests.tui.tellings.spoken import tell


def test_what_is_kept_is_what_was_meant_or_a_question_was_asked() -> None:
    outcomes, wrong = tell(600, 15)
    assert wrong == []
    assert all(outcomes[f"{way} {how}"] for way in ("at_a_form", "on_paper") for how in ("kept", "asked"))


def test_a_day_that_is_guessed_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def guessed(*words: object) -> Answer:
        answer = asked(*words)
        return This(answer.instants[-1]) if isinstance(answer, time_words.Which) else answer

    asked: Callable[..., Answer] = time_words.on_day
    monkeypatch.setattr(time_words, "on_day", guessed)
    _, wrong = tell(300, 15)
    assert wrong
