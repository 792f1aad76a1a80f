"""5. The audited budget becomes files.  Pure: a bill and its audit in, a file out."""

from estimator_desktop.writing.csv_file import write_csv
from estimator_desktop.writing.gaeb import write_gaeb
from estimator_desktop.writing.handover import Handover, hand_over
from estimator_desktop.writing.json_files import write_bill_json, write_json
from estimator_desktop.writing.report import write_report
from estimator_desktop.writing.unixml import write_unixml
from estimator_desktop.writing.xlsx import write_xlsx

__all__ = [
    "Handover",
    "hand_over",
    "write_bill_json",
    "write_csv",
    "write_gaeb",
    "write_json",
    "write_report",
    "write_unixml",
    "write_xlsx",
]
