"""`stepward database setup | sql`: the tables of a ledger in PostgreSQL, made once by an administrator.

`setup` makes or updates them, in one transaction, at the place that --data names; `sql` writes what it would
run, for those who run it themselves. Either makes the role that records, without a login, if there is none:
grant it to the roles with which people come.
"""

from __future__ import annotations

import argparse

from protocols.values.refusal import Refused
from protocols.values.text import visible
from store.ledger.engine import needs_driver
from store.location.database_url import Database
from store.location.where import Where
from tui.commandline.base.output import say
from tui.exit_codes import Exit

ROLE = "stepward"
"""The role that records, unless another is named."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add what `stepward database` can do."""
    parser.add_argument("action", choices=("setup", "sql"), help="make the tables, or write the SQL for it")
    parser.add_argument("--role", default=ROLE, help=f"the role that records ({ROLE} unless named)")


def run(args: argparse.Namespace, ledger: Where) -> int:
    """Make the tables, or write how."""
    if not isinstance(ledger, Database):
        raise Refused("Name the database: stepward database setup --data postgresql://...")
    with needs_driver():
        from store.postgres.admin import script, set_up
    if args.action == "sql":
        print(visible(script(ledger, args.role), multiline=True))
        return Exit.OK
    before, now = set_up(ledger, args.role)
    print(visible(str(ledger)))
    if before == now:
        say(f"The tables have version {now} already. Who may do what was set anew.")
    else:
        say(f"The tables have version {now}.")
    say(f"Let people in: GRANT {visible(args.role)} TO the roles they come with.")
    return Exit.OK
