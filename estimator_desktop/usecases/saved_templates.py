"""Templates of exports that a person made, kept by name among the settings."""

from __future__ import annotations

from collections.abc import Mapping

from estimator_desktop.domain.template import BUILT_IN, Template
from estimator_desktop.errors import UserError
from estimator_desktop.storage.codec import decode, encode
from estimator_desktop.storage.store import Store

_SETTING = "export_templates"


def saved_templates(store: Store) -> Mapping[str, Template]:
    """The person's templates by name, in alphabetical order."""
    text = store.setting(_SETTING)
    return dict(sorted(decode(text, dict[str, Template]).items())) if text else {}


def template_named(store: Store, name: str) -> Template:
    """A template that comes with the program or that a person made.  Raises UserError `template_unknown`."""
    saved = saved_templates(store)
    found = BUILT_IN.get(name) or saved.get(name)
    if found is None:  # as a person writes it: with other capitals, where that is clear
        alike = [template for own, template in saved.items() if own.casefold() == name.casefold()]
        found = alike[0] if len(alike) == 1 else None
    if found is None:
        known = ", ".join([*BUILT_IN, *saved])
        raise UserError("template_unknown", name=name, known=known)
    return found


def save_template(store: Store, name: str, template: Template) -> None:
    """Remember a template; one of the same name is replaced.  Raises UserError `template_built_in`."""
    if name in BUILT_IN or not name.strip():
        raise UserError("template_built_in", name=name)
    with store.transaction():
        store.set_setting(_SETTING, encode({**saved_templates(store), name: template}))


def remove_template(store: Store, name: str) -> bool:
    """Forget a template; whether there was one."""
    with store.transaction():
        known = dict(saved_templates(store))
        found = known.pop(name, None) is not None
        store.set_setting(_SETTING, encode(known))
    return found
