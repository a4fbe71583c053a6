"""`python -m siss_interop.generate [--check]`, in a checkout: write the generated files, or say which are not in step (exit code 1)."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from siss_interop.generate.files import drifted, write

ROOT = Path(__file__).resolve().parents[3]

USAGE = "usage: python -m siss_interop.generate [--check]\n"


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    """Run it. Returns the exit code: 0 fine, 1 not in step, 2 wrong use."""
    if list(arguments) not in ([], ["--check"]) or not (root / "pyproject.toml").is_file():
        sys.stderr.write(USAGE + "It works in a checkout of the project only.\n")
        return 2
    found = drifted(root)
    if arguments:
        sys.stderr.writelines(f"not in step: {name}\n" for name in found)
        return 1 if found else 0
    write(root)
    sys.stdout.writelines(f"written: {name}\n" for name in found)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
