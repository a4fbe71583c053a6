"""Generated files are in step, and the skeletons are what they claim to be: valid, and read without left-over."""

import re
import shutil
import sys
from pathlib import Path

import pytest
from lxml import etree

import siss_interop as siss
from siss_interop.check.rulepack import RulePack
from siss_interop.generate.__main__ import main
from siss_interop.generate.examples import bundle, sample, shown
from siss_interop.generate.fhir import BACK, NOTE, fhir_drops, fhir_places, plans_of
from siss_interop.generate.fields import facts_of, parts_of
from siss_interop.generate.files import MESSAGES, PAGES, drifted, generated
from siss_interop.generate.messages import pages
from siss_interop.generate.places import places
from siss_interop.generate.templates import all_templates
from siss_interop.losses import LossKind
from siss_interop.messages.catalogue import CATALOGUE, Entry
from siss_interop.messages.comune.enunciati.sezioni import posti
from siss_interop.messages.vaccinazioni.documenti import Copertura, NumeroDose, Prodotto, SchedaSingolaVaccinazione, Vaccinazione
from siss_interop.messages.vaccinazioni.eventi import VaccinazioneEffettuata
from siss_interop.model.marks import labels
from siss_interop.model.tipi import Id
from siss_interop.resources import resource
from siss_interop.wire.fhir.names import OURS
from siss_interop.wire.fhir.plan import walk

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
    old = checkout / MESSAGES / "Vecchio.md"
    old.write_text("# Vecchio", encoding="utf-8")
    assert main(["--check"], checkout) == 1
    told = capsys.readouterr().err
    assert all(name in told for name in ("glossary.md", "losses.md", "Vecchio.xml", "Vecchio.md"))
    assert page.read_text(encoding="utf-8") == "changed", "checking writes nothing"
    assert main([], checkout) == 0
    assert main(["--check"], checkout) == 0
    assert not stale.exists()
    assert not old.exists()


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


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.name)
def test_page_of_a_message_shows_one_example_in_all_formats(entry: Entry) -> None:
    text = dict(pages())[entry.name]
    if entry.sample is None:  # a document that is only ever edited
        assert entry.only_edited
        return
    made = list(shown(entry))
    assert {each.title for each in made} == {
        *(name.upper() for name in entry.formats if name != "fhir"), "JSON", *(f"FHIR {name}" for name in entry.profiles)
    }  # fmt: skip
    for each in made:
        assert f'=== "{each.title}"' in text
        assert all(not line or f"    {line}\n" in text for line in each.text.splitlines())
        found = siss.read(each.text.encode())
        assert found.report.ok
        if each.title.startswith("FHIR"):  # a sample may have losses that are listed: what was read says the same bundle
            assert found.message is not None
            assert bundle(found.message, entry, each.title.removeprefix("FHIR ")).rstrip("\n") == each.text
        elif each.title != "AVN":  # there the person is opaque, and a cancellation is the event that it takes back
            assert found.message == sample(entry)
        elif entry.name != "Cancella":
            assert found.type == entry.name


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.name)
def test_every_field_has_a_place_in_fhir_or_is_a_loss(entry: Entry) -> None:
    placed = fhir_places(entry)
    lost = {name for name, _ in fhir_drops(entry)}
    own = {entry.load(), *parts_of(entry.load())}
    models = {each.model for plan in plans_of(entry).values() for each in walk(plan)} & own
    assert models <= set(placed) <= own
    missing = [f"{model.__name__}.{name}" for model in placed for name in facts_of(model) if name not in placed[model]]
    assert set(missing) <= lost


def test_places_in_fhir_read_as_the_bindings_say() -> None:
    scheda, evento = (fhir_places(entry) for entry in (CATALOGUE[0], CATALOGUE[2]))
    assert scheda[SchedaSingolaVaccinazione]["id"] == [
        f"/identifier{NOTE}document", f"<-DocumentReference(context.related).masterIdentifier{NOTE}transaction"
    ]  # fmt: skip
    assert scheda[Vaccinazione]["numero_dose"] == ["protocolApplied"]
    assert scheda[NumeroDose]["valore"] == ["doseNumber[x]"]
    assert scheda[Vaccinazione]["reazioni"] == ["reaction.detail->Observation[code.coding.code='31044-1']"]
    assert scheda[Prodotto]["lotto"] == ["lotNumber"]
    assert scheda[Copertura]["quando"] == ["valueDateTime", "valuePeriod"]
    assert "system, value" in scheda[Id]["radice"]
    assert evento[VaccinazioneEffettuata]["fine_copertura"] == ["<-Observation(partOf)[code.coding.code='59778-1'].valuePeriod.end"]


def test_a_loss_of_fhir_says_whether_it_comes_back() -> None:
    found = dict(fhir_drops(CATALOGUE[0]).keys())
    assert found["Codice.nome_sistema"].endswith(BACK)
    assert not found["Codice.qualificatori"].endswith(BACK)


def test_every_extension_of_ours_is_on_its_page() -> None:
    """What the sources name is what the page lists: no extension is written that nobody is told of."""
    sources = [ROOT / "src/siss_interop" / folder for folder in ("wire/fhir", "messages")]
    text = "".join(path.read_text(encoding="utf-8") for folder in sources for path in sorted(folder.rglob("*.py")))
    named = set(re.findall(r"""(?:\{OURS\}|(?:mine|extension)\(["'])([a-z][a-z0-9-]*)""", text))
    listed = set(re.findall(rf"`{OURS}([a-z0-9-]+)`", PAGES["docs/reference/fhir-extensions.md"]()))
    assert len(listed) >= 60
    assert named - listed == {"empty", "items"}, "classes of the narrative, and no extensions"


def test_every_page_of_a_message_is_in_the_navigation() -> None:
    navigation = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert [name for name, _ in pages() if f"reference/messages/{name}.md" not in navigation] == []


def test_module_runs_as_a_program() -> None:
    import subprocess

    done = subprocess.run([sys.executable, "-m", "siss_interop.generate", "--check"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
