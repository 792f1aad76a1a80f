"""Numbers inside sentences.  Apart from `speech`: the first window speaks without a number."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from estimator_desktop.domain.decimals import decimals, format_decimal


class Numbers:
    """Writes numbers as people of one language do."""

    def __init__(self, language: str) -> None:
        self._language = language

    def write(self, value: Decimal, places: int | None = None) -> str:
        """A number, rounded half up to so many places, or with those it has."""
        return format_decimal(value, places, self._language)

    def whole(self, value: int) -> str:
        """A whole number."""
        return format_decimal(Decimal(value), None, self._language)

    def written(self, text: str) -> str:
        """A number that comes as text, with the places it is written with; what is no number stays as it is."""
        try:
            number = Decimal(text)
        except InvalidOperation:
            return text
        return self.write(number, decimals(number))
