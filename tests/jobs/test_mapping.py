"""A table that nobody can tell the columns of: the job says so, the file is kept, a mapping reads it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from samplebill import sound_bill
from samplerows import Sample
from sampleworkbooks import free, free_rows

from estimator_desktop.domain.job import JobKind, JobState
from estimator_desktop.domain.mapping import LayoutTemplate, TableMapping, fingerprint

if TYPE_CHECKING:
    from .conftest import House

ODD = ("alfa", "beta", "gama", "delta", "epsilon", "zeta", "eta")


def blind_table(target: Path) -> tuple[Path, Sample]:
    sample = sound_bill(blind=True)
    return free(free_rows(sample, ODD), target), sample


def test_the_question_outlives_the_worker_and_the_answer_is_remembered(
    make_house: Callable[[str], House], tmp_path: Path
) -> None:
    first = make_house("")
    path, sample = blind_table(tmp_path / "a.xlsx")
    first.supervisor.start()
    taken = first.queue.import_file(path)
    first.until(first.settled)
    job = first.monitor.chain(taken.document)[-1]
    assert (job.kind, job.state, job.error_code) == (JobKind.PARSE, JobState.FAILED, "mapping_needed")
    path.unlink()
    first.close()

    house = make_house("")
    preview = house.store.layouts.preview(taken.document)
    assert preview is not None
    mapping = TableMapping(preview.guess.columns, preview.guess.header)
    template = LayoutTemplate("Řecká", fingerprint(preview.sheets[0].rows[2]), mapping)
    house.store.layouts.save_template(template)
    house.supervisor.start()
    house.queue.read_with(job.id, mapping)
    house.until(house.settled)
    bill = house.store.bills.load(taken.document)
    assert bill is not None
    assert [position.code for position in bill.positions] == [row.code for row in sample.rows]
    assert house.store.layouts.preview(taken.document) is None
    assert list(house.store.paths.spool.iterdir()) == []

    other = free([*free_rows(sample, ODD), [99, "x", "Práce navíc", "m", 5]], tmp_path / "b.xlsx")
    again = house.queue.import_file(other)
    house.until(house.settled)
    later = house.store.bills.load(again.document)
    assert later is not None
    assert later.warnings == (("template_applied", "Řecká"),)
    assert len(later.positions) == len(sample.rows) + 1
    assert house.store.layouts.remove_template("Řecká")
    assert house.store.layouts.templates() == ()
