"""Claude and MinerU in the window: nothing is sent before it was allowed; what was said is shown beside the rules."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import fake_mineru
import psutil
import pytest
from aibench import opinions
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot
from standin import Reply, StandIn

from estimator_desktop.audit.advice import advised
from estimator_desktop.audit.consensus import Policy
from estimator_desktop.audit.pack import shipped_pack
from estimator_desktop.config import Paths
from estimator_desktop.domain.advice import Suggestion
from estimator_desktop.domain.job import JobKind
from estimator_desktop.domain.verdict import Colour, Finding, Opinion, Role, Severity
from estimator_desktop.errors import UserError
from estimator_desktop.keys import KEY_VARIABLE, KeyPlace, Keys
from estimator_desktop.storage.store import Store
from estimator_desktop.texts import Texts
from estimator_desktop.ui import theme
from estimator_desktop.ui.bridge import Bridge
from estimator_desktop.ui.details import advice_html
from estimator_desktop.ui.main_window import MainWindow
from estimator_desktop.ui.models.desk import Desk
from estimator_desktop.ui.panels.claude import ClaudePanel
from estimator_desktop.ui.panels.match import MatchPanel
from estimator_desktop.ui.panels.mineru import MineruPanel
from estimator_desktop.ui.settings.engines import ClaudeSection, MineruSection
from estimator_desktop.ui.sides.claude import ClaudeSide
from estimator_desktop.ui.sides.settings import SettingsSide

KEY = "sk-test-0123456789-abcdefghij"
TEXTS = Texts("cs")


@pytest.fixture
def bridge(qtbot: QtBot, paths: Paths) -> Iterator[Bridge]:
    """The window's bridge with a worker."""
    made = Bridge(paths)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def keyed(monkeypatch: pytest.MonkeyPatch, paths: Paths, service: StandIn) -> StandIn:
    """A key in the environment, and a service next door, before the window opens."""
    monkeypatch.setenv(KEY_VARIABLE, KEY)
    store = Store(paths)
    store.set_setting("ai_address", service.url)
    store.close()
    return service


def panel_of(qtbot: QtBot, bridge: Bridge) -> ClaudePanel:
    panel = ClaudePanel(TEXTS, bridge.claude)
    qtbot.addWidget(panel)
    qtbot.waitUntil(lambda: panel.key_state.text() != TEXTS.say("ai.looking"), timeout=20000)
    return panel


def test_what_is_set_counts_at_once(qtbot: QtBot, bridge: Bridge) -> None:
    panel = panel_of(qtbot, bridge)
    store = bridge.store
    assert not panel.on.isChecked()
    panel.on.click()
    panel.reread.click()
    panel.project.setText("1,5")
    panel.project.editingFinished.emit()
    panel.month.setText("much")
    panel.month.editingFinished.emit()
    panel.model.setCurrentIndex(1)
    panel.model.activated.emit(1)
    panel.proxy.setText("http://proxy.invalid:3128 ")
    panel.proxy.editingFinished.emit()
    settings = bridge.claude.settings()
    assert (settings.on, str(settings.caps.project), str(settings.caps.month)) == (True, "1.5", "20")
    assert settings.model.id == panel.model.currentData()
    assert settings.proxy == "http://proxy.invalid:3128"
    assert store.setting("ai_reread") == "yes"
    panel.refresh()
    assert panel.on.isChecked()
    assert panel.month.text() == "20"
    assert re.search(r"ke dni \d+\. \d+\. \d{4};", panel.prices.text())
    (store.paths.home / "models.json").write_text("{", encoding="utf-8")
    panel.refresh()
    assert "models.json" in panel.prices.text()


def test_consent_is_none_some_or_all(qtbot: QtBot, bridge: Bridge) -> None:
    panel = panel_of(qtbot, bridge)
    ai = bridge.store.ai
    assert panel.consent.currentData() == "none"
    ai.consent("p1")
    panel.refresh()
    assert panel.consent.currentData() == "some"
    panel.consent.setCurrentIndex(panel.consent.findData("all"))
    panel.consent.activated.emit(2)
    assert ai.consented("p9")
    panel.consent.setCurrentIndex(panel.consent.findData("some"))
    panel.consent.activated.emit(1)
    assert ai.consents() == ("p1",)
    panel.consent.setCurrentIndex(panel.consent.findData("none"))
    panel.consent.activated.emit(0)
    assert ai.consents() == ()


def test_without_a_keychain_a_key_is_for_the_session(
    qtbot: QtBot, bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, KEY_VARIABLE, "")
    panel = panel_of(qtbot, bridge)
    assert panel.keep.isHidden()
    assert TEXTS.say("ai.no_keychain") in panel.key_state.text()
    assert not panel.test.isEnabled()
    qtbot.waitUntil(lambda: bridge.worker_pid is not None, timeout=10000)
    before = bridge.worker_pid
    panel.key.setText("short")
    with qtbot.waitSignal(bridge.claude.trouble, timeout=10000) as trouble:
        panel.session.click()
    assert isinstance(trouble.args[0], UserError)
    panel.key.setText(KEY)
    panel.session.click()
    assert panel.key.text() == ""
    qtbot.waitUntil(panel.test.isEnabled, timeout=20000)
    qtbot.waitUntil(lambda: bridge.worker_pid not in {None, before}, timeout=20000)
    panel.forget.click()
    qtbot.waitUntil(lambda: not panel.forget.isEnabled(), timeout=20000)


@pytest.mark.parametrize("keychain_refuses", [False, True])
def test_a_forgotten_key_is_in_no_worker_any_more(
    qtbot: QtBot, keyed: StandIn, bridge: Bridge, demo_pdf: Path, *, keychain_refuses: bool
) -> None:
    class Locked:
        def get_password(self, service: str, username: str) -> str | None:
            return KEY

        def set_password(self, service: str, username: str, password: str) -> None:
            raise AssertionError("nothing is kept here")

        def delete_password(self, service: str, username: str) -> None:
            raise PermissionError("locked")

    bridge.claude.keys = Keys(Locked) if keychain_refuses else Keys()
    panel = panel_of(qtbot, bridge)
    qtbot.waitUntil(lambda: bridge.worker_pid is not None, timeout=10000)
    before = psutil.Process(bridge.worker_pid)
    assert before.environ()[KEY_VARIABLE] == KEY
    bridge.import_files([demo_pdf])
    qtbot.waitUntil(lambda: bool(bridge.unsettled()), timeout=20000)
    panel.forget.click()
    qtbot.waitUntil(lambda: bridge.worker_pid not in {None, before.pid}, timeout=20000)
    assert not before.is_running()
    worker = psutil.Process(bridge.worker_pid)
    qtbot.waitUntil(lambda: bool(worker.environ()), timeout=10000)  # empty until the program has started
    assert KEY_VARIABLE not in worker.environ()
    assert KEY_VARIABLE not in os.environ
    qtbot.waitUntil(lambda: not bridge.unsettled(), timeout=40000)
    (document,) = [project.document for project in bridge.projects()]
    assert bridge.store.bills.audited(document), "the jobs of the old worker went to the new one"


def test_a_key_in_the_keychain(qtbot: QtBot, bridge: Bridge) -> None:
    class Chain:
        kept = ""

        def get_password(self, service: str, username: str) -> str | None:
            return self.kept or None

        def set_password(self, service: str, username: str, password: str) -> None:
            self.kept = password

        def delete_password(self, service: str, username: str) -> None:
            self.kept = ""

    chain = Chain()
    bridge.claude.keys = Keys(lambda: chain, {})
    panel = panel_of(qtbot, bridge)
    assert not panel.keep.isHidden()
    panel.key.setText(KEY)
    panel.keep.click()
    qtbot.waitUntil(lambda: panel.key_state.text() == TEXTS.say("ai.key.keychain"), timeout=20000)
    assert bridge.claude.keys.place is KeyPlace.KEYCHAIN
    assert chain.kept == KEY
    assert KEY not in panel.key.text()


@pytest.mark.parametrize(
    ("reply", "words"),
    [(Reply(('{"word": ""}',)), "ai.test_ok"), (Reply(status=401, kind="authentication_error"), "odmítla")],
)
def test_the_connection_is_tested(qtbot: QtBot, keyed: StandIn, bridge: Bridge, reply: Reply, words: str) -> None:
    keyed.plays(reply)
    panel = panel_of(qtbot, bridge)
    bridge.changed.connect(panel.refresh)
    panel.test.click()
    assert panel.test_state.text() == TEXTS.say("ai.testing")
    qtbot.waitUntil(lambda: panel.test_state.text() != TEXTS.say("ai.testing"), timeout=30000)
    expected = TEXTS.say(words) if words.startswith("ai.") else words
    assert expected in panel.test_state.text()
    assert panel.test.isEnabled()


def test_mineru_is_found_and_tried(qtbot: QtBot, bridge: Bridge, tmp_path: Path) -> None:
    panel = MineruPanel(TEXTS, bridge.claude)
    qtbot.addWidget(panel)
    bridge.changed.connect(panel.refresh)
    qtbot.waitUntil(lambda: panel.state.text() == TEXTS.say("mineru.missing"), timeout=20000)
    assert not panel.trial.isEnabled()
    panel.on.click()
    assert bridge.store.setting("mineru_on") == "yes"
    program = fake_mineru.make(tmp_path / "bin")
    panel.path.setText(str(program))
    panel.path.editingFinished.emit()
    qtbot.waitUntil(lambda: "9.8.7" in panel.state.text(), timeout=20000)
    assert "magic-pdf" in panel.models.text()
    panel.tier.setCurrentText("basic")
    panel.tier.activated.emit(1)
    assert bridge.store.setting("mineru_tier") == "basic"
    panel.trial.click()
    qtbot.waitUntil(lambda: panel.trial_state.text() not in {"", TEXTS.say("mineru.trying")}, timeout=30000)
    assert "přečetlo 4 položek" in panel.trial_state.text()
    fake_mineru.make(tmp_path / "bin", "fails")
    panel.trial.click()
    qtbot.waitUntil(lambda: "nepřečetl" in panel.trial_state.text(), timeout=30000)


def doubts(item: dict[str, object]) -> dict[str, object]:
    return {"verdict": "RED", "reason": "Popis je neúplný.", "quote": str(item["description"])[:30]}


def test_asking_from_consent_to_the_desk(qtbot: QtBot, keyed: StandIn, window: MainWindow, demo_pdf: Path) -> None:
    keyed.plays(opinions(doubts))
    side = window.side(ClaudeSide)
    assert not window.action("ai.action_opinions").isEnabled()
    side.show()
    assert side.dialog is None
    window.import_files([demo_pdf])
    qtbot.waitUntil(lambda: window.desk.desk is not None, timeout=40000)
    assert window.action("ai.action_opinions").isEnabled()
    window.action("ai.action_opinions").trigger()
    dialog = side.dialog
    assert dialog is not None
    assert not dialog.go.isEnabled()
    qtbot.waitUntil(lambda: TEXTS.say("ai.estimating") != dialog.cost.text(), timeout=20000)
    assert not dialog.go.isEnabled()  # nobody has consented yet
    dialog.all_projects.click()
    dialog.this_project.click()
    qtbot.waitUntil(dialog.go.isEnabled, timeout=10000)
    few = dialog.estimate
    dialog.everything.click()
    assert dialog.estimate.cost > few.cost
    with_opinions = dialog.estimate
    dialog.reread.click()
    assert dialog.estimate.cost > with_opinions.cost
    assert dialog.wanted[0][0] is JobKind.REREAD
    dialog.reread.click()
    dialog.opinions.click()
    assert not dialog.go.isEnabled()
    dialog.opinions.click()
    assert not keyed.seen
    dialog.buttons.button(QDialogButtonBox.StandardButton.Cancel)
    with qtbot.waitSignal(window.bridge.audited, timeout=60000):
        dialog.go.click()
    qtbot.waitUntil(lambda: window.desk.desk is not None and bool(window.desk.desk.verdict(0).advice), timeout=20000)
    window.desk.show_position(0)
    assert side.counter is not None
    assert "USD" in side.counter.text()
    assert window.bridge.store.ai.spent_in_month() > 0
    window.set_language("en")
    window.bridge.store.set_setting("ai_on", "no")
    window.side(ClaudeSide).refresh()


def test_without_a_key_the_way_to_the_settings_is_shown(qtbot: QtBot, window: MainWindow, demo_pdf: Path) -> None:
    window.import_files([demo_pdf])
    qtbot.waitUntil(lambda: window.desk.desk is not None, timeout=40000)
    window.side(ClaudeSide).show()
    dialog = window.side(ClaudeSide).dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.key_state.text() == TEXTS.say("ai.need_key"), timeout=20000)
    assert not dialog.open_settings.isHidden()
    assert not dialog.go.isEnabled()
    assert dialog.wanted == [(JobKind.OPINIONS, {"scope": "doubtful"})]
    dialog.open_settings.click()
    page = window.side(SettingsSide).page
    assert window.pages.currentWidget() is page
    section = page.section(ClaudeSection)
    assert isinstance(section, ClaudeSection)
    section.panel.on.click()
    qtbot.waitUntil(lambda: window.side(ClaudeSide).counter is not None, timeout=10000)
    assert isinstance(page.section(MineruSection), MineruSection)


def test_disagreement_is_shown_beside_the_opinions(desk: Desk) -> None:
    verdict = next(desk.verdict(place) for place in range(len(desk.rows)) if desk.verdict(place).colour is Colour.RED)
    assert advice_html(verdict, TEXTS, theme.LIGHT) == ""
    finding = Finding("CLAUDE", 1, Role.ENG, Severity.AMBER, "claude_red", found="<b>proto</b>", position=0,
                      params=(("quote", "x"), ("role", "ENG")))  # fmt: skip
    said = (
        Opinion(Role.SME, Colour.GREEN, 1.0, (), (), source="claude"),
        Opinion(Role.ENG, Colour.RED, 0.1, (), (finding,), source="claude"),
    )
    html = advice_html(advised(verdict, said, Policy.of(shipped_pack())), TEXTS, theme.LIGHT)
    assert TEXTS.say("advice.disagrees", colour=TEXTS.colour(Colour.RED)) in html
    assert TEXTS.say("advice.agrees") in html
    assert TEXTS.say("advice.over") in html
    alone = advised(replace(verdict), said[1:], Policy.of(shipped_pack()))
    assert TEXTS.say("advice.over") not in advice_html(alone, TEXTS, theme.LIGHT)


def test_a_suggestion_stands_in_the_match_panel(qtbot: QtBot, bridge: Bridge) -> None:
    panel = MatchPanel(TEXTS)
    qtbot.addWidget(panel)
    assert panel.advice.isHidden()
    panel.show_suggestion(Suggestion("871", "OTSKP", "2026", 0.9, "stejné potrubí", "PVC"))
    assert "871" in panel.advice.text()
    assert "90" in panel.advice.text()
    panel.show_suggestion(Suggestion("", "", "", 0.5, "jiný materiál", ""))
    assert "jiný materiál" in panel.advice.text()
    panel.show_suggestion(None)
    assert panel.advice.isHidden()
