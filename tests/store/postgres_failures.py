"""What fails under load: `python -m tests.store.postgres_failures [kill|cut|failover] [--seconds 60]`.

Sessions in processes of their own record as fast as they can, pressing the same key again when they are told
that something was not recorded. Meanwhile the server is killed with SIGKILL and started again, the cable is
pulled and put back, or the server is killed for good and its copy takes over. Afterwards every entry that was
acknowledged must be there, and none twice.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from store.errors import LedgerError
from store.ledger.ledger import Ledger
from store.ledger.reader import utc_now
from store.location.database_url import Database, database
from store.maintenance.verify import verify
from tests.store.helpers.cluster import NURSES, Cluster, cluster
from tests.store.helpers.proxy import Proxy
from tests.store.helpers.ward import NURSE, ZONE, admission, note
from tests.store.helpers.workers import start


class Told(NamedTuple):
    """What became of a run."""

    acknowledged: int
    unclear: int
    faults: int
    lost: int
    doubled: int
    whole: bool

    def words(self, kind: str, sessions: int, seconds: float) -> str:
        """One line of figures."""
        return (
            f"{kind}, {sessions} sessions, {seconds:g} s: {self.faults} faults, "
            f"{self.acknowledged} acknowledged, "
            f"{self.unclear} told NOT RECORDED or not certain and pressed again, {self.lost} lost, "
            f"{self.doubled} doubled, the chain is {'good' if self.whole else 'BROKEN'}"
        )


def work(place: Database, patient: str, told: Path, seconds: float) -> None:
    """Record for so long; each acknowledged id is written down, and so is each refusal."""
    with told.open("w", buffering=1) as file:
        ledger = _opened(place)
        end = time.time() + seconds
        while time.time() < end:
            id = uuid.uuid4().hex
            while time.time() < end + 20:
                try:
                    ledger.append(note("450 mg", utc_now(), patient, id=id), ledger.record(patient).version)
                except LedgerError as error:
                    file.write(f"not {type(error).__name__}\n")
                    time.sleep(random.uniform(0.01, 0.1))
                    with suppress(LedgerError):
                        ledger.refresh()
                else:
                    file.write(f"{id}\n")
                    break
        ledger.close()


def _opened(place: Database) -> Ledger:
    while True:
        with suppress(LedgerError):
            return Ledger.open(place, patience=3)
        time.sleep(0.1)


def run(place: Database, sessions: int, seconds: float, fault: Callable[[], bool], pause: float) -> Told:
    """Let so many sessions work while the fault happens again and again; compare what was told."""
    patients = [f"patient {n}" for n in range(sessions)]
    with Ledger.open(place) as ledger:
        for patient in patients:
            ledger.append(admission(utc_now(), patient), 0)
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / str(n) for n in range(sessions)]
        workers = [start(work, place, *pair, seconds) for pair in zip(patients, files, strict=True)]
        faults = 0
        while any(worker.is_alive() for worker in workers):
            time.sleep(pause)
            faults += fault()
        for worker in workers:
            worker.join()
        assert [worker.exitcode for worker in workers] == [0] * sessions
        lines = [line for file in files for line in file.read_text().splitlines()]
    acknowledged = [line for line in lines if not line.startswith("not ")]
    with Ledger.open(place, read_only=True) as ledger:
        kept = [entry.id for entry in ledger.entries()]
    return Told(
        len(acknowledged),
        len(lines) - len(acknowledged),
        faults,
        len(set(acknowledged) - set(kept)),
        len(kept) - len(set(kept)),
        verify(place).ok,
    )


@contextmanager
def killed() -> Iterator[tuple[Database, Callable[[], bool]]]:
    """A server that is killed with all its processes, and started again."""
    with cluster(durable=True) as server:

        def fault() -> bool:
            server.kill()
            server.start()
            return True

        yield _begun(server), fault


@contextmanager
def cut() -> Iterator[tuple[Database, Callable[[], bool]]]:
    """A server whose cable is pulled for a moment, at times just before a COMMIT is answered."""
    with cluster() as server:
        place, cable = _begun(server), Proxy(server.port)

        def fault() -> bool:
            cable.at_commit = lambda: random.choice(["", "", "", "before", "after"])
            time.sleep(0.2)
            cable.at_commit = lambda: ""
            cable.cut(stay=True)
            time.sleep(random.uniform(0, 0.3))
            cable.mend()
            return True

        yield _at(place, f"127.0.0.1:{cable.port}"), fault
        cable.close()


@contextmanager
def failed_over() -> Iterator[tuple[Database, Callable[[], bool]]]:
    """A server with a copy that follows it synchronously; it is killed, and the copy takes over."""
    with cluster(durable=True, settings=("synchronous_commit=on",)) as server:
        copy = Cluster(server.folder.parent / "two", durable=True)
        place = _begun(server)
        copy.copy_of(server)
        copy.start()
        server.ask("ALTER SYSTEM SET synchronous_standby_names = '*'")
        server.ask("SELECT pg_reload_conf()")
        while server.ask("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'") != [(1,)]:
            time.sleep(0.05)
        left = [server]

        def fault() -> bool:
            if not left:
                return False
            left.pop().kill()
            copy.promote()
            return True

        try:
            yield _at(place, f"127.0.0.1:{server.port},127.0.0.1:{copy.port}"), fault
        finally:
            copy.stop()


def _begun(server: Cluster) -> Database:
    place = server.new_place()
    Ledger.create(place, "Ward 3", ZONE, NURSE).close()
    return place


def _at(place: Database, hosts: str) -> Database:
    return database(f"postgresql://{NURSES}@{hosts}/postgres?ledger={place.ledger}", "--data")


KINDS = {"kill": killed, "cut": cut, "failover": failed_over}


def main() -> int:
    """Run as the command line says; 0 when nothing was lost or doubled."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*", choices=[*KINDS, []], default=[])
    parser.add_argument("--sessions", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=60)
    args = parser.parse_args()
    good = True
    for kind in args.kinds or KINDS:
        with KINDS[kind]() as (place, fault):
            pause = args.seconds / 3 if kind == "failover" else 2.0
            told = run(place, args.sessions, args.seconds, fault, pause)
        print(told.words(kind, args.sessions, args.seconds), flush=True)
        good = good and told.whole and not told.lost and not told.doubled
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
