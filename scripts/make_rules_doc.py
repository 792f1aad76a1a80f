"""Write `docs/rules.md` from the rules themselves: what each checks, on what, how closely, in two languages."""

from __future__ import annotations

from pathlib import Path

from estimator_desktop.audit.pack import shipped_pack
from estimator_desktop.audit.registry import BILL_RULES, RULES
from estimator_desktop.audit.rules import BillRule, Rule
from estimator_desktop.texts import Texts

TARGET = Path(__file__).resolve().parent.parent / "docs" / "rules.md"


def document() -> str:
    """The whole text."""
    cs, en = Texts("cs"), Texts("en")
    pack = shipped_pack()
    lines = [
        "# Rules of the audit",
        "",
        f"Rule pack {pack.version}. Written by `scripts/make_rules_doc.py`; do not edit. RED is an error proven by two",
        "numbers, AMBER a plausible one. How opinions become a verdict: [verdicts.md](verdicts.md).",
        "",
        "| Rule | Role | Česky | English | Formula | Tolerance | Inputs | Proves alone |",
        "|---|---|---|---|---|---|---|---|",
    ]
    every: tuple[Rule | BillRule, ...] = (*RULES, *BILL_RULES)
    for rule in every:
        proves = "yes" if getattr(rule, "weight", "") == "substantive" else "no"
        cells = (
            f"{rule.id} v{rule.version}", rule.role.value, cs.say(f"rule.{rule.id}"), en.say(f"rule.{rule.id}"),
            rule.formula.replace("|", "\\|"), rule.tolerance, ", ".join(rule.inputs), proves,
        )  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    lines += ["", "## Thresholds", "", "| Key | Česky | English | Value | Unit |", "|---|---|---|---|---|"]
    for key, threshold in pack.thresholds.items():
        words = (cs.say(f"threshold.{key}"), en.say(f"threshold.{key}"))
        lines.append(f"| `{key}` | {words[0]} | {words[1]} | {threshold.value:f} | {threshold.unit} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    TARGET.write_text(document(), encoding="utf-8")
