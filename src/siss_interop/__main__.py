"""``python -m siss_interop`` is the ``siss-interop`` command."""

from siss_interop.cli import main

if __name__ == "__main__":
    main()
