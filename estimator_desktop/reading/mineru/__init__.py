"""What MinerU (`magic-pdf`, `mineru`) wrote of a PDF becomes a bill.

Blocks → words with places → the same row builder as for every other PDF.
"""

from estimator_desktop.reading.mineru.engine import read_output

__all__ = ["read_output"]
