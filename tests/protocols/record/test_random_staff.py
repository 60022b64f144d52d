"""Whatever people do to the staff list: somebody keeps it, and nobody else changes it."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from protocols import entries as e
from protocols.record.staff import LOCKED_AFTER, at_the_door
from protocols.rules.check import Refused
from tests.protocols.helpers.staff_list import ADMIN, NURSE, PIN, PRESCRIBER, StaffList, staff_of

PEOPLE = (ADMIN, NURSE, PRESCRIBER, e.Person("Omar Reza", "OR", "admin"), e.Person("Anna Ott", "ao", "nurse"))
ROLES: tuple[e.Role, ...] = ("nurse", "admin")
Act = tuple[str, e.Person, e.Person, e.Role]
ACTS = st.tuples(
    st.sampled_from(["add", "change", "disable", "reset", "wrong", "wrong", "right"]),
    st.sampled_from(PEOPLE),
    st.sampled_from(PEOPLE),
    st.sampled_from(ROLES),
)


def what(act: str, ward: StaffList, whom: e.Person, role: e.Role) -> e.What:
    """The entry that does `act` to `whom`, or to whoever has those initials."""
    found = ward.staff.find(whom.initials)
    id = found.id if found else "nobody"
    made: dict[str, e.What] = {
        "add": e.StaffAdded(whom.name, whom.initials, role, PIN),
        "change": e.StaffChanged(id, whom.name, whom.initials, role, "as agreed"),
        "disable": e.StaffDisabled(id, "left"),
        "reset": e.PinSet(id, PIN),
        "wrong": e.SignOnFailed(id),
        "right": e.SignedOn(id),
    }
    return made[act]


@settings(max_examples=60, deadline=None)
@given(st.lists(ACTS, max_size=40))
def test_somebody_always_keeps_the_list_and_nobody_else_changes_it(acts: list[Act]) -> None:
    ward = StaffList().usual()
    for act, by, whom, role in acts:
        before = ward.staff
        ward.go(hours=1)
        who = at_the_door("tty") if act == "wrong" else by
        with suppress(Refused):
            ward.record(what(act, ward, whom, role), who)
            if act != "wrong":
                same = before.find(whom.initials) == before.find(by.initials)
                own = same and act in ("right", "reset")
                assert before.has(by), "only who is on the list"
                assert own or by.role == "admin"
        now = ward.staff
        assert any(member.role == "admin" for member in now.active)
        initials = [member.initials.casefold() for member in now.active]
        assert len(initials) == len(set(initials)), "initials are one person's"
        assert all(member.wrong >= LOCKED_AFTER for member in now.locked)
        assert now == staff_of(ward.entries)
