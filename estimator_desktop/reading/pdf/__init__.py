"""PDF: words → columns → rows → positions."""

from estimator_desktop.reading.pdf.engine import read_pdf

__all__ = ["read_pdf"]
