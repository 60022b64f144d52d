"""Whatever bytes stand in the file: a protocol that can be used, or faults in words. Never a traceback."""

from __future__ import annotations

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from protocols.definition.protocol import Protocol
from protocols.definition.totals import before_last, step_text, step_totals
from protocols.toml.faults import ProtocolFault
from protocols.toml.parser import read_bytes
from protocols.values.text import visible
from tests.protocols.helpers.published import LIBRARY
from tests.protocols.helpers.site_file import GOOD

FILES = [GOOD.encode(), *(file.read_bytes() for file in sorted(LIBRARY.glob("*.toml")))]
VALUES = [
    "0", "-1", "1", "2.5", "nan", "-inf", "true", '""', '"x"', "[]", "[[]]", "{}", "[{}]", "{a={}}",
    "1979-05-27", "07:32:00", "0x7fffffffffffffffffff", "1e400", "1e-400", "0.30", '"12,5"', '"\\u202e"',
    "'''\nx\n'''", "[1, 'a', true]", "12,5", "",
]  # fmt: skip


def sound(protocol: Protocol) -> None:
    """What everybody else relies on holds for every protocol that was read."""
    assert msgspec.json.decode(msgspec.json.encode(protocol), type=Protocol) == protocol
    assert [step.days is None for step in protocol.steps] == [False] * (len(protocol.steps) - 1) + [
        True
    ] * bool(protocol.steps)
    assert all(dose.amount > 0 for step in protocol.steps for dose in step.doses)
    assert all(step.doses for step in protocol.steps)
    assert all(step_text(step, protocol.unit) for step in protocol.steps)
    assert (before_last(protocol) is None) == (step_totals(protocol) == ())


def read_anything(data: bytes, name: str) -> None:
    try:
        sound(read_bytes(data, name))
    except ProtocolFault as fault:
        told(fault, data.count(b"\n") + 1)


def told(fault: ProtocolFault, lines: int) -> None:
    """Every fault is a sentence that may go to a terminal, about a line the file has."""
    assert fault.faults
    for one in fault.faults:
        assert visible(str(one)) == str(one)
        assert str(one)[-1] in ".?"
        assert one.line is None or 1 <= one.line <= lines


@given(st.binary(max_size=400))
def test_random_bytes(data: bytes) -> None:
    read_anything(data, "site.toml")


@given(st.text(alphabet="[]{}=\"'.,#\\\n\r ab10-+eEinfut:_\ufeff“é", max_size=200))
def test_random_text_of_the_signs_toml_is_made_of(text: str) -> None:
    read_anything(text.encode(), "site.toml")


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A good file with a few stretches of bytes cut out, repeated or replaced."""
    data = draw(st.sampled_from(FILES))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(len(data), start + 60)))
        other = draw(st.integers(0, len(data)))
        put = draw(
            st.binary(max_size=6)
            | st.just(data[other : other + 40])
            | st.sampled_from([b"\n", b"[", b'"', b"="])
        )
        data = data[:start] + put + data[end:]
    return data


@given(damaged())
@settings(max_examples=300, deadline=None)
def test_damaged_files(data: bytes) -> None:
    read_anything(data, "site.toml")


@st.composite
def with_other_values(draw: st.DrawFn) -> bytes:
    """A good file in which some keys have any other value, are gone, stand twice or are misspelt."""
    lines = draw(st.sampled_from(FILES)).decode().splitlines()
    for _ in range(draw(st.integers(1, 5))):
        row = draw(st.integers(0, len(lines) - 1))
        key, equals, _ = lines[row].partition(" = ")
        if not equals:
            continue
        value = draw(st.sampled_from(VALUES))
        lines[row] = draw(
            st.sampled_from([f"{key} = {value}", "", f"{lines[row]}\nx{key} = 1", f"{key}.a = {value}"])
        )
    return "\n".join(lines).encode()


@given(with_other_values())
@settings(max_examples=300, deadline=None)
def test_files_with_other_values(data: bytes) -> None:
    read_anything(data, "site.toml")


@given(st.text(max_size=30))
def test_any_name_of_the_file(name: str) -> None:
    read_anything(FILES[0], name)
