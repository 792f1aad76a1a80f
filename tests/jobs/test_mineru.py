"""MinerU as a separate program: found, run offline, limited, cancelled with all it starts, read, compared."""

from __future__ import annotations

import json
import os
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import fake_mineru
import mined
import psutil
import pytest
from aibench import Bench, content
from standin import Body, Reply, StandIn, says

from estimator_desktop.config import Limits
from estimator_desktop.domain.bill import Amount, BillOfQuantities
from estimator_desktop.domain.job import Cancelled, JobKind, JobState, silent
from estimator_desktop.errors import UserError
from estimator_desktop.jobs import mineru, second_stage
from estimator_desktop.jobs.mineru import Mineru, MineruKind, MineruRun, find_mineru, version_of
from estimator_desktop.keys import KEY_VARIABLE
from estimator_desktop.reading.read import read_document
from estimator_desktop.storage.store import Store
from estimator_desktop.texts import Texts
from estimator_desktop.usecases import rereading

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the stand-in programs are scripts")


def run(program: Path, folder: Path, limits: Limits = mineru.USUAL_LIMITS) -> None:
    found = find_mineru(str(program))
    assert found is not None
    MineruRun(found, limits).run(Path("in.pdf"), folder, "in.pdf", silent, lambda: False)


def test_which_program_is_found(tmp_path: Path) -> None:
    assert find_mineru("", lambda _name: None) is None
    assert find_mineru(str(tmp_path / "nowhere")) is None
    assert find_mineru(str(tmp_path)) is None
    magic = fake_mineru.make(tmp_path / "bin")
    assert find_mineru("", {"magic-pdf": str(magic)}.get) == Mineru(str(magic), MineruKind.MAGIC)
    assert find_mineru(str(tmp_path)) == Mineru(str(magic), MineruKind.MAGIC)
    plain = fake_mineru.make(tmp_path / "bin", name="mineru")
    assert find_mineru(str(plain)) == Mineru(str(plain), MineruKind.PLAIN)
    kit = fake_mineru.make(tmp_path / "bin", name="mineru-kit")
    for asked in (plain, kit, tmp_path, tmp_path / "bin"):
        assert find_mineru(str(asked)) == Mineru(str(kit), MineruKind.KIT)
    assert version_of(Mineru(str(kit), MineruKind.KIT)) == "9.8.7"
    assert version_of(Mineru(str(tmp_path / "nowhere"), MineruKind.KIT)) == ""
    assert all(Mineru("x", kind).download for kind in MineruKind)
    assert not Mineru("x", MineruKind.KIT).needs_models


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("magic-pdf", ["-p", "in.pdf", "-o", "OUT", "-m", "auto"]),
        ("mineru", ["-p", "in.pdf", "-o", "OUT"]),
        ("mineru-kit", ["parse", "in.pdf", "-o", "OUT/result.zip", "-f", "zip", "--tier", "flash"]),
    ],
)
def test_every_command_line_runs_without_network_or_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, arguments: list[str]
) -> None:
    monkeypatch.setenv(KEY_VARIABLE, "sk-test-0123456789-abcdefghij")
    program = fake_mineru.make(tmp_path / "bin", name=name)
    steps: list[tuple[int, int, str]] = []
    found = find_mineru(str(program))
    assert found is not None
    out = tmp_path / "out"
    MineruRun(found).run(Path("in.pdf"), out, "in.pdf", lambda *step: steps.append(step), lambda: False)
    seen = json.loads((tmp_path / "bin" / "seen.json").read_text())
    assert seen["argv"] == [part.replace("OUT", str(out)) for part in arguments]
    assert KEY_VARIABLE not in seen["env"]
    assert seen["env"]["HF_HUB_OFFLINE"] == "1"
    assert seen["env"]["HTTPS_PROXY"].startswith("http://127.0.0.1")
    assert (3, 3, "steps") in steps or (2, 3, "steps") in steps
    assert list(out.rglob("*middle.json"))
    assert not list(out.glob("*.zip"))
    assert not (tmp_path.parent / "escaped_middle.json").exists()
    assert not (tmp_path / "escaped_middle.json").exists()


@pytest.mark.parametrize(
    ("how", "name", "code"),
    [
        ("fails", "magic-pdf", "mineru_failed"),
        ("models", "magic-pdf", "mineru_models"),
        ("broken zip", "mineru-kit", "mineru_output"),
    ],
)
def test_how_it_may_fail(tmp_path: Path, how: str, name: str, code: str) -> None:
    with pytest.raises(UserError) as caught:
        run(fake_mineru.make(tmp_path / "bin", how, name), tmp_path / "out")
    assert caught.value.code == code
    assert Texts("cs").error(code, caught.value.params)


def test_a_program_that_cannot_be_started(tmp_path: Path) -> None:
    broken = tmp_path / "magic-pdf"
    broken.write_text("#!/no/such/interpreter\n")
    broken.chmod(0o755)
    with pytest.raises(UserError, match="mineru_missing"):
        run(broken, tmp_path / "out")


def test_time_and_memory_have_limits(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="mineru_timeout"):
        run(fake_mineru.make(tmp_path / "a", "hangs"), tmp_path / "out", Limits(0, 0.5, 0))
    assert _gone(tmp_path / "a")
    with pytest.raises(UserError, match="mineru_memory"):
        run(fake_mineru.make(tmp_path / "b", "eats"), tmp_path / "out", Limits(0, 30, 150 << 20))


def test_cancelling_ends_all_it_started(tmp_path: Path) -> None:
    found = find_mineru(str(fake_mineru.make(tmp_path / "bin", "hangs")))
    assert found is not None
    child = tmp_path / "bin" / "seen.json.child"
    started = time.monotonic()
    with pytest.raises(Cancelled):
        MineruRun(found).run(Path("in.pdf"), tmp_path / "out", "in.pdf", silent, child.exists)
    assert time.monotonic() - started < 10
    assert _gone(tmp_path / "bin")


def _gone(folder: Path) -> bool:
    time.sleep(0.2)
    identity = int((folder / "seen.json.child").read_text() or "0")
    return not psutil.pid_exists(identity) or psutil.Process(identity).status() == psutil.STATUS_ZOMBIE


# the second reading


@pytest.fixture
def bill(sound_pdf: Path) -> BillOfQuantities:
    """A proven bill."""
    return read_document(sound_pdf)


def spoiled(bill: BillOfQuantities) -> BillOfQuantities:
    """The bill with two numbers misread: its proof is open."""
    from estimator_desktop.reading.proof import settle

    wrong = Amount("77,770", Decimal("77.77"))
    positions = tuple(replace(item, quantity=wrong) if item.index in {0, 1} else item for item in bill.positions)
    return settle(replace(bill, positions=positions, proof=None))


@pytest.fixture
def bench(store: Store, service: StandIn, bill: BillOfQuantities, sound_pdf: Path) -> Bench:
    """The bill as if it had been misread, with its real file."""
    made = Bench(store, service, spoiled(bill))
    sha256, _size = store.files.put(sound_pdf, "pripojka.pdf")
    with store.transaction():
        store._connections.get().execute("update documents set sha256 = ?", (sha256,))
    return made


def use(bench: Bench, program: Path) -> None:
    bench.store.set_setting(mineru.ON, "yes")
    bench.store.set_setting(mineru.PATH, str(program))


def test_a_worse_reading_is_compared_and_left(bench: Bench, tmp_path: Path) -> None:
    use(bench, fake_mineru.make(tmp_path / "bin"))
    before = bench.store.bills.load(bench.document)
    assert before is not None
    job = bench.run(JobKind.REREAD, engines="mineru")
    assert job.state is JobState.DONE
    (found,) = bench.store.ai.comparisons(bench.document)
    assert (found.engine, found.positions_after) == ("mineru", 4)
    assert found.kept is rereading.better(before.proof, before.proof)
    after = bench.store.bills.load(bench.document)
    assert after is not None
    assert after.positions == before.positions
    assert not list(bench.store.paths.spool.glob("*"))


def test_a_better_reading_is_kept_and_audited(store: Store, service: StandIn, tmp_path: Path, demo_pdf: Path) -> None:
    """A bill of which the built-in reader found one position with a wrong product."""
    bill = read_document(demo_pdf)
    item = replace(bill.positions[0], section=None, object=None, total_price=Amount("1,00", Decimal(1)))
    from estimator_desktop.reading.proof import settle

    poor = settle(replace(bill, positions=(item,), sections=(), objects=(), recapitulation=(), proof=None,
                          printed_position_count=None))  # fmt: skip
    bench = Bench(store, service, poor)
    sha256, _size = store.files.put(demo_pdf, "ukazka.pdf")
    store._connections.get().execute("update documents set sha256 = ?", (sha256,))
    use(bench, fake_mineru.make(tmp_path / "bin"))
    job = bench.run(JobKind.REREAD, engines="mineru")
    assert (job.state, job.error_code) == (JobState.DONE, "")
    after = store.bills.load(bench.document)
    assert after is not None
    assert [position.code for position in after.positions] == [row[2] for row in mined.ROWS if row[1] != "D"]
    assert after.warnings[-1][0] == "engine_mineru"
    assert Texts("cs").say("warning.engine_mineru", subject=after.warnings[-1][1])
    assert len(bench.audit.verdicts) == 4


@pytest.mark.parametrize("how", ["fails", "models", "nothing"])
def test_where_it_fails_the_built_in_reading_counts_with_a_note(bench: Bench, tmp_path: Path, how: str) -> None:
    use(bench, fake_mineru.make(tmp_path / "bin", how))
    with bench.store.transaction():
        bench.store._connections.get().execute("delete from audits")
    job = bench.run(JobKind.REREAD, engines="mineru")
    assert job.state is JobState.FAILED
    assert job.error_code.startswith("mineru_")
    after = bench.store.bills.load(bench.document)
    assert after is not None
    assert after.warnings[-1] == ("engine_failed", job.error_code)
    assert bench.audit.verdicts


def test_the_chain_asks_for_it_only_where_it_is_wanted(bench: Bench, bill: BillOfQuantities, tmp_path: Path) -> None:
    store = bench.store
    open_bill = store.bills.load(bench.document)
    assert open_bill is not None
    assert second_stage.wanted(store, bench.project, open_bill) == ""
    use(bench, tmp_path)
    assert second_stage.wanted(store, bench.project, open_bill) == "mineru"
    assert second_stage.wanted(store, bench.project, bill) == ""
    assert second_stage.wanted(store, bench.project, replace(open_bill, pages=None)) == ""
    store.set_setting(second_stage.REREAD_ON, "yes")
    bench.allow()
    assert second_stage.wanted(store, bench.project, open_bill) == "mineru,claude"
    assert second_stage.wanted(store, bench.project, replace(open_bill, family="mineru")) == "claude"


def test_a_pdf_in_which_the_reader_found_nothing_is_given_to_mineru(bench: Bench, tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    letter = tmp_path / "dopis.pdf"
    canvas = Canvas(str(letter))
    canvas.drawString(100, 700, "Vazeny pane, posilam rozpocet jako obrazek.")
    canvas.showPage()
    canvas.save()
    from estimator_desktop.usecases.intake import import_file

    plain = import_file(bench.store, letter)
    bench.work()
    assert bench.job(plain.job).error_code == "no_positions"
    use(bench, fake_mineru.make(tmp_path / "bin"))
    bench.store.jobs.retry(plain.job, JobKind.PARSE)
    bench.work()
    assert bench.job(plain.job).state is JobState.DONE
    read = bench.store.bills.load(plain.document)
    assert read is not None
    assert len(read.positions) == 4
    use(bench, fake_mineru.make(tmp_path / "bad", "fails"))
    other = tmp_path / "jiny.pdf"
    other.write_bytes(letter.read_bytes() + b"\n%")
    again = import_file(bench.store, other)
    bench.work()
    assert bench.job(again.job).error_code == "no_positions"


# Claude reads doubtful pages


def reads(bill: BillOfQuantities) -> object:
    """A reader that finds the true rows in the lines it was sent."""

    def reply(body: Body) -> Reply:
        lines = content(body)["lines"]
        rows = []
        for item in bill.positions:
            for line in lines:
                if item.code and item.code in line["text"] and item.quantity.raw in line["text"]:
                    rows.append(
                        {
                            "line": line["line"], "ordinal": item.ordinal, "type": item.row_type, "code": item.code,
                            "description": item.description, "unit": item.unit, "quantity": item.quantity.raw,
                            "unit_price": item.unit_price.raw, "total": item.total_price.raw,
                        }
                    )  # fmt: skip
                    break
        return says({"positions": rows})

    return reply


def test_claude_reads_the_unsure_pages_and_the_proof_decides(bench: Bench, bill: BillOfQuantities) -> None:
    bench.allow()
    before = bench.store.bills.load(bench.document)
    assert before is not None
    assert rereading.unsure_pages(before)
    bench.service.plays(reads(bill))  # type: ignore[arg-type]
    job = bench.run(JobKind.REREAD, engines="claude")
    assert (job.state, job.error_detail) == (JobState.DONE, "")
    after = bench.store.bills.load(bench.document)
    assert after is not None
    assert after.positions[0].quantity.value == bill.positions[0].quantity.value
    assert dict(after.positions[0].confidence)["quantity"] == 0.85
    assert after.positions[0].measurements == bill.positions[0].measurements
    assert after.proof is not None
    assert rereading.tally(after.proof)[1] < rereading.tally(before.proof)[1]
    assert after.warnings[-1][0] == "engine_claude"

    assert len(bench.store.ai.calls()) == len(rereading.unsure_pages(before)) < (before.pages or 0)
    assert bench.audit.verdicts


@pytest.mark.parametrize("change", [{"quantity": "99,990"}, {"code": "999999999"}, {"description": "něco jiného"}])
def test_what_does_not_stand_on_the_page_is_refused(
    bench: Bench, bill: BillOfQuantities, change: dict[str, str]
) -> None:
    bench.allow()
    honest = reads(bill)

    def lies(body: Body) -> Reply:
        rows = json.loads("".join(honest(body).pieces))["positions"]  # type: ignore[operator]
        return says({"positions": [row | change for row in rows]})

    bench.service.plays(lies)
    before = bench.store.bills.load(bench.document)
    job = bench.run(JobKind.REREAD, engines="claude")
    assert job.state is JobState.DONE
    after = bench.store.bills.load(bench.document)
    assert before is not None
    assert after is not None
    assert after.positions == before.positions
    assert not bench.store.ai.comparisons(bench.document)[0].kept


def test_nothing_is_sent_for_a_proven_bill(store: Store, service: StandIn, bill: BillOfQuantities) -> None:
    proven = Bench(store, service, bill)
    proven.allow()
    assert proven.run(JobKind.REREAD, engines="claude,mineru").state is JobState.DONE
    assert not service.seen
    assert not rereading.unproven(bill)


def test_decided_positions_do_not_move(bench: Bench) -> None:
    bill = bench.store.bills.load(bench.document)
    assert bill is not None
    assert rereading.same_places(bill, bill)
    assert not rereading.same_places(bill, replace(bill, positions=bill.positions[1:]))
