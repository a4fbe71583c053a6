"""Generated files are in step, and the skeletons are what they claim to be: valid, and read without left-over."""

import shutil
import sys
from pathlib import Path

import pytest
from lxml import etree

import siss_interop as siss
from siss_interop.check.rulepack import RulePack
from siss_interop.generate.__main__ import main
from siss_interop.generate.fields import facts_of, parts_of
from siss_interop.generate.files import PAGES, drifted, generated
from siss_interop.generate.places import places
from siss_interop.generate.templates import all_templates
from siss_interop.losses import LossKind
from siss_interop.messages.catalogue import CATALOGUE
from siss_interop.messages.comune.enunciati.sezioni import posti
from siss_interop.model.marks import labels
from siss_interop.resources import resource

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = dict(all_templates())


def test_generated_files_are_in_step() -> None:
    assert drifted(ROOT) == [], "run make generate and read what changed"


def test_generation_is_deterministic() -> None:
    assert generated() == generated()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what is generated, in what looks like a checkout."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name, text in generated().items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(text.encode())
    return tmp_path


def test_check_tells_drift_and_writing_mends_it(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"], checkout) == 0
    page, missing, stale = checkout / "docs/glossary.md", checkout / "docs/reference/losses.md", checkout / "cda_templates/Vecchio.xml"
    page.write_text("changed", encoding="utf-8")
    missing.unlink()
    stale.write_text("<a/>", encoding="utf-8")
    assert main(["--check"], checkout) == 1
    told = capsys.readouterr().err
    assert all(name in told for name in ("glossary.md", "losses.md", "Vecchio.xml"))
    assert page.read_text(encoding="utf-8") == "changed", "checking writes nothing"
    assert main([], checkout) == 0
    assert main(["--check"], checkout) == 0
    assert not stale.exists()


def test_wrong_use_is_told_and_writes_nothing(tmp_path: Path, checkout: Path) -> None:
    assert main(["--chek"], checkout) == 2
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    assert main([], elsewhere) == 2
    assert list(elsewhere.iterdir()) == []


def test_every_document_has_a_template() -> None:
    assert set(TEMPLATES) == {entry.name for entry in CATALOGUE if "cda" in entry.formats and not entry.only_edited}


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_reads_without_fault_or_left_over(name: str) -> None:
    found = siss.read(TEMPLATES[name].encode())
    assert (found.type, list(found.report)) == (name, [])
    assert found.message is not None
    assert found.accounting.left_over == ()


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_is_valid_against_the_official_xsd(name: str, conformance: Path) -> None:
    faults = RulePack(conformance / "cda").check(TEMPLATES[name].encode(), schematron=False)
    assert [(fault.line, fault.text("en")) for fault in faults] == []


#: the others have a sample with every section in place of a skeleton with every field
SKELETONS = [entry.name for entry in CATALOGUE if entry.flow == "vaccinazioni"]


@pytest.mark.parametrize("name", [name for name in TEMPLATES if name not in SKELETONS])
def test_template_shows_every_section(name: str) -> None:
    entry = next(entry for entry in CATALOGUE if entry.name == name)
    for field, mark, _ in posti(entry.load()):
        assert f'code="{mark.codice}"' in TEMPLATES[name]
        assert labels(entry.load())[field].it in TEMPLATES[name]


@pytest.mark.parametrize("name", SKELETONS)
def test_template_shows_every_field_of_every_class(name: str) -> None:
    """A label stands in a comment wherever its field is shown, and also where it is only named."""
    entry = next(entry for entry in CATALOGUE if entry.name == name)
    text = TEMPLATES[name]
    placed = places(entry.plan("cda"))
    # the narrative is shown by the names of its elements, and further templateIds by their name
    missing = [
        f"{model.__name__}.{fact.name}"
        for model in [entry.load(), *parts_of(entry.load())]
        if not any(field == "contenuto" for field in facts_of(model))
        for fact in facts_of(model).values()
        if placed.get(model, {}).get(fact.name) and fact.name != "modelli" and fact.label.it not in text
    ]
    assert missing == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_is_reached_as_a_resource(name: str) -> None:
    assert resource("cda_templates", f"{name}.xml") == TEMPLATES[name].encode()


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_is_not_longer_than_needed(name: str) -> None:
    assert len(TEMPLATES[name].splitlines()) < (800 if name in SKELETONS else 1500)
    root = etree.fromstring(TEMPLATES[name].encode())
    own = [child.get("root") for child in root.findall("{*}templateId")]
    assert len(own) == len(set(own)) == 1


def test_pages_name_what_they_must() -> None:
    made = {name: make() for name, make in PAGES.items()}
    for entry in CATALOGUE:
        assert all(entry.name in made[f"docs/reference/{page}.md"] for page in ("messages", "losses"))
    assert all(f"`{kind.value}`" in made["docs/reference/losses.md"] for kind in LossKind)
    headings = [line for line in made["docs/reference/messages.md"].splitlines() if line.startswith("#")]
    anchors = [line.partition("{")[2] for line in headings if "{" in line]
    assert len(anchors) == len(set(anchors)), "two classes have the same anchor"


def test_module_runs_as_a_program() -> None:
    import subprocess

    done = subprocess.run([sys.executable, "-m", "siss_interop.generate", "--check"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
