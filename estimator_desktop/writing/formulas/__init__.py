"""Formulas as far as their stored results can be brought up to date without a spreadsheet program.

What budgets are made of: arithmetic, comparisons, references, SUM, SUMIF(S), ROUND, IF and a few more.  Anything else
raises `Unknown`: nothing is guessed.  Numbers are binary floats and ROUND rounds half away from zero over fifteen
digits, as the programs do.
"""

from estimator_desktop.writing.formulas.evaluation import evaluate
from estimator_desktop.writing.formulas.functions import Value
from estimator_desktop.writing.formulas.pieces import (
    LAST_COLUMN,
    LAST_ROW,
    Area,
    Formula,
    Token,
    Unknown,
    areas,
    column_number,
    moved,
    parsed,
    product_of,
)

__all__ = [
    "LAST_COLUMN",
    "LAST_ROW",
    "Area",
    "Formula",
    "Token",
    "Unknown",
    "Value",
    "areas",
    "column_number",
    "evaluate",
    "moved",
    "parsed",
    "product_of",
]
