"""What an administrator of the database does for a ledger: its tables, and who may do what."""

from __future__ import annotations

import psycopg
from psycopg import sql

from store.errors import LedgerError, NewerFormat
from store.location.database_url import Database
from store.postgres.connection import connect, said
from store.postgres.schema import VERSION, setup


class NotSetUp(LedgerError):
    """The tables could not be made."""


def set_up(place: Database, role: str) -> tuple[int, int]:
    """Make or update the tables of the ledger, all or nothing; the version before, 0 for none, and now."""
    with connect(place) as connection:
        try:
            with connection.transaction():
                before = _version(connection, place)
                if before > VERSION:
                    raise NewerFormat(place, f"its tables have version {before}, this one knows {VERSION}")
                for step in setup(place.ledger, role, before):
                    connection.execute(step)
        except psycopg.Error as error:
            raise NotSetUp(
                f"The tables of {place} were not made, nothing was changed. {said(error)}"
            ) from error
    return before, VERSION


def _version(connection: psycopg.Connection[tuple[int]], place: Database) -> int:
    there = connection.execute("SELECT to_regclass(%s) IS NOT NULL", [f"{place.ledger}.about"]).fetchone()
    if not there or not there[0]:
        return 0
    query = sql.SQL("SELECT max(version) FROM {}.about").format(sql.Identifier(place.ledger))
    row = connection.execute(query).fetchone()
    return row[0] if row else 0


def script(place: Database, role: str) -> str:
    """What `set_up` runs where there is nothing yet, to be run by hand."""
    steps = [step.as_string(None).strip() for step in setup(place.ledger, role)]
    return "\n\n".join(["BEGIN;", *steps, "COMMIT;"])
