"""The command line, `siss-interop`: one module per command. Only the edge of the library is here; what it does, it does through the front door."""

from __future__ import annotations


def main() -> None:
    """Run the command line and leave with 0 (fine), 1 (issues, or refused for loss) or 2 (unreadable input, or wrong use)."""
    from siss_interop.cli.app import run

    run()
