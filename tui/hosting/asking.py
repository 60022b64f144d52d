"""Whether a session may ask for a host at all, before anything is imported for it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping

HOSTS_HERE = sys.platform == "linux"
"""Whether there can be a host: it needs to know who is at the other end of a socket as Linux tells it."""


def asks_for_host(args: argparse.Namespace, environ: Mapping[str, str]) -> bool:
    """Not on an invented ward or a share, nor where Textual is told what it reads when it is imported."""
    return HOSTS_HERE and not (
        args.demo or args.on_share or any(name.startswith("TEXTUAL") for name in environ)
    )
