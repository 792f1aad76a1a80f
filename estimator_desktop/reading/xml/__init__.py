"""Budgets in XML: the family is recognised by the root element."""

from __future__ import annotations

from pathlib import Path

from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.domain.job import Progress
from estimator_desktop.errors import UserError
from estimator_desktop.reading.xml.gaeb import is_gaeb, read_gaeb
from estimator_desktop.reading.xml.parse import load_xml, local_name
from estimator_desktop.reading.xml.unixml import is_unixml, read_unixml
from estimator_desktop.reading.xml.xc4 import is_price_list, is_xc4, read_xc4


def read_xml(path: Path, name: str, progress: Progress) -> BillOfQuantities:
    """Read a uniXML, an XC4 or a GAEB DA XML.

    Raises UserError: what `load_xml` raises; `not_a_budget` with what was `seen`; `no_positions`.
    """
    root = load_xml(path, name)
    if is_unixml(root):
        bill = read_unixml(root, name, progress)
    elif is_xc4(root):
        if is_price_list(root):
            raise UserError("not_a_budget", file=name, seen="price_list")
        bill = read_xc4(root, name, progress)
    elif is_gaeb(root):
        bill = read_gaeb(root, name, progress)
    else:
        raise UserError("not_a_budget", file=name, seen="xml", detail=f"root element {local_name(root)}")
    if not bill.positions:
        raise UserError("no_positions", file=name, seen="budget_xml")
    return bill
