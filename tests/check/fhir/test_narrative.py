"""The narrative: what is basic XHTML passes, what could act does not."""

from __future__ import annotations

import pytest

from siss_interop.check.fhir import check
from siss_interop.check.fhir.narrative import ELEMENTS
from tests.check.fhir.panel import XHTML, valid


def _codes(inside: str) -> set[str]:
    patient = valid("patient")
    patient["text"]["div"] = f"<div {XHTML}>{inside}</div>"
    return {each.code for each in check(patient)}


@pytest.mark.parametrize(
    "inside",
    [
        '<table border="1"><caption>x</caption><col span="2"/><tbody><tr><td rowspan="2" align="left">x</td></tr></tbody></table>',
        '<ol start="2"><li value="2">x</li></ol><dl><dt>a</dt><dd>b</dd></dl>',
        '<p id="a" class="b" style="color: red; text-align: left" title="c" lang="it" xml:lang="it" dir="ltr">x</p>',
        '<a href="#a">x</a><a href="https://example.org/?a=b:c" name="x">x</a><a href="mailto:x@example.org">x</a><a href="../a/b">x</a>',
        '<img src="#foto" alt="x"/>',
        "<!-- una nota --><p>x<br/>y</p>",
        "a &amp; b &#160; &lt;script&gt;",
    ],
)
def test_what_passes(inside: str) -> None:
    assert _codes(inside) == set()


@pytest.mark.parametrize(
    "inside",
    [
        "<iframe src='https://example.org'/>", "<form/>", "<object/>", "<embed/>", "<input/>", "<style>p {}</style>", "<link/>", "<meta/>", "<svg/>",
        "<base/>",
        "<button>x</button>", "<font>x</font>", "<ins>x</ins>", "<p onmouseover='x'>x</p>", "<p ONCLICK='x'>x</p>", "<a target='x'>x</a>",
        "<SCRIPT>x</SCRIPT>",
        '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', '<p xmlns:x="urn:x" x:y="z">x</p>', "<p href='https://example.org'>x</p>",
    ],
)  # fmt: skip
def test_names_that_do_not(inside: str) -> None:
    assert _codes(f"x{inside}") == {"FHIR-162"}


@pytest.mark.parametrize(
    "address",
    [
        "javascript:x()", "JavaScript:x()", "java\tscript:x()", "\u2028javascript:x()", "vbscript:x", "file:///etc/passwd",
        "data:text/html;base64,QQ==", "data:image/png;base64,QQ==", "blob:x", "ms-word:x", " javascript&#58;x()",
    ],
)  # fmt: skip
@pytest.mark.parametrize("element", ['<a href="{}">x</a>', 'x<img alt="x" src="{}"/>', '<q cite="{}">x</q>'])
def test_addresses_that_do_not(element: str, address: str) -> None:
    assert _codes(element.format(address)) == {"FHIR-163"}


@pytest.mark.parametrize(
    "style", ["background: url(https://example.org/x)", "width: expression(x)", "behavior: x", "@import x", "u\\72l(x)", "a: /**/ b"]
)
def test_styles_that_do_not(style: str) -> None:
    assert _codes(f'<p style="{style}">x</p>') == {"FHIR-163"}


@pytest.mark.parametrize(
    "whole", ["<!DOCTYPE div [<!ENTITY a 'b'>]><div>&a;</div>", "<div><p></div>", "testo", f"<div {XHTML}>x</div><div/>", "<div" + ">" * 9]
)
def test_what_is_no_document(whole: str) -> None:
    patient = valid("patient")
    patient["text"]["div"] = whole
    assert {each.code for each in check(patient)} == {"FHIR-160"}


def test_no_element_that_acts_is_listed() -> None:
    acting = {"script", "style", "form", "input", "button", "iframe", "object", "embed", "link", "meta", "base", "svg", "video", "audio", "applet"}
    assert not acting & set(ELEMENTS)
    assert not any(attribute.startswith("on") for attributes in ELEMENTS.values() for attribute in attributes)
