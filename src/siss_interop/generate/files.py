"""Which files are generated, and whether those that lie there are in step."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from siss_interop.generate import examples, extensions, glossary, issues, losses, messages, schemas, schematron, templates, transports
from siss_interop.messages.vaccinazioni import esempi, esempi_eventi

TEMPLATES = "cda_templates"
EXAMPLES = "examples/vaccinazioni"
MESSAGES = "docs/reference/messages"

#: name of a generated page -> what makes it
PAGES: dict[str, Callable[[], str]] = {
    "docs/glossary.md": glossary.page,
    "docs/reference/fhir-extensions.md": extensions.page,
    "docs/reference/issues.md": issues.page,
    "docs/reference/losses.md": losses.page,
    "docs/reference/messages.md": messages.page,
}


def generated() -> dict[str, str]:
    """Every generated file: its name in the project, and its text. The same models always give the same texts."""
    made = {f"{TEMPLATES}/{name}.xml": text for name, text in templates.all_templates()}
    made |= {f"{TEMPLATES}/{name}.sch": text for name, text in schematron.all_schematrons()}
    made |= {f"{EXAMPLES}/{name}": text for name, text in esempi.file_esempio().items()}
    made |= {f"{EXAMPLES}/{name}": text for name, text in esempi_eventi.file_esempio().items()}
    made |= {f"examples/trasporti/{name}": text for name, text in transports.file_esempio().items()}
    made |= {f"{EXAMPLES}/{name}": text for name, text in examples.fhir_files().items()}
    made |= {f"examples/documenti/{name}": text for name, text in examples.record_files().items()}
    made |= {f"{MESSAGES}/{name}.md": text for name, text in messages.pages()}
    made |= {f"{schemas.FOLDER}/{name}": text for name, text in schemas.all_schemas()}
    return made | {name: make() for name, make in PAGES.items()}


def stale(root: Path, made: dict[str, str]) -> list[str]:
    """Templates and pages of messages that lie there and that nothing generates any more."""
    paths = [*(root / TEMPLATES).iterdir(), *(root / MESSAGES).glob("*.md")]
    found = (path.relative_to(root).as_posix() for path in paths)
    return sorted(name for name in found if name not in made)


def drifted(root: Path) -> list[str]:
    """The names of the files that are missing, differ from what is generated, or are no longer generated."""
    made = generated()
    return sorted([name for name, text in made.items() if _text(root / name) != text] + stale(root, made))


def write(root: Path) -> None:
    """Bring all generated files in step."""
    made = generated()
    for name in stale(root, made):
        (root / name).unlink()
    for name, text in made.items():
        if _text(root / name) != text:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(text.encode())


def _text(path: Path) -> str | None:
    return path.read_bytes().decode() if path.is_file() else None
