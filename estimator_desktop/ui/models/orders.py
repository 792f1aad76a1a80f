"""How the positions of each project were sorted last: kept as one setting, the projects used last at its end."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import NamedTuple

SETTING = "desk_orders"
_KEPT = 200


class Order(NamedTuple):
    """The column sorted by, by name (empty: as the document has them), and whether downwards."""

    column: str = ""
    down: bool = False


AS_READ = Order()


class Orders:
    """Reads and keeps orders through `setting` and `set_setting`."""

    def __init__(self, setting: Callable[[str], str], set_setting: Callable[[str, str], None]) -> None:
        self._setting = setting
        self._set_setting = set_setting

    def of(self, project: str) -> Order:
        """How a project's positions were sorted last."""
        column, down = self._all().get(project, AS_READ)
        return Order(column, down)

    def keep(self, project: str, order: Order) -> None:
        """Remember how a project's positions are sorted; of many projects, those sorted last."""
        known = self._all()
        known.pop(project, None)
        if order.column:
            known[project] = order
        self._set_setting(SETTING, json.dumps(dict(list(known.items())[-_KEPT:])))

    def _all(self) -> dict[str, tuple[str, bool]]:
        known: dict[str, tuple[str, bool]] = json.loads(self._setting(SETTING) or "{}")
        return known
