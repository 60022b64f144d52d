"""Where a ledger in a database is: a URL without a password. Needs nothing of PostgreSQL to be named."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlencode

SCHEMES = ("postgresql://", "postgres://")
LEDGER = "ward"
"""The name of the ledger where the URL gives none."""

FIRST_FILE = "ward.json"
"""What the first file of a ledger in a database is called: moved to a disk it has this name."""

_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")


class LocationFault(Exception):
    """The data cannot be where it was said to be; the message says what is wrong and what would be right."""


class Database(NamedTuple):
    """One ledger in one database, or one of its files: it goes on in `ward-0002.json` there too."""

    url: str
    """What the driver is given: the URL without the name of the ledger."""
    ledger: str
    """The name of the ledger, which is that of its schema."""
    name: str = ""
    """The name of a file, "" for the newest."""

    def __str__(self) -> str:
        head, mark, query = self.url.partition("?")
        return f"{head}?{query}&ledger={self.ledger}" if mark else f"{head}?ledger={self.ledger}"

    @property
    def hosts(self) -> tuple[str, ...]:
        """The computers it names; none stands for this one."""
        server = self.url.partition("://")[2].partition("?")[0].partition("/")[0].rpartition("@")[2]
        asked = dict(parse_qsl(self.url.partition("?")[2])).get("host", "")
        return tuple(part for part in (asked or unquote(server)).split(",") if part)

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        return PurePath(self.name).stem

    @property
    def suffix(self) -> str:
        """The ending of the file's name."""
        return PurePath(self.name).suffix

    def with_name(self, name: str) -> Database:
        """Another file of the same ledger."""
        return self._replace(name=name)

    def resolve(self) -> Database:
        """Itself: a database has no other names here."""
        return self


def is_database(named: str) -> bool:
    """Whether somebody who says `named` means a database."""
    return named.startswith(SCHEMES)


def database(named: str, source: str) -> Database:
    """The ledger that the URL `named` stands for; LocationFault, without the URL, when it cannot be used."""
    scheme, _, rest = named.partition("://")
    rest, _, query = rest.partition("?")
    try:
        options = parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query))
    except ValueError:
        raise LocationFault(f"{source}: what stands behind the ? of the URL cannot be read.") from None
    person = rest.partition("/")[0].rpartition("@")[0]
    if ":" in person or any(key in ("password", "sslpassword") for key, _ in options):
        raise LocationFault(
            f"{source}: a password must not be in the URL, where others can see it. Put it into the file "
            "~/.pgpass, or into the environment's PGPASSWORD."
        )
    if not rest.partition("/")[2] and "service" not in dict(options):
        raise LocationFault(f"{source}: name the database too, such as: postgresql://db.example.org/hospital")
    name = dict(options).get("ledger", LEDGER)
    if not _NAME.fullmatch(name):
        raise LocationFault(
            f"{source}: ledger= is the name of a ledger: small letters, digits and _, such as ledger=ward_3"
        )
    left = urlencode([(key, value) for key, value in options if key != "ledger"], safe="/,:")
    return Database(f"{scheme}://{rest}{'?' if left else ''}{left}", name)
