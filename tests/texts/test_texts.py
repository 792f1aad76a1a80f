"""Both languages say the same things with the same values."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import string
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from make_failures_doc import TARGET, document

from estimator_desktop import texts as texts_package
from estimator_desktop.domain.bill import BillOfQuantities, Check, Position, ProofFailure, Source
from estimator_desktop.domain.verdict import Finding, Role, Severity
from estimator_desktop.texts import LANGUAGES, Texts, cs, en


def _fields(sentence: str) -> set[str]:
    return {name for _text, name, _form, _how in string.Formatter().parse(sentence) if name is not None}


def _tables(language: str) -> tuple[dict[str, str], set[str]]:
    """All sentences and counted things of a language, those in files included that are loaded late."""
    names = [module.name for module in pkgutil.iter_modules(texts_package.__path__)]
    modules = [
        importlib.import_module(f"{texts_package.__name__}.{name}")
        for name in names
        if name == language or name.endswith(f"_{language}")
    ]
    counted = {thing for module in modules for thing in getattr(module, "COUNTED", {})}
    return {key: words for module in modules for key, words in module.SENTENCES.items()}, counted


def test_every_sentence_is_there_in_both_languages_with_the_same_values() -> None:
    (czech, counted), (english, counted_too) = _tables("cs"), _tables("en")
    assert len(czech) > 1000
    assert set(czech) == set(english)
    assert not {key for key in czech if _fields(czech[key]) != _fields(english[key])}
    assert counted == counted_too


@pytest.mark.parametrize("language", ["cs", "en"])
def test_no_two_tables_say_the_same_key(language: str) -> None:
    seen: dict[str, str] = {}
    for module in pkgutil.iter_modules(texts_package.__path__):
        if module.name.endswith(f"_{language}"):
            table = importlib.import_module(f"{texts_package.__name__}.{module.name}").SENTENCES
            assert not seen.keys() & table.keys(), module.name
            seen |= dict.fromkeys(table, module.name)


@pytest.mark.parametrize("table", [cs, en])
def test_no_sentence_is_empty_or_shouts(table: object) -> None:
    for key, sentence in table.SENTENCES.items():  # type: ignore[attr-defined]
        assert sentence.strip() or key == "column.verdict", key  # that column's head is a shape
        assert "!" not in sentence, key


@pytest.mark.parametrize(
    ("number", "czech", "english"), [(1, "1 položka", "1 position"), (3, "3 položky", "3 positions")]
)
def test_counted_things(number: int, czech: str, english: str) -> None:
    assert Texts("cs").count("positions", number) == czech
    assert Texts("en").count("positions", number) == english


def test_many() -> None:
    assert Texts("cs").count("positions", 1441) == "1\u00a0441 položek"


def test_numbers_and_days_as_people_write_them() -> None:
    moment = datetime(2026, 3, 9, 12, tzinfo=UTC)
    assert Texts("cs").day(moment) == "9. 3. 2026"
    assert Texts("en").day(moment) == "9 Mar 2026"
    assert Texts("cs").money(Decimal("1234.5")) == "1\u00a0234,50 Kč"
    assert Texts("en").money(Decimal("1234.5"), "EUR") == "1,234.50 EUR"


def test_places() -> None:
    texts = Texts("en")
    assert texts.place(None) == ""
    assert "7" in texts.place(Source("a", page=7))
    assert "List" in texts.place(Source("a", sheet="List", row=3))
    assert "3" in texts.place(Source("a", row=3))
    assert texts.place(Source("a")) == ""


def test_an_unknown_language_is_czech_and_an_unknown_key_a_bug() -> None:
    assert Texts("xx").language == "cs"
    assert set(LANGUAGES) == {"cs", "en"}
    assert not Texts().knows("no.such")
    with pytest.raises(KeyError):
        Texts().say("no.such")


def test_the_table_of_failures_is_up_to_date() -> None:
    assert TARGET.read_text(encoding="utf-8") == document(), "run make docs"


def test_a_code_in_a_finding_is_no_number() -> None:
    section = Finding("S9", 1, Role.ARCH, Severity.AMBER, "s9_section", "2", "631362021")
    assert Texts("cs").finding(section) == "Kód 631362021 do dílu 2 obvykle nepatří."
    assert "631362021" in Texts("en").finding(section)
    price = Finding("P3", 1, Role.SME, Severity.AMBER, "p3_same_item", "1234.5", "2345.50")
    assert Texts("en").finding(price) == "The same item costs 1,234.5 elsewhere, here 2,345.50."


def test_a_system_that_is_not_named_leaves_no_brackets() -> None:
    found = Finding("C1", 1, Role.SME, Severity.AMBER, "c1_unknown", "", "131201101")
    assert "()" not in Texts("cs").finding(found)


def test_sizes_are_written_as_people_write_them() -> None:
    assert Texts("cs").health("database_ok", {"size": "0.8"}) == "Databáze je celá (0,8 MB)."
    assert Texts("cs").health("disk_ok", {"free": "60426"}) == "Volné místo: 60\u00a0426 MB."
    assert "0.8 MB" in Texts("en").health("database_ok", {"size": "0.8"})


def test_a_range_is_two_numbers() -> None:
    found = Finding("T6", 1, Role.ENG, Severity.AMBER, "t6_density", "1.75–2.0", "0.53", params=(("value", "1234.5"),))
    said = Texts("cs").finding(found).replace("\u00a0", " ")
    assert said == "Na m3 uložené zeminy (1 234,5 m3) vychází 0,53 t, bývá 1,75–2,0."
    assert "1.75–2.0" in Texts("en").finding(found)


def test_a_position_without_a_code_is_named_by_its_words() -> None:
    long = "Osazení silničního obrubníku betonového stojatého s boční opěrou"
    positions = (Position(0, long, ordinal="5"), Position(1, "MN"))
    bill = BillOfQuantities("x", "a", positions)
    said = [
        Texts("cs").proof_failure(ProofFailure(Check.NUMBERS, "unreadable_number", "", "MN", position=number), bill)
        for number in range(2)
    ]
    assert said == [
        "Položka 5 (Osazení silničního obrubníku betonového…): „MN“ není číslo.",
        "Položka (MN): „MN“ není číslo.",
    ]


def _said_by_the_program() -> tuple[set[str], list[re.Pattern[str]]]:
    """Every text in the code that may be a key, and what the code composes keys of: `action.{step}`, `{step}.next`."""
    whole: set[str] = set()
    composed: list[re.Pattern[str]] = []
    for path in Path(texts_package.__path__[0]).parent.rglob("*.py"):
        if path.parent.name == "texts" and re.search(r"(^|_)(cs|en)$", path.stem):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = [re.escape(str(one.value)) if isinstance(one, ast.Constant) else ".+" for one in node.values]
                if re.search(r"[a-z]\\\.|\\\.[a-z]", "".join(parts)):
                    composed.append(re.compile("".join(parts)))
    return whole, composed


def test_every_sentence_is_said_somewhere() -> None:
    sentences, _counted = _tables("en")
    whole, composed = _said_by_the_program()
    assert not [key for key in sentences if key not in whole and not any(one.fullmatch(key) for one in composed)]
