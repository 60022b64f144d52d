"""The diary of the fortnight, row after row."""

from __future__ import annotations

from tests.tui.fortnight import first_week as first_week
from tests.tui.fortnight import second_week as second_week
from tests.tui.fortnight.rows import DIARY as DIARY
