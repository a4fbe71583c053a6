"""Any document as one HTML5 page for people: clean, accessible, without script and without anything from elsewhere."""

from siss_interop.messages.documenti.html.pagina import pagina

__all__ = ["pagina"]
