"""What tests of several floors share: one PostgreSQL server a test run, thrown away at its end."""

from __future__ import annotations

import os

import pytest

from tests.store.helpers.cluster import Cluster, shared, why_not


@pytest.fixture(scope="session")
def server() -> Cluster:
    """A PostgreSQL server. Where there is none to start the test is skipped, but never by the automation."""
    why = why_not()
    if why and os.environ.get("CI"):
        pytest.fail(why)
    if why:
        pytest.skip(why)
    return shared()
