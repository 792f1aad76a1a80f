"""What the window does on its loading thread: taking files in, documents for the desk, their overview, the health."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from estimator_desktop.errors import UserError
from estimator_desktop.storage.store import Store
from estimator_desktop.texts import Texts
from estimator_desktop.ui.later import patiently
from estimator_desktop.ui.thread import trouble_of

if TYPE_CHECKING:
    from estimator_desktop.jobs.queue import Queue
    from estimator_desktop.ui.models.desk import Desk
    from estimator_desktop.usecases.intake import Import


def take_in(
    queue: Queue, paths: tuple[Path, ...], revision_of: str, left: Event, waiting: Callable[[int], object]
) -> tuple[tuple[Path, ...], list[Import], list[UserError]]:
    """Take files in one after the other, as the new revision of a document where one is named; a folder by its files.

    Which files they were, what came in, and what is wrong with the others.  Waits for a busy database until the window
    has `left`.
    """
    from estimator_desktop.usecases.intake import files_of  # noqa: PLC0415 - not for the first window

    files: list[Path] = []
    results: list[Import] = []
    errors: list[UserError] = []
    for path in paths:
        try:
            found = files_of(path)
        except UserError as error:
            files.append(path)
            errors.append(error)
        else:
            files += found
            for file in found:
                try:
                    results.append(patiently(partial(queue.import_file, file, revision_of), left, waiting))
                except Exception as error:  # noqa: BLE001 - on a thread of its own: said to the user, with the report
                    errors.append(trouble_of(error, file.name))
    return tuple(files), results, errors


def name_of(store: Store, document: str, texts: Texts) -> str:
    """What a person calls a document: its project and its file.  Also where the database cannot say it."""
    try:
        known = store.document(document)
        project = store.project_name(known.project) if known is not None else ""
    except Exception:  # noqa: BLE001 - asked for while an error is told, which may be the database's own
        return texts.say("desk.nameless")
    if known is None:
        return texts.say("desk.nameless")
    return f"{known.name} ({project})" if project else known.name


def desk_of(store: Store, document: str, texts: Texts) -> Desk:
    """A document made ready for the desk.  Raises UserError `not_audited` where there is none."""
    from estimator_desktop.domain.decision import standing  # noqa: PLC0415 - not for the first window
    from estimator_desktop.ui.models.desk import make_desk  # noqa: PLC0415

    known = store.document(document)
    view = store.bills.view(document)
    if known is None or view is None:
        raise UserError("not_audited", file=name_of(store, document, texts))
    name = next((item.name for item in store.projects() if item.id == known.project), known.name)
    stands = standing(store.decisions.all(document))
    deeds = store.deeds.all(document)
    desk = make_desk(known, name, str(store.file_of(known)), view, texts, stands, deeds)
    _ = desk.values, desk.counts, desk.open, desk.progress, desk.search  # made here, not when they are painted
    return desk
