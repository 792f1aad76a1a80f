"""Models and prices, read from a settings file: the user's `models.json` in the data folder, else the shipped one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from estimator_desktop.config import resources_folder
from estimator_desktop.domain.advice import Model
from estimator_desktop.errors import UserError

FILE = "models.json"


@dataclass(frozen=True, slots=True)
class Models:
    """The models to choose from.  `checked` is the day on which somebody compared the prices."""

    models: Sequence[Model]
    default: str
    checked: str

    def get(self, name: str) -> Model:
        """The model of an id, or the default one where the id is empty or no longer listed."""
        known = {model.id: model for model in self.models}
        return known.get(name) or known[self.default]


def load_models(home: Path | None = None) -> Models:
    """The models.  Raises UserError `models_invalid` where the user's own file cannot be used."""
    own = home / FILE if home is not None else None
    path = own if own is not None and own.is_file() else resources_folder() / "ai" / FILE
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        models = tuple(_model(row) for row in data["models"])
        found = Models(models, str(data["default"]), str(data["checked"]))
        found.get("")
    except (OSError, ValueError, KeyError, TypeError, InvalidOperation) as error:
        raise UserError("models_invalid", file=str(path), detail=repr(error)) from error
    return found


def _model(row: dict[str, object]) -> Model:
    prices = {name: Decimal(str(row[name])) for name in ("input", "output", "cache_write", "cache_read")}
    if any(not price.is_finite() or price < 0 for price in prices.values()):
        raise ValueError(f"prices of {row['id']}")
    return Model(
        str(row["id"]),
        str(row["name"]),
        effort=str(row.get("effort", "")),
        **prices,
    )
