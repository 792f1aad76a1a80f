"""The audited budget as a workbook a Czech estimator recognises."""

from estimator_desktop.writing.xlsx.book import write_xlsx

__all__ = ["write_xlsx"]
