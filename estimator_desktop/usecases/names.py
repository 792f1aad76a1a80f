"""What to call budgets where several share a name: whatever tells them apart is added, and nothing more.

Bids of one tender mostly share it: the name comes from the document, and every bidder fills in the same one.  So do
two states of one file that were taken in as projects of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from estimator_desktop.storage.store import ProjectSummary, Store
from estimator_desktop.texts import Texts
from estimator_desktop.texts.times import moment_words


def told_apart(known: Sequence[Sequence[str]]) -> list[str]:
    """What to call each of several budgets, given by name and by further facts, those that say most first.

    A fact is added where names are still shared and it tells some of them apart; an empty one is never added.
    """
    names = [next((fact for fact in facts if fact), "") for facts in known]
    for place in range(1, max(map(len, known), default=1)):
        shared: dict[str, list[int]] = defaultdict(list)
        for index, name in enumerate(names):
            shared[name].append(index)
        for together in shared.values():
            if len({known[index][place] for index in together}) > 1:
                for index in together:
                    fact = known[index][place]
                    names[index] = f"{names[index]} · {fact}" if fact and fact != names[index] else names[index]
    return names


def names_of(store: Store, documents: Sequence[str], texts: Texts) -> list[str]:
    """What to call stored documents: by project, then file, revision, sum, positions, the moment they came."""
    found = [store.document(identity) for identity in documents]
    projects = ["" if known is None else store.project_name(known.project) for known in found]
    files = ["" if known is None else Path(known.name).stem for known in found]
    names = told_apart(list(zip(projects, files, strict=True)))
    facts = [
        (name, *(_facts(store, identity, texts) if names.count(name) > 1 else [""] * _FACTS))
        for name, identity in zip(names, documents, strict=True)
    ]
    return told_apart(facts)


_FACTS = 4


def _facts(store: Store, document: str, texts: Texts) -> list[str]:
    known = store.document(document)
    if known is None:
        return [""] * _FACTS
    revisions = len(store.documents(known.project))
    worth = store.bills.worth(document)
    return [
        texts.say("project.revisions", count=revisions) if revisions > 1 else "",
        "" if worth is None else texts.money(*worth),
        texts.count("positions", store.bills.count(document)),
        moment_words(known.created, texts),
    ]


def projects_apart(store: Store, projects: Sequence[ProjectSummary], texts: Texts) -> list[ProjectSummary]:
    """The projects under names that differ, by the newest document of each."""
    names = names_of(store, [project.document for project in projects], texts)
    return [project._replace(name=name or project.name) for project, name in zip(projects, names, strict=True)]
