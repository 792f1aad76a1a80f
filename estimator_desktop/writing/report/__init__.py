"""The audit report as a PDF to hand on."""

from estimator_desktop.writing.report.document import write_report

__all__ = ["write_report"]
