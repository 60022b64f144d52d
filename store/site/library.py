"""The protocol files: the case report's, other literature that comes along, and a site's own."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from protocols.definition.protocol import Protocol
from protocols.toml.faults import Fault, ProtocolFault
from protocols.toml.parser import read_bytes
from protocols.toml.text import LARGEST_FILE
from protocols.values.formatting import listed
from protocols.values.text import visible
from store.location.where import Where
from store.site.local_files import local_file

FIRST = "alectinib-report-2020"


class UnknownProtocol(LookupError):
    """No protocol has this id. The message is a sentence for the person who asked."""


@cache
def built_in() -> tuple[Protocol, ...]:
    """The protocols of the case report, its own first, those without a schedule last: ready to enrol on."""
    found = _files("library")
    return tuple(
        sorted(found, key=lambda protocol: (protocol.id != FIRST, not protocol.startable, protocol.id))
    )


@cache
def literature() -> tuple[Protocol, ...]:
    """Protocols of other drugs, quoted from their sources: to read, and to enrol on once a prescriber of the
    site has approved one.
    """
    return tuple(sorted(_files("library/literature"), key=lambda protocol: protocol.id))


@cache
def library() -> tuple[Protocol, ...]:
    """Every protocol that comes with Stepward."""
    return (*built_in(), *literature())


def _files(folder: str) -> list[Protocol]:
    return [
        read_bytes(file.read_bytes(), file.name)
        for file in files("protocols").joinpath(folder).iterdir()
        if file.name.endswith(".toml")
    ]


def find(protocol_id: str) -> Protocol:
    """The protocol of the library with this id. UnknownProtocol, which lists the ids, when there is none."""
    for protocol in library():
        if protocol.id == protocol_id:
            return protocol
    ids = listed([protocol.id for protocol in library()])
    raise UnknownProtocol(f'There is no protocol "{visible(protocol_id)}". There are {ids}.')


def load(path: Path) -> Protocol:
    """A site's own protocol file. ProtocolFault when it cannot be read or has any fault."""
    return read_bytes(_bytes_of(path), str(path))


class Site(NamedTuple):
    """What lies in a site's own protocol folder: what can be used, and what is wrong with the rest."""

    protocols: tuple[Protocol, ...]
    faults: tuple[ProtocolFault, ...]


def site_folder(ledger: Where) -> Path:
    """Where a site's own protocol files lie: beside its ledger."""
    return local_file(ledger).parent / "protocols"


def site_library(ledger: Where) -> Site:
    """The protocol files beside `ledger`, read anew, by name; nothing where there is no such folder."""
    protocols, faults = [], []
    folder = site_folder(ledger)
    try:
        files = sorted(file for file in folder.iterdir() if file.suffix == ".toml")
    except OSError:
        files = []
    for file in files:
        try:
            protocols.append(load(file))
        except ProtocolFault as fault:
            faults.append(fault)
    return Site(tuple(protocols), tuple(faults))


def shelf(ledger: Where) -> Site:
    """All protocols a ward can read: the library's and its own, which stand in for one of the same id."""
    site = site_library(ledger)
    own = {protocol.id for protocol in site.protocols}
    others = tuple(protocol for protocol in literature() if protocol.id not in own)
    return Site((*built_in(), *others, *site.protocols), site.faults)


def _bytes_of(path: Path) -> bytes:
    """The bytes of a file, at most one more than a protocol file may have. A pipe or device is no file."""
    right = "Name a protocol file, such as site.toml"
    try:
        if path.is_file():
            with path.open("rb") as file:
                return file.read(LARGEST_FILE + 1)
        wrong = "this is not a file" if path.exists() else "there is no such file"
    except OSError as error:
        wrong = f"the file cannot be read ({error.strerror or 'no reason given'})"
        right = "Check its name and who may read it"
    raise ProtocolFault(Fault(str(path), None, "", wrong, right))
