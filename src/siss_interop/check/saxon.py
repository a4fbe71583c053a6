"""The one door to SaxonC, which runs XSLT 3 without a Java machine (extra `schematron`).

SaxonC reads local files and fetches URLs unless told otherwise. Both ways in are closed here: no protocol is allowed,
and documents come as text, never as a path.

There is one processor for the life of the process. It is made on first use, it is never deleted, and one lock guards
it: tearing SaxonC down is not dependable, and its threads bring no speed. Use processes to run checks side by side.
"""

import importlib
from threading import RLock
from typing import Any, Final

from siss_interop.errors import SissError

_ALLOWED_PROTOCOLS: Final = "http://saxon.sf.net/feature/allowedProtocols"

_lock: Final = RLock()
_processors: Final[list[Any]] = []


class MissingExtra(SissError):
    """A check needs a package that is not installed; the text names the extra that brings it."""


class TransformFailed(SissError):
    """A stylesheet does not compile or stops on a document.

    The processor's own words are given only where they cannot quote the document, that is when compiling.
    """


class Stylesheet:
    """A compiled stylesheet, to be run on many documents."""

    __slots__ = ("_executable",)

    def __init__(self, text: str) -> None:
        """Compile the text of a stylesheet.

        Raises `MissingExtra` without SaxonC, `TransformFailed` where the stylesheet is wrong.
        """
        with _lock:
            compiler = _processor().new_xslt30_processor()
            try:
                self._executable: Any = compiler.compile_stylesheet(stylesheet_text=text)
            except _saxonche().PySaxonApiError as error:
                raise TransformFailed(f"the stylesheet does not compile: {error}") from error

    def run(self, document: str) -> str:
        """Transform a document, given as text without DOCTYPE, and return the result as text.

        Raises `TransformFailed` where the transformation stops; the reason is left out, since it may quote the
        document.
        """
        with _lock:
            try:
                node = _processor().parse_xml(xml_text=document)
                return str(self._executable.transform_to_string(xdm_node=node))
            except _saxonche().PySaxonApiError:
                # "from None": the processor's text may hold values of the document
                raise TransformFailed("the transformation stopped on this document") from None


def _saxonche() -> Any:
    """The package; it has no types. Raises `MissingExtra` where it is not installed."""
    try:
        return importlib.import_module("saxonche")
    except ImportError as error:
        raise MissingExtra("official schematron rules need the package saxonche: pip install 'siss-interop[schematron]'") from error


def _processor() -> Any:
    """The processor of this process, made and closed to files and network on the first call."""
    if not _processors:
        processor: Any = _saxonche().PySaxonProcessor(license=False)
        processor.set_configuration_property(_ALLOWED_PROTOCOLS, "")
        _processors.append(processor)
    return _processors[0]
