"""What tests of several floors share: a PostgreSQL server a test run, and random tests that time nothing."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

from store.site import system_clock
from store.site.journal import silence
from tests.store.helpers.cluster import Cluster, shared, why_not

silence()  # The log of whoever runs the tests is not to fill with invented people.

if not os.environ.get("CI"):  # where Hypothesis does the same by itself, and draws the same each time
    settings.register_profile("calm", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("calm")


@pytest.fixture(autouse=True)
def _no_time_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the computer that runs the tests is synchronised makes no difference."""
    monkeypatch.setattr(system_clock, "synchronised", lambda: None)


@pytest.fixture(scope="session")
def server() -> Cluster:
    """A PostgreSQL server. Where there is none to start the test is skipped, but never by the automation."""
    why = why_not()
    if why and os.environ.get("CI"):
        pytest.fail(why)
    if why:
        pytest.skip(why)
    return shared()
