"""Attacks on the XML parser. Each stands beside a control that differs only in the attack and must be accepted."""

import threading
from collections.abc import Callable
from pathlib import Path
from xml.parsers import expat

import pytest
from lxml import etree

from siss_interop.errors import Unreadable
from siss_interop.issues import ValidationIssue
from siss_interop.options import Options
from siss_interop.wire.encoding import decode_kind
from siss_interop.wire.xmlio import canonical, index_of, parse, positions, serialise, xpath_of

OPTIONS = Options()


def refusal(data: bytes, options: Options = OPTIONS) -> ValidationIssue:
    with pytest.raises(Unreadable) as caught:
        parse(data, options)
    return caught.value.issue


def nested(levels: int) -> bytes:
    return b"<a>" * levels + b"</a>" * levels


def attributes(number: int, value: str = "x") -> bytes:
    return ("<a " + " ".join(f'a{i}="{value}"' for i in range(number)) + "/>").encode()


def namespaces(number: int) -> bytes:
    return ("<a " + " ".join(f'xmlns:n{i}="urn:{i}"' for i in range(number)) + "/>").encode()


def entities(last: str) -> bytes:
    names = "abcdefgh"
    later = "".join("<!ENTITY " + name + " '" + 10 * f"&{names[i]};" + "'>" for i, name in enumerate(names[1:]))
    return f'<!DOCTYPE r [<!ENTITY a "lol">{later}]><r>{last}</r>'.encode()


LATIN = "<a>perché</a>".encode("latin-1")
BIG = b"<a>" + b"x" * 10_500_000 + b"</a>"

ATTACKS = {
    "billion laughs": (entities("&h;"), b"<r>lol</r>", "FILE-005"),
    "entities declared, not used": (entities(""), b"<r/>", "FILE-005"),
    "entities that refer to each other": (
        b'<!DOCTYPE r [<!ENTITY a "&b;"><!ENTITY b "&a;">]><r>&a;</r>', b"<r>&amp;a;</r>", "FILE-005"),
    "entity in an attribute": (
        b'<!DOCTYPE r [<!ENTITY a "x">]><r b="&a;"/>', b'<r b="&amp;"/>', "FILE-005"),
    "external entity": (
        b'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/hostname">]><r>&a;</r>', b"<r>file:///etc/hostname</r>", "FILE-005"),
    "external DTD": (b'<!DOCTYPE r SYSTEM "http://127.0.0.1:9/x.dtd"><r/>', b"<r/>", "FILE-005"),
    "parameter entity": (
        b'<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]><r/>', b"<r>%p;</r>", "FILE-005"),
    "bare doctype": (b"<!DOCTYPE r><r/>", b"<!-- <!DOCTYPE r> --><r/>", "FILE-005"),
    "attribute defaults in a doctype": (
        b'<!DOCTYPE r [<!ATTLIST r b CDATA "x">]><r/>', b"<r><![CDATA[<!DOCTYPE r>]]></r>", "FILE-005"),
    "undeclared entity": (b"<r>&nbsp;</r>", b"<r>&#160;</r>", "FILE-021"),
    "deep nesting": (nested(101), nested(100), "FILE-009"),
    "very deep nesting": (nested(100_000), nested(100), "FILE-009"),
    "50,000 attributes": (attributes(50_000), attributes(256), "FILE-010"),
    "50,000 attributes with > in values": (attributes(50_000, ">"), attributes(256, ">"), "FILE-010"),
    "one attribute too many": (attributes(257), attributes(256), "FILE-010"),
    "attributes of shortest names": (
        b"<a " + b" ".join(b'%c=""' % c for c in b"abcdefghijklm") + b"/>",
        b"<a " + b" ".join(b'%c=""' % c for c in b"abcdefghijkl") + b"/>", "FILE-010"),
    "attributes after harmless tags": (
        b"<r>" + b'<a b="1"/>' * 3000 + attributes(257) + b"</r>",
        b"<r>" + b'<a b="1"/>' * 3000 + attributes(256) + b"</r>", "FILE-010"),
    "attributes in UTF-16": (
        attributes(257, "\u3c3c").decode().encode("utf-16"), attributes(256, "\u3c3c").decode().encode("utf-16"), "FILE-010"),
    "thousands of namespaces": (namespaces(5_000), namespaces(64), "FILE-011"),
    "one namespace too many": (namespaces(65), namespaces(64), "FILE-011"),
    "one huge text": (BIG, b"<r>" + b"<a>" * 1 + b"x" * 9_000_000 + b"</a></r>", "FILE-012"),
    "one huge name": (b"<" + b"a" * 60_000 + b"/>", b"<" + b"a" * 600 + b"/>", "FILE-012"),
    "UTF-7 declared": (
        b'<?xml version="1.0" encoding="UTF-7"?><a>+ADw-b/+AD4-</a>',
        b'<?xml version="1.0" encoding="UTF-8"?><a>+ADw-b/+AD4-</a>', "FILE-006"),
    "UTF-7 not declared": (b"+ADw-a/+AD4-", b"<a/>", "FILE-003"),
    "latin-1 not declared": (LATIN, "<a>perché</a>".encode(), "FILE-008"),
    "latin-1 declared": (
        b'<?xml version="1.0" encoding="ISO-8859-1"?>' + LATIN,
        b'<?xml version="1.0" encoding="utf-8"?>' + "<a>perché</a>".encode(), "FILE-006"),
    "UTF-16 declared, UTF-8 written": (
        b'<?xml version="1.0" encoding="UTF-16"?><a/>', b'<?xml version="1.0" encoding="UTF8"?><a/>', "FILE-007"),
    "UTF-8 declared, UTF-16 written": (
        '<?xml version="1.0" encoding="UTF-8"?><a/>'.encode("utf-16"),
        '<?xml version="1.0" encoding="UTF-16"?><a/>'.encode("utf-16"), "FILE-007"),
    "UTF-16 of the other order declared": (
        '\ufeff<?xml version="1.0" encoding="UTF-16BE"?><a/>'.encode("utf-16-le"),
        '\ufeff<?xml version="1.0" encoding="UTF-16BE"?><a/>'.encode("utf-16-be"), "FILE-007"),
    "half a character in UTF-16": (
        "<a>è</a>".encode("utf-16") + b"\0", "<a>è</a>".encode("utf-16"), "FILE-008"),
    "lone surrogate in UTF-16": (
        "<a>\ud800</a>".encode("utf-16-le", "surrogatepass"), "<a>\U00010000</a>".encode("utf-16-le"), "FILE-008"),
    "lone surrogate in UTF-8": (b"<a>\xed\xa0\x80</a>", "<a>\ufffd</a>".encode(), "FILE-008"),
    "overlong UTF-8": (b"<a>\xc0\xbc</a>", b"<a>&lt;</a>", "FILE-008"),
    "UTF-32": ("<a/>".encode("utf-32"), "<a/>".encode("utf-16"), "FILE-006"),
    "EBCDIC": ('<?xml version="1.0"?><a/>'.encode("cp037"), b'<?xml version="1.0"?><a/>', "FILE-006"),
    "control character": (b"<a>\x01</a>", b"<a>\t</a>", "FILE-013"),
    "control character by number": (b"<a>&#1;</a>", b"<a>&#9;</a>", "FILE-013"),
    "zero byte": (b"<a>\0</a>", b"<a>0</a>", "FILE-013"),
    "escape sequence in an attribute": (b'<a b="\x1b[2J"/>', b'<a b="[2J"/>', "FILE-013"),
    "truncated": (b"<a><b/>", b"<a><b/></a>", "FILE-017"),
    "truncated in a comment": (b"<a><!-- x", b"<a><!-- x --></a>", "FILE-017"),
    "one huge comment": (b"<a><!--" + b"x" * 10_500_000 + b"--></a>", b"<a><!--" + b"x" * 9_000 + b"--></a>", "FILE-012"),
    "truncated in a declaration": (b'<?xml version="1.0"', b'<?xml version="1.0"?><a/>', "FILE-004"),
    "declaration in the middle": (b' <?xml version="1.0"?><a/>', b" <a/>", "FILE-004"),
    "XML 1.1": (b'<?xml version="1.1"?><a/>', b'<?xml version="1.0"?><a/>', "FILE-023"),
    "crossed tags": (b"<a><b></a></b>", b"<a><b></b></a>", "FILE-018"),
    "duplicate attribute": (b'<a b="1" b="2"/>', b'<a b="1" c="2"/>', "FILE-019"),
    "duplicate attribute by two prefixes": (
        b'<a xmlns:x="u" xmlns:y="u" x:b="1" y:b="2"/>', b'<a xmlns:x="u" xmlns:y="v" x:b="1" y:b="2"/>', "FILE-019"),
    "undeclared prefix": (b"<x:a/>", b'<x:a xmlns:x="u"/>', "FILE-020"),
    "two roots": (b"<a/><b/>", b"<a/><!-- b -->", "FILE-022"),
    "not XML": (b"ciao", b"<a>ciao</a>", "FILE-003"),
    "empty": (b"", b"<a/>", "FILE-001"),
    "gzip": (b"\x1f\x8b\x08\0\0\0\0\0\0\x03", b"<a/>", "FILE-016"),
    "ZIP": (b"PK\x03\x04\x14\0", b"<a>PK</a>", "FILE-016"),
    "PDF": (b"%PDF-1.7\n<a/>", b"<a>%PDF-1.7</a>", "FILE-016"),
    "signed envelope": (b"\x30\x82\x10\0\x06\x09", b"<a/>", "FILE-016"),
}  # fmt: skip
LIMITS = {"attributes of shortest names": Options(max_attributes=12, max_namespaces=12)}


@pytest.mark.parametrize("name", ATTACKS)
@pytest.mark.parametrize("comments", [False, True])
def test_attack_is_refused_and_its_control_is_read(name: str, comments: bool) -> None:
    attack, control, code = ATTACKS[name]
    options = LIMITS.get(name, OPTIONS)
    with pytest.raises(Unreadable) as caught:
        parse(attack, options, comments=comments)
    assert caught.value.issue.code == code
    assert caught.value.__context__ is None, "the message of libxml2, which quotes the document, is not chained"
    assert parse(control, options, comments=comments).getroot() is not None


@pytest.mark.parametrize("name", [name for name, case in ATTACKS.items() if case[2] not in {"FILE-001", "FILE-016"}])
def test_every_refusal_has_a_place(name: str) -> None:
    found = refusal(ATTACKS[name][0], LIMITS.get(name, OPTIONS))
    assert found.line is not None
    assert found.column is not None
    assert found.line >= 1
    assert found.column >= 1


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"<a>\n <b>\n</a>", (3, 5)),
        (b"<?xml version='1.0'?>\n<!-- x -->\n  <!DOCTYPE a><a/>", (3, 3)),
        (b"<r>\n" + attributes(257) + b"</r>", (2, 1)),
        ("<r>è\n".encode() + b"<i>" * 98 + b"\n <d/>" + b"</i>" * 98 + b"</r>", None),
        ("<r>è\n".encode() + b"<i>" * 98 + b"\n <d><e/></d>" + b"</i>" * 98 + b"</r>", (3, 5)),
        ("<a>\nè\ud800</a>".encode("utf-16-le", "surrogatepass"), (2, 2)),
    ],
)
def test_place_is_exact(data: bytes, place: tuple[int, int] | None) -> None:
    if place is None:
        parse(data, OPTIONS)
        return
    found = refusal(data)
    assert (found.line, found.column) == place


@pytest.mark.parametrize("template", ["<a><segreto></a>", '<a segreto="1" segreto="2"/>', "<a>&segreto;</a>", "<segreto:a/>", "segreto"])
def test_text_never_quotes_the_document(template: str) -> None:
    with pytest.raises(Unreadable) as caught:
        parse(template.encode(), OPTIONS)
    for lang in ("it", "en"):
        assert "segreto" not in caught.value.issue.text(lang, show_values=True)
    assert "segreto" not in str(caught.value) + repr(caught.value)


def test_xinclude_stays_an_element() -> None:
    include = b'<a xmlns:i="http://www.w3.org/2001/XInclude"><i:include href="file:///etc/hostname" parse="text"/></a>'
    root = parse(include, OPTIONS).getroot()
    assert [child.tag for child in root] == ["{http://www.w3.org/2001/XInclude}include"]
    assert "".join(root.itertext()) == ""


def test_size_limit() -> None:
    data = b"<a>12345</a>"
    assert refusal(data, Options(max_bytes=len(data) - 1)).code == "FILE-002"
    assert parse(data, Options(max_bytes=len(data))).getroot().text == "12345"


def test_long_narrative_and_formulae_are_no_attack() -> None:
    text = "x = y; " * 20_000
    assert parse(f"<a>{text}</a>".encode(), OPTIONS).getroot().text == text


@pytest.mark.parametrize("cut", ["<!-- -->", "<?p x?>", "<!-- a --><!-- b --><?p?>"])
def test_comment_in_a_text_is_no_cut(cut: str) -> None:
    data = f"<a>allergia a {cut}penicillina</a>".encode()
    assert parse(data, OPTIONS).getroot().text == "allergia a penicillina"
    kept = parse(data, OPTIONS, comments=True).getroot()
    assert "".join(kept.itertext(etree.Element)) != ""
    assert etree.tostring(kept) == data


def test_cdata_is_text() -> None:
    assert parse(b"<a>1 <![CDATA[<]]> 2</a>", OPTIONS).getroot().text == "1 < 2"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-16"])
@pytest.mark.parametrize("declaration", ["", '<?xml version="1.0" encoding="{}"?>\r\n'])
def test_admitted_encodings(encoding: str, declaration: str) -> None:
    declared = "UTF-8" if encoding.startswith("utf-8") else "UTF-16"
    text = declaration.format(declared) + "<a>\r\n <b c='è€𝄞'/>è <d/></a>"
    data = text.encode(encoding)
    root = parse(data, OPTIONS).getroot()
    assert root[0].get("c") == "è€𝄞"
    line = 2 if declaration else 1
    assert positions(data, {1, 2}) == {1: (line + 1, 2), 2: (line + 1, 16)}


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"<a/>", "utf-8"),
        (b"\xef\xbb\xbf<a/>", "utf-8-sig"),
        ("<a/>".encode("utf-16-le"), "utf-16-le"),
        ("\ufeff<a/>".encode("utf-16-be"), "utf-16-be"),
        ('{"a":1}'.encode("utf-16-be"), "utf-16-be"),
        (b"<", "utf-8"),
    ],
)
def test_decode_kind(data: bytes, kind: str) -> None:
    assert decode_kind(data, OPTIONS) == kind


DOCUMENT = b"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<?xml-stylesheet href="x.xsl"?>
<!-- prima -->
<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:s="urn:s">
  <id root="1"/><!-- c --><id root="2"/>
  <code><![CDATA[x]]></code>
  <s:extra/><value xsi:type="CD" xml:lang="it" s:x="1"/>
</ClinicalDocument>
<!-- dopo -->
"""


def test_elements_have_number_place_and_path() -> None:
    for comments in (False, True):
        root = parse(DOCUMENT, OPTIONS, comments=comments).getroot()
        elements = list(root.iter("{*}*"))
        assert [index_of(element) for element in elements] == list(range(6))
        assert xpath_of(elements[2], "root") == "/hl7:ClinicalDocument/hl7:id[2]/@root"
        assert xpath_of(elements[3]) == "/hl7:ClinicalDocument/hl7:code"
        assert xpath_of(elements[4]) == "/hl7:ClinicalDocument/s:extra"
        value = elements[5]
        names = [xpath_of(value, str(name)).rpartition("/")[2] for name in value.attrib]
        assert names == ["@xsi:type", "@xml:lang", "@s:x"]
    assert positions(DOCUMENT, {0, 2, 5, 99}) == {0: (4, 1), 2: (5, 27), 5: (7, 13)}
    assert positions(DOCUMENT, ()) == {}


ODD = """<?xml version="1.0"?>
<!-- <x> -->
<a b=">" c='è &gt; "'><?pi <y> ?><b/>è€𝄞<![CDATA[<z> ]] > <!-- ]]>𝄞<c ><!-- - <q> --></c
><d
  e=""/></a>
<!-- <e/> -->
"""


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("times", [1, 60])
def test_places_are_those_that_a_parser_tells(times: int, line_end: str) -> None:
    begin, first, rest = ODD.partition("<b/>")
    within, closing, after = (first + rest).rpartition("</a>")
    data = f"{begin}{within * times}{closing}{after}".replace("\n", line_end).encode()
    reader = expat.ParserCreate("utf-8")
    told: list[tuple[int, int]] = []
    reader.StartElementHandler = lambda *_: told.append((reader.CurrentLineNumber, reader.CurrentColumnNumber + 1))
    reader.Parse(data, True)
    numbers = range(len(list(parse(data, OPTIONS).getroot().iter())))
    assert positions(data, numbers) == dict(enumerate(told))
    assert all(positions(data, {number}) == {number: told[number]} for number in numbers)


def test_unknown_namespace_keeps_a_readable_path() -> None:
    root = parse(b'<a xmlns="urn:x" xmlns:y="urn:y"><y:b/><b/><y:b/></a>', OPTIONS).getroot()
    assert [xpath_of(child) for child in root] == ["/a/y:b[1]", "/a/b", "/a/y:b[2]"]


def test_serialise_keeps_what_stands_around_the_root() -> None:
    tree = parse(DOCUMENT, OPTIONS, comments=True)
    assert serialise(tree, like=DOCUMENT) == DOCUMENT


@pytest.mark.parametrize("original", [b"<a>\xc3\xa8</a>", b"<a/>\n", b'<?xml version="1.0" encoding="UTF-8"?>\n<a/>'])
def test_serialise_is_like_the_original(original: bytes) -> None:
    assert serialise(parse(original, OPTIONS, comments=True), like=original) == original


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-8-sig"])
def test_serialise_writes_utf8(encoding: str) -> None:
    declared = "UTF-8" if encoding.startswith("utf-8") else "UTF-16"
    original = f'<?xml version="1.0" encoding="{declared}"?>\n<a>è</a>'.encode(encoding)
    written = serialise(parse(original, OPTIONS, comments=True), like=original)
    assert written == '<?xml version="1.0" encoding="UTF-8"?>\n<a>è</a>'.encode()
    assert canonical(written) == canonical(original)


def test_canonical_sees_content_and_not_spelling() -> None:
    assert canonical(b"<a  c='2' b='1'></a>") == canonical(b'<a b="1" c="2"/>')
    assert canonical(b"<a/>") != canonical(b"<a><!-- x --></a>")


def test_parsers_of_two_threads_do_not_mix() -> None:
    faults: list[BaseException] = []

    def work(data: bytes, check: Callable[[bytes], object]) -> None:
        try:
            for _ in range(300):
                check(data)
        except BaseException as fault:  # noqa: BLE001  a thread would swallow it
            faults.append(fault)

    jobs = [
        threading.Thread(target=work, args=(b"<a><b/></a>", lambda data: parse(data, OPTIONS))),
        threading.Thread(target=work, args=(b"<a>\n<b></a>", refusal)),
    ]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()
    assert faults == []


def test_official_documents_are_read(conformance: Path) -> None:
    documents = sorted(conformance.glob("cda/*/examples-ok/*.xml"))
    assert documents
    for document in documents:
        parse(document.read_bytes(), OPTIONS)
