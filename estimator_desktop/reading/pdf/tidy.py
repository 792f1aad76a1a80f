"""What recognition confuses because it looks alike, set right where the word itself says which sign it is.

Nothing is set right that could be either: that is for the arithmetic, the second look, and the person.
"""

from __future__ import annotations

import re

_TWO_VEES = re.compile(r"[vVwW]{1,2}")
_WIDE = 1.5
"""Two capital vees are wider than so many times their height; one double-u is not."""
_BAR_IN_WORD = re.compile(r"(?<=[a-záčďéěíňóřšťúůýž])I")
_DIGIT_NEIGHBOURS = re.compile(r"(?<=\d)[lI|](?=[\d.,])|(?<=[\d.,])[lI|](?=\d)")
_ROUND_NEIGHBOURS = re.compile(r"(?<=\d)[oO](?=[\d.,])|(?<=[\d.,])[oO](?=\d)")


def tidy(text: str, breadth: float) -> str:
    """The word as it must have been printed.  `breadth` is its width in heights."""
    if _TWO_VEES.fullmatch(text) and breadth > _WIDE:
        return "VV"
    text = _BAR_IN_WORD.sub("l", text)
    text = _DIGIT_NEIGHBOURS.sub("1", text)
    return _ROUND_NEIGHBOURS.sub("0", text)
