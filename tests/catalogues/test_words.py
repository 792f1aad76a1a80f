from __future__ import annotations

import pytest

from estimator_desktop.catalogues.synonyms import CONCEPTS, TABLE, compile_table
from estimator_desktop.catalogues.words import Words, fold, stem

WORDS = Words()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zřízení bednění", "bednění zřízení"),
        ("tl 20 cm", "tloušťka 200 mm"),
        ("DN do 150 mm", "do DN 150"),
        ("přes 9 000 do 10 000 m", "přes 9000 do 10000 m"),
        ("beton C 30/37", "BETON C30/37"),
        ("výšky do 3,80 m", "v do 3,8 m"),
        ("ŽB desky", "železobetonové desky"),
        ("odvoz suti", "doprava suti"),
        ("PVC DN110", "pvc dn 110"),
        ("potrubí z PP", "potrubí polypropylenové"),
        ("jednovrstvá", "1 vrstva"),
    ],
)
def test_two_spellings_give_the_same_tokens(one: str, other: str) -> None:
    assert WORDS.tokens(one) == WORDS.tokens(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("plochy do 500 m2", "plochy přes 500 m2"),
        ("DN 100", "DN 125"),
        ("montáž", "demontáž"),
        ("ručně", "strojně"),
        ("tř. I", "tř. II"),
        ("s výztuží", "bez výztuže"),
    ],
)
def test_what_differs_stays_apart(one: str, other: str) -> None:
    assert WORDS.tokens(one) != WORDS.tokens(other)


def test_folding_takes_accents_and_gaps() -> None:
    assert fold("  Žlutý  KŮŇ m² Ø 20 ") == "zluty kun m2 d 20"
    assert fold("çà") == "ca"


def test_forms_of_a_word_share_their_stem() -> None:
    assert len({stem(word) for word in ("kabelu", "kabely", "kabelem")}) == 1


def test_the_user_adds_to_the_table_and_is_heard_first() -> None:
    words = Words(compile_table(["fermežová: malba fermez*", *TABLE.splitlines()]))
    assert words.of_word("fermezi") == ("wfermežová",)
    assert words.of_word("malba") == ("wfermežová",)


def test_the_table_has_no_word_with_accents() -> None:
    assert all(word.isascii() for word in CONCEPTS.exact)
    assert all(prefix.isascii() for prefix, _meaning in CONCEPTS.prefixes)
