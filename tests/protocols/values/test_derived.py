"""What is derived is worked out once for an object, and anew for another."""

from __future__ import annotations

from dataclasses import dataclass, replace

from protocols.values.derived import derived

asked: list[int] = []


@dataclass(frozen=True)
class Thing:
    number: int


@derived
def double(thing: Thing) -> int:
    """Twice the number."""
    asked.append(thing.number)
    return 2 * thing.number


def test_a_fact_is_worked_out_once_and_does_not_go_over_to_another_object() -> None:
    asked.clear()
    one = Thing(1)
    assert [double(one), double(one)] == [2, 2]
    other = replace(one, number=4)
    assert double(other) == 8
    assert asked == [1, 4]
    assert one == Thing(1)
    assert double.__doc__ == "Twice the number."
