"""The shipped JSON Schemas, as published and made strict."""

from __future__ import annotations

import json
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from estimator_desktop.config import resources_folder

FOLDER = resources_folder() / "schema"


def load(name: str) -> dict[str, Any]:
    """A schema as it is shipped: it allows keys it does not know."""
    schema = json.loads((FOLDER / f"{name}.schema.json").read_text(encoding="utf-8"))
    assert isinstance(schema, dict)
    return schema


def validator(name: str) -> Draft202012Validator:
    """Checks a file against a shipped schema."""
    read = load("read")
    registry = Registry().with_resource(read["$id"], Resource.from_contents(read))
    return Draft202012Validator(load(name), registry=registry)


def described(name: str) -> dict[str, Any]:
    """Both schemas' properties: of the file, of a position, and of what has a definition of its own."""
    read = load("read")
    top, position = dict(read["properties"]), dict(read["$defs"]["position"]["properties"])
    if name == "audit":
        audit = load("audit")
        top |= audit["properties"]
        position |= audit["properties"]["positions"]["items"]["properties"]
    return {"top": top, "position": position, "definitions": {**read["$defs"], **load("audit")["$defs"]}}
