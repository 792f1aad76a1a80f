"""All rules of the pack, in the order they run."""

from __future__ import annotations

from estimator_desktop.audit.rules import (
    BillRule,
    Rule,
    arch_structure,
    eng_measurements,
    eng_technology,
    sme_arithmetic,
    sme_catalogue,
    sme_price,
    sup_site,
)

RULES: tuple[Rule, ...] = (
    *sme_arithmetic.RULES,
    *sme_catalogue.RULES,
    *sme_price.RULES,
    *arch_structure.RULES,
    *eng_measurements.RULES,
    *eng_technology.RULES,
    *sup_site.RULES,
)
BILL_RULES: tuple[BillRule, ...] = (
    *sme_arithmetic.BILL_RULES,
    *sme_catalogue.BILL_RULES,
    *arch_structure.BILL_RULES,
    *eng_technology.BILL_RULES,
    *sup_site.BILL_RULES,
)
DOUBTS: dict[str, float] = {rule.id: rule.doubt for rule in RULES} | {rule.id: rule.doubt for rule in BILL_RULES}
