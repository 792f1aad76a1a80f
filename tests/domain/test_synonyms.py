"""Words that mean the same, as a person types them."""

from __future__ import annotations

import pytest

from estimator_desktop.domain.synonyms import SynonymError, decoded, encoded, group_of, typed


def test_words_are_parted_by_commas_and_stand_once() -> None:
    assert group_of(" jakl,  jekl ; profil, jakl") == ("jakl", "jekl", "profil")
    assert group_of("vylití = betonáž*") == ("vylití", "betonáž*")
    assert typed(("jakl", "jekl")) == "jakl, jekl"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("jakl", "synonyms.too_few"),
        ("", "synonyms.too_few"),
        ("jakl, uzavřený profil", "synonyms.not_a_word"),
        ("jakl, 50x50", "synonyms.not_a_word"),
        ("a: b, c", "synonyms.not_a_word"),
    ],
)
def test_what_is_no_group_says_why(line: str, code: str) -> None:
    with pytest.raises(SynonymError, match=code):
        group_of(line)


def test_groups_are_kept_and_lines_of_the_table_are_read() -> None:
    groups = (("jakl", "jekl"), ("vylití", "betonáž"))
    assert decoded(encoded(groups), None) == groups
    assert decoded(None, "zamek: kladivk* zamek\n# poznamka: nic\nbez dvojtecky") == (("kladivk*", "zamek"),)
    assert decoded("", None) == ()
