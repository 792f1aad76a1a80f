"""Numbers a person may set: what they mean, what is shipped, what makes sense.  Window and worker share this table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Preference:
    """One number.  It is stored in the unit of `unit` times `factor` (minutes as seconds, say).

    `low` to `high` makes sense; `zero` says whether 0 (never, no limit) does too.
    """

    key: str
    shipped: int
    low: int
    high: int
    unit: str
    factor: int = 1
    zero: bool = False

    def accepts(self, value: int) -> bool:
        """Whether a value, in the shown unit, makes sense."""
        return self.low <= value <= self.high or (self.zero and value == 0)

    def value(self, stored: str | None) -> float:
        """The value in the stored unit, as the worker uses it; the shipped one where nothing usable is stored."""
        try:
            value = float(stored or "")
        except ValueError:
            return self.shipped * self.factor
        usable = 0 < value <= self.high * self.factor or (self.zero and value == 0)
        return value if usable else self.shipped * self.factor

    def shown(self, stored: str | None) -> int:
        """The value in the shown unit, at least the lowest that makes sense."""
        value = self.value(stored)
        return 0 if value == 0 else max(self.low, round(value / self.factor))

    def stored(self, shown: int) -> str:
        """How a value in the shown unit is stored."""
        return str(shown * self.factor)


SOFT = Preference("limit_soft_seconds", 25, 1, 600, "minutes", 60, zero=True)
"""After so long a reader is asked to end."""
HARD = Preference("limit_hard_seconds", 30, 1, 720, "minutes", 60, zero=True)
"""After so long a reader is ended."""
MEMORY = Preference("limit_memory_bytes", 4, 1, 64, "gigabytes", 1024**3, zero=True)
"""What a reader may take."""
WORKERS = Preference("worker_threads", 2, 1, 8, "jobs")
"""How many jobs run at the same time."""
KEEP_RESULTS = Preference("keep_results_days", 7, 1, 365, "days")
"""How long finished jobs are listed, and files nobody refers to are kept."""
ARCHIVE_AFTER = Preference("archive_after_days", 90, 7, 3650, "days", zero=True)
"""After so long untouched a project goes to the archive; 0: never."""
KEEP_ANSWERS = Preference("keep_answers_days", 90, 1, 3650, "days", zero=True)
"""How long the wording of questions to Claude and of its answers is kept; 0: for ever.  Costs are kept anyway."""
PREFERENCES: Mapping[str, Preference] = {
    one.key: one for one in (SOFT, HARD, MEMORY, WORKERS, KEEP_RESULTS, ARCHIVE_AFTER, KEEP_ANSWERS)
}
