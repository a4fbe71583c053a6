"""The commands under one roof, and the last line of defence around them."""

from __future__ import annotations

import io
import sys
from typing import Annotated, NoReturn

import typer

from siss_interop.cli import codes, convert, explain, html, ledger, messages, new, schema, show, validate
from siss_interop.cli.edge import UNREADABLE, failed, silence

PROGRAM = "siss-interop"

app = typer.Typer(
    name=PROGRAM,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    # a traceback shows local variables, and those hold personal data
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 fine; 1 issues, or refused for loss; 2 unreadable input or wrong use.\n\n"
    "SOURCE is a file, or - for standard input; its format and message are recognised.",
)


def _version(wanted: bool) -> None:
    if wanted:
        from siss_interop import __version__

        typer.echo(f"{PROGRAM} {__version__}")
        raise typer.Exit


@app.callback()
def _program(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")] = False,
) -> None:
    """Italian health messages: read, check, show and convert them, losing nothing silently."""


for _module in (convert, validate, show, html, ledger, messages, explain, codes, new, schema):
    _name = _module.__name__.rpartition(".")[2]
    app.command(_name, epilog="Examples:\n\n" + "\n\n".join(f"  {PROGRAM} {line}" for line in _module.EXAMPLES))(_module.command)


def run() -> NoReturn:
    """Run the program on the arguments of the process and leave it. Nothing that happens inside comes out as a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # a character that the terminal's encoding lacks is no reason to fail
            stream.reconfigure(errors="backslashreplace")
    code: int | str | None = UNREADABLE
    try:
        app(prog_name=PROGRAM)
    except SystemExit as ended:
        code = ended.code
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the edge of the program
        code = failed(error)
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except (OSError, ValueError) as error:
        code = failed(error)
    silence()
    sys.exit(code)
