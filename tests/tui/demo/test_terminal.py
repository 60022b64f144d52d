"""`stepward --demo` in a real terminal: the invented ward is shown, and gone however it is left."""

import signal
import sys
from pathlib import Path

import pytest

from tests.tui.helpers.terminal import Terminal, environment, type_pin
from tui.demo.people import PIN

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")

CTRL_Q = "\x11"


@pytest.mark.parametrize(("number", "code"), [(None, 0), (signal.SIGHUP, 129)], ids=["Ctrl+Q", "SIGHUP"])
def test_the_demonstration_leaves_nothing_behind(
    number: signal.Signals | None, code: int, tmp_path: Path
) -> None:
    wards, state = tmp_path / "tmp", tmp_path / "state"
    wards.mkdir()
    environ = environment(TMPDIR=str(wards), XDG_STATE_HOME=str(state))
    with Terminal([sys.executable, "-m", "tui", "--demo"], environ) as terminal:
        terminal.wait_for("Demonstration ward")
        (ward,) = wards.iterdir()
        assert (ward / "ward.json").exists()
        if number is None:
            terminal.send(CTRL_Q)
        assert terminal.end(number) == code
        assert terminal.settings() == terminal.before
    assert not list(wards.iterdir())
    assert not [path for path in state.rglob("*") if path.is_file()], "nor any fault, nor anything remembered"


def test_a_locked_terminal_shows_nothing_of_a_patient() -> None:
    with Terminal([sys.executable, "-m", "tui", "--demo"], environment()) as terminal:
        terminal.wait_for("Demonstration ward")
        type_pin(terminal, "AD", PIN)
        terminal.wait_for("OKONKWO")
        terminal.send(".")
        terminal.wait_for(lambda text: "LOCKED since" in text and "u Step" not in text)
        assert "OKONKWO" not in terminal.text()
        assert "alectinib" not in terminal.text()
        type_pin(terminal, "", PIN)
        terminal.wait_for("OKONKWO")
        terminal.send("q")
        assert terminal.end() == 0
