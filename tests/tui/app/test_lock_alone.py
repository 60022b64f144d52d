"""The lock by itself: when it falls, what waits behind it, who is told what when it opens."""

from __future__ import annotations

import msgspec

from tests.tui.helpers.bedside_app import NURSE, OTHER_NURSE
from tui.app.lock import Lock


class Clock:
    """Seconds, set by hand."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def locked(lock: Lock) -> Lock:
    lock.close()
    return lock


def test_it_falls_after_its_time_but_not_where_nobody_is_signed_on_or_it_has_fallen() -> None:
    clock = Clock()
    lock = Lock(120, clock)
    assert lock.due(NURSE) == ""
    clock.seconds = 106
    assert lock.due(None) == ""
    assert (lock.due(NURSE), lock.due(NURSE)) == ("warn", ""), "the warning comes once"
    clock.seconds = 120
    assert lock.due(NURSE) == "lock"
    assert locked(lock).due(NURSE) == ""


def test_to_open_it_counts_as_a_key() -> None:
    clock = Clock()
    lock = locked(Lock(120, clock))
    clock.seconds = 500
    lock.open(NURSE, NURSE)
    assert lock.due(NURSE) == ""


def test_what_waits_is_done_for_who_has_locked_it_in_order_and_once() -> None:
    lock, done = Lock(120), list[str]()
    lock.when_open(lambda: done.append("at once"))
    lock.close()
    lock.when_open(lambda: done.append("first"))
    lock.when_open(lambda: done.append("second"))
    assert done == ["at once"]
    assert not lock.open(msgspec.structs.replace(NURSE, account="elsewhere"), NURSE)
    lock.go_on()
    lock.go_on()
    assert done == ["at once", "first", "second"]


def test_what_waits_is_void_for_anybody_else() -> None:
    lock, done = locked(Lock(120)), list[str]()
    lock.when_open(lambda: done.append("it"))
    assert lock.open(OTHER_NURSE, NURSE)
    lock.go_on()
    assert not done
    assert not lock.locked


def test_the_same_initials_are_not_the_same_person() -> None:
    assert locked(Lock(120)).open(msgspec.structs.replace(NURSE, name="Aino Olsen"), NURSE)
    assert locked(Lock(120)).open(msgspec.structs.replace(NURSE, role="pharmacist"), NURSE)


def test_signing_on_in_the_place_of_another_closes_nothing() -> None:
    assert not Lock(120).open(OTHER_NURSE, NURSE), "nothing was locked: what is open is in sight"
    assert not Lock(120).open(NURSE, None)


def test_both_are_told_of_what_was_closed_each_once() -> None:
    lock = Lock(120)
    (words,) = lock.closed(["Record a dose"], NURSE, OTHER_NURSE)
    assert words.startswith('Ada Okafor had "Record a dose" open.')
    assert lock.told(OTHER_NURSE) == []
    (later,) = lock.told(NURSE)
    assert "was closed when Ben Lind signed on" in later
    assert lock.told(NURSE) == []


def test_names_cannot_do_anything_to_the_terminal() -> None:
    hostile = msgspec.structs.replace(NURSE, name="X\x1b]0;PWN\x07")
    assert "\x1b" not in "".join(Lock(120).closed(["Form"], hostile, hostile))
