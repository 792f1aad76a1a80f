"""A project that has been read and audited, and a runner whose Claude is the stand-in."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from standin import Body, Reply, StandIn, says

from estimator_desktop.ai.client import Claude
from estimator_desktop.ai.patience import Patience
from estimator_desktop.audit import audit_bill
from estimator_desktop.config import Limits
from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.domain.job import Job, JobKind
from estimator_desktop.domain.verdict import Audit
from estimator_desktop.jobs.reader_process import ReaderProcess
from estimator_desktop.jobs.runner import Runner
from estimator_desktop.jobs.stages import Stages
from estimator_desktop.storage.jobs import NewJob
from estimator_desktop.storage.store import Store
from estimator_desktop.usecases import advising

KEY = "sk-test-0123456789-abcdefghij"
PATIENCE = Patience(connect=5, silence=10, whole=20, tries=2, first=0.01, longest=0.2)


class Bench:
    """One document and a runner; `run` does a job and everything that follows it."""

    def __init__(self, store: Store, service: StandIn, bill: BillOfQuantities) -> None:
        self.store = store
        self.service = service
        self.project = store.add_project("Stavba")
        self.document = store.add_document(self.project, "ukazka.pdf", "0" * 64, 1)
        store.bills.save(self.document, bill)
        store.bills.save_audit(self.document, audit_bill(bill))
        self.before = self.audit
        claude = Claude(KEY, base_url=service.url, patience=PATIENCE)
        stages = Stages(store, lambda: ReaderProcess(Limits()), claude=lambda _store: claude)
        self.runner = Runner(store, "me", stages, lambda _kind, _identity: None)

    @property
    def audit(self) -> Audit:
        found = self.store.bills.load_audit(self.document)
        assert found is not None
        return found

    def allow(self) -> None:
        """Switch Claude on and allow this project."""
        self.store.set_setting(advising.ON, "yes")
        self.store.ai.consent(self.project)

    def add(self, kind: JobKind, **payload: str) -> str:
        return self.store.jobs.add(NewJob(kind, "ukazka.pdf", self.project, self.document, payload))

    def run(self, kind: JobKind, **payload: str) -> Job:
        job = self.add(kind, **payload)
        self.work()
        return self.job(job)

    def work(self) -> None:
        while ready := self.store.jobs.ready():
            for identity, _kind in ready:
                self.runner.run(identity)

    def job(self, identity: str) -> Job:
        found = self.store.jobs.get(identity)
        assert found is not None
        return found


def content(body: Body) -> dict[str, Any]:
    """What a question holds."""
    return dict(json.loads(body["messages"][0]["content"]))


def opinions(make: Callable[[dict[str, Any]], dict[str, Any]], *, dear: bool = False) -> Callable[[Body], Reply]:
    """An answer with one opinion for each position that was sent; `make` fills in what differs from GREEN.

    `dear`: it takes all the tokens it may.
    """

    def reply(body: Body) -> Reply:
        sent = content(body)["positions"]
        base = {"verdict": "GREEN", "confidence": 1.0, "reason": "", "quote": ""}
        rows = [{"id": item["id"], **base, **make(item)} for item in sent]
        return says({"opinions": rows}, output_tokens=body["max_tokens"] if dear else 200)

    return reply
