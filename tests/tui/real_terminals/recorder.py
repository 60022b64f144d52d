"""Runs the app in a pseudo-terminal of its own inside a real one, and writes down every byte it sends.

`recorder.py FOLDER COMMAND...`: FOLDER/log is what was sent; what is put into FOLDER/keys is typed.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import sys
import termios
import tty
from pathlib import Path


def main() -> None:
    """Copy between the terminal and the app until the app ends."""
    folder, command = Path(sys.argv[1]), sys.argv[2:]
    size = fcntl.ioctl(0, termios.TIOCGWINSZ, bytes(8))
    pid, master = pty.fork()
    if not pid:
        os.execvp(command[0], command)
    fcntl.ioctl(master, termios.TIOCSWINSZ, size)
    tty.setraw(0)
    typed = 0
    with (folder / "log").open("wb", buffering=0) as log:
        while True:
            ready, _, _ = select.select([0, master], [], [], 0.1)
            try:
                if master in ready:
                    data = os.read(master, 65536)
                    log.write(data)
                    os.write(1, data)
                if 0 in ready:
                    os.write(master, os.read(0, 4096))
            except OSError:
                return
            keys = (folder / "keys").read_bytes()[typed:]
            typed += len(keys)
            if keys:
                os.write(master, keys)


if __name__ == "__main__":
    main()
