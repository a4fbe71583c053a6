"""`html`: a document as a page for people."""

from __future__ import annotations

import typer

from siss_interop.cli.edge import FINE, ISSUES, edge
from siss_interop.cli.options import Lang, LangOption, OutOption, SourceArgument
from siss_interop.cli.out import line, payload, same_file, write_file
from siss_interop.cli.report import issue_lines, place_of
from siss_interop.cli.sources import STDIN, data_of
from siss_interop.options import Options

EXAMPLES = ("html documento.xml -o documento.html", "html messaggio.json > pagina.html")


@edge
def command(source: SourceArgument, output: OutOption = None, lang: LangOption = Lang.IT) -> None:
    """Show a document as one HTML page: its header, its sections with their narratives, and who signed and keeps it.

    Any clinical or vaccination document, whatever its format. The page holds no script and loads nothing; it fits screens, paper and readers of the
    blind. It says what the document says, personal data included.
    """
    if output is not None and source != STDIN and same_file(output, source):
        raise typer.BadParameter("this would overwrite the source")
    from siss_interop.api import html, read

    options = Options(lang=lang)
    found = read(data_of(source, options), options=options)
    for text in issue_lines(found.report, place_of(source, None), lang, show_values=False):
        line(text, stderr=True)
    page = html(found).encode()
    if output is None:
        payload(page)
    else:
        write_file(output, page)
    raise typer.Exit(FINE if found.report.ok else ISSUES)
