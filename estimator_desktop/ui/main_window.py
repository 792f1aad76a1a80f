"""The window: start page or desk, the jobs beside them, one line for what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import (
    QButtonGroup,
    QDockWidget,
    QFileDialog,
    QMainWindow,
    QMessageBox,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from estimator_desktop import __version__
from estimator_desktop.config import resources_folder
from estimator_desktop.domain.decision import Action
from estimator_desktop.domain.job import Job
from estimator_desktop.domain.mapping import LayoutTemplate, TableMapping
from estimator_desktop.domain.template import Order
from estimator_desktop.errors import UserError
from estimator_desktop.texts import LANGUAGES, Texts
from estimator_desktop.ui.bridge import FINISH_SETTING, Bridge
from estimator_desktop.ui.catalogue_side import CatalogueSide
from estimator_desktop.ui.dialogs.export import ExportDialog
from estimator_desktop.ui.dialogs.mapping import MappingDialog
from estimator_desktop.ui.dialogs.templates import TemplatesDialog
from estimator_desktop.ui.pages.start import StartPage
from estimator_desktop.ui.panels.jobs import JobsPanel
from estimator_desktop.ui.theme import Theme
from estimator_desktop.ui.unlock_desk import PROTECTED, PasswordAsker
from estimator_desktop.ui.widgets.banner import Banner
from estimator_desktop.ui.widgets.make import button, label

if TYPE_CHECKING:
    from estimator_desktop.domain.verdict import Colour
    from estimator_desktop.ui.models.desk import Desk
    from estimator_desktop.ui.models.overview import Overview
    from estimator_desktop.ui.pages.desk import DeskPage
    from estimator_desktop.ui.pages.health import HealthPage
    from estimator_desktop.ui.pages.overview import OverviewPage


class MainWindow(QMainWindow):
    """One window on one data folder."""

    def __init__(self, bridge: Bridge, theme: Theme, language: str = "") -> None:
        super().__init__()
        self._bridge = bridge
        self._theme = theme
        self.texts = Texts(language or bridge.setting("language", "cs"))
        self._document = ""
        self.setAcceptDrops(True)
        room = self.screen().availableGeometry()
        self.resize(min(1280, room.width()), min(800, room.height()))
        self._build()
        bridge.changed.connect(self._refresh)
        bridge.loaded.connect(self._loaded)
        bridge.audited.connect(self._audited)
        bridge.failed.connect(self._job_failed)
        bridge.exported.connect(self._exported)
        bridge.trouble.connect(self.complain)
        bridge.counted.connect(self._counted)
        geometry = bridge.setting("window")
        if geometry:
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))

    def _build(self) -> None:
        """Make everything that has words in it; done again when the language changes."""
        self.setWindowTitle(self.texts.say("app.title"))
        self.banner = Banner(self.texts)
        self.banner.assign.connect(self.assign_columns)
        self.start = StartPage(self.texts, self._theme)
        self.start.open_document.connect(self.open_document)
        self.start.choose_files.connect(self.choose_files)
        self.start.try_demo.connect(self.try_demo)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.start)
        self.catalogues = CatalogueSide(self.texts, self._bridge, self.pages, self.banner)
        self.passwords = PasswordAsker(self.texts, self._bridge.unlocking, self.pages)
        self.passwords.read.connect(self._read_unlocked)
        self._desk: DeskPage | None = None
        self._overview: OverviewPage | None = None
        self._health: HealthPage | None = None
        central = QWidget()
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(12, 0, 12, 0)
        inside.addWidget(self.banner)
        column.addWidget(holder)
        column.addWidget(self.pages, 1)
        self.setCentralWidget(central)
        self._make_jobs()
        self._make_actions()
        self._make_toolbar()
        self._make_menus()

    @property
    def desk(self) -> DeskPage:
        """The desk; made when it is first needed, so that the first window need not wait for it."""
        if self._desk is None:
            from estimator_desktop.ui.pages.desk import DeskPage  # noqa: PLC0415 - see above

            self._desk = page = DeskPage(self.texts, self._theme)
            page.decided.connect(self._decide)
            page.undo.connect(self._undo)
            self.catalogues.attach(page)
            self.pages.addWidget(page)
        return self._desk

    @property
    def overview(self) -> OverviewPage:
        """The overview of the open document; made when it is first needed."""
        if self._overview is None:
            from estimator_desktop.ui.pages.overview import OverviewPage  # noqa: PLC0415 - see above

            self._overview = page = OverviewPage(self.texts, self._theme)
            page.part.connect(self._show_part)
            page.only.connect(self._show_only)
            page.position.connect(self._show_position)
            self.pages.addWidget(page)
        return self._overview

    @property
    def health(self) -> HealthPage:
        """The state of the program; made when it is first looked at."""
        if self._health is None:
            from estimator_desktop.ui.pages.health import HealthPage  # noqa: PLC0415 - see above

            self._health = page = HealthPage(self.texts)
            page.again.connect(self.show_health)
            page.finish_jobs.connect(lambda on: self._bridge.set_setting(FINISH_SETTING, "yes" if on else "no"))
            self._bridge.checked.connect(page.show_checks)
            self.pages.addWidget(page)
        return self._health

    def show_health(self) -> None:
        """Look how everything is."""
        self.health.wait(finish=self._bridge.setting(FINISH_SETTING) == "yes")
        self.pages.setCurrentWidget(self.health)
        self._show_title()
        self._bridge.check_health()

    def show_overview(self) -> None:
        """Go to the overview of the open document."""
        desk = self._desk.desk if self._desk is not None else None
        if desk is None or not self._document:
            return
        self.overview.wait_for(desk)
        self._bridge.count(desk)
        self.pages.setCurrentWidget(self.overview)
        self._show_title()

    def show_desk(self) -> None:
        """Go back to the open document's positions."""
        if self._document and self._desk is not None and self._desk.desk is not None:
            self.pages.setCurrentWidget(self._desk)
            self._show_title()
            self._desk.table.setFocus()

    def _counted(self, counted: Overview) -> None:
        desk = self._desk.desk if self._desk is not None else None
        if desk is not None and counted.document == desk.document:
            self.overview.show_overview(desk, counted)

    def _show_part(self, kind: str, index: int | None, colour: Colour | None) -> None:
        self.show_desk()
        self.desk.show_part(kind, index, colour)

    def _show_only(self, positions: frozenset[int], words: str) -> None:
        self.show_desk()
        self.desk.show_only(positions, words)

    def _show_position(self, position: int) -> None:
        self.show_desk()
        self.desk.show_position(position)

    def warm_up(self) -> None:
        """Make what the first window did without, before somebody waits for it."""
        _ = self.desk

    @property
    def _on_desk(self) -> bool:
        return self._desk is not None and self.pages.currentWidget() is self._desk

    def _make_jobs(self) -> None:
        self.jobs = JobsPanel(self.texts)
        self.jobs.cancel.connect(self._bridge.cancel)
        self.jobs.retry.connect(self._bridge.retry)
        self.jobs.assign.connect(self.assign_columns)
        self.jobs.unlock.connect(self._ask_password)
        self.jobs_dock = QDockWidget(self.texts.say("panel.jobs"))
        self.jobs_dock.setObjectName("jobs")
        self.jobs_dock.setWidget(self.jobs)
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.jobs_dock)
        self.jobs_dock.hide()

    def _action(self, key: str, shortcut: str, run: object, *, enabled: bool = True) -> QAction:
        action = QAction(self.texts.say(key), self)
        action.setShortcut(QKeySequence(shortcut))
        action.triggered.connect(run)
        action.setEnabled(enabled)
        return action

    def _make_actions(self) -> None:
        self.open_action = self._action("action.open", "Ctrl+O", self.choose_files)
        self.export_action = self._action("action.export", "Ctrl+E", self.choose_export, enabled=False)
        self.desk_action = self._action("page.desk", "Ctrl+1", self.show_desk, enabled=False)
        self.overview_action = self._action("page.overview", "Ctrl+2", self.show_overview, enabled=False)
        self.catalogues_action = self._action("page.catalogues", "Ctrl+3", self.show_catalogues)
        self.match_action = self._action("match.again", "", self.catalogues.match_again, enabled=False)
        self.take_action = self._action("catalogue.take", "", self.catalogues.take_prices, enabled=False)
        self.projects_action = self._action("action.projects", "Ctrl+P", self.show_start)
        self.jobs_action = self._action("action.jobs", "Ctrl+J", self.toggle_jobs)
        self.filter_action = self._action("action.filter", "Ctrl+F", self._focus_filter)
        self.source_action = self._action("action.source", "", self._toggle_source)
        self.thresholds_action = self._action("action.thresholds", "", self.show_thresholds)
        self.keys_action = self._action("action.keys", "F1", self._show_keys)
        self.health_action = self._action("action.health", "", self.show_health)
        self.about_action = self._action("action.about", "", self._show_about)
        self.templates_action = self._action("action.templates", "", self.show_templates)
        self.quit_action = self._action("action.quit", "Ctrl+Q", self.close)
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        self._escape.activated.connect(self._close_topmost)

    def _make_toolbar(self) -> None:
        bar = QToolBar()
        bar.setObjectName("toolbar")
        bar.setMovable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._back = button(self.texts.say("action.projects"))
        self._back.clicked.connect(self.show_start)
        self._title = label(look="heading")
        self.tabs = QButtonGroup(self)
        self.desk_tab = self._tab("page.desk", self.show_desk)
        self.overview_tab = self._tab("page.overview", self.show_overview)
        gap = QWidget()
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.lists_button = button(self.texts.say("page.catalogues"))
        self.lists_button.clicked.connect(self.show_catalogues)
        self._open_button = button(self.texts.say("action.open"))
        self._open_button.clicked.connect(self.choose_files)
        self._jobs_button = button(self.texts.say("action.jobs"))
        self._jobs_button.clicked.connect(self.toggle_jobs)
        self.export_button = button(self.texts.say("action.export"), "primary")
        self.export_button.clicked.connect(self.choose_export)
        tabs = (self.desk_tab, self.overview_tab)
        parts = (
            self._back,
            self._title,
            *tabs,
            gap,
            self.lists_button,
            self._open_button,
            self._jobs_button,
            self.export_button,
        )
        placed = {part: bar.addWidget(part) for part in parts}
        self._desk_only = tuple(placed[part] for part in (self._back, *tabs, self.export_button))
        self.addToolBar(bar)
        self._toolbar = bar
        self._show_title()

    def _tab(self, key: str, show: Callable[[], None]) -> QPushButton:
        made = button(self.texts.say(key), "tab", checkable=True)
        made.clicked.connect(lambda _checked: show())
        self.tabs.addButton(made)
        return made

    def _make_menus(self) -> None:
        self.menuBar().clear()
        say = self.texts.say
        file = self.menuBar().addMenu(say("menu.file"))
        file.addActions([self.open_action, self.export_action, self.match_action, self.take_action])
        file.addSeparator()
        file.addAction(self.quit_action)
        view = self.menuBar().addMenu(say("menu.view"))
        view.addActions([self.projects_action, self.desk_action, self.overview_action, self.catalogues_action])
        view.addSeparator()
        view.addActions([self.jobs_action, self.filter_action, self.source_action])
        view.addActions([self.thresholds_action, self.templates_action])
        language = view.addMenu(say("menu.language"))
        group = QActionGroup(self)
        for code, name in LANGUAGES.items():
            choice = QAction(name, self)
            choice.setCheckable(True)
            choice.setChecked(code == self.texts.language)
            choice.triggered.connect(lambda _checked, code=code: self.set_language(code))
            group.addAction(choice)
            language.addAction(choice)
        about = self.menuBar().addMenu(say("menu.help"))
        about.addActions([self.keys_action, self.health_action, self.about_action])

    def set_theme(self, theme: Theme) -> None:
        """Follow the system between light and dark while running."""
        self._theme = theme
        self.start.set_theme(theme)
        if self._desk is not None:
            self._desk.set_theme(theme)
        if self._overview is not None:
            self._overview.set_theme(theme)
        self._refresh()

    def set_language(self, language: str) -> None:
        """Speak another language from now on; what is open stays open."""
        if language == self.texts.language:
            return
        self._bridge.set_setting("language", language)
        self.texts = Texts(language)
        self.removeDockWidget(self.jobs_dock)
        self.jobs_dock.deleteLater()
        self.removeToolBar(self._toolbar)
        self._toolbar.deleteLater()
        self._escape.deleteLater()
        self._release()
        self._build()
        self._refresh()
        if self._document:
            self.open_document(self._document)

    def _refresh(self) -> None:
        jobs = self._bridge.jobs()
        if self.pages.currentWidget() is self.start:
            self.start.refresh(self._bridge.projects(), jobs)
            self.start.archive.show_projects(self._bridge.archived())
        if self.jobs_dock.isVisible():
            self.jobs.show_jobs(jobs)
        self.catalogues.refresh()
        active = sum(not job.settled for job in jobs)
        self._jobs_button.setText(
            self.texts.say("jobs.running", count=active) if active else self.texts.say("action.jobs")
        )

    def show_catalogues(self) -> None:
        """Go to the price lists."""
        self.catalogues.show()
        self._show_title()

    def show_start(self) -> None:
        """Go to the start page."""
        self._document = ""
        self.pages.setCurrentWidget(self.start)
        self._show_title()
        self._refresh()

    def open_document(self, document: str) -> None:
        """Open a document on the desk as soon as it is loaded."""
        self._document = document
        self._bridge.load(document, self.texts)

    def _loaded(self, desk: Desk) -> None:
        if desk.document != self._document:
            return
        self._bridge.store.touch(desk.project_id)
        again = self._desk is not None and self._desk.desk is not None and self._desk.desk.document == desk.document
        self.desk.show_desk(desk)
        if again and self.catalogues.shown:
            return  # matched again behind the price lists' back: whoever looks at them goes on looking
        if self._overview is not None and self.pages.currentWidget() is self._overview:
            self.show_overview()
        else:
            self.show_desk()

    def _show_title(self) -> None:
        desk = self._desk.desk if self._desk is not None and self._document else None
        if self.pages.currentWidget() is self.start:
            desk = None
        self._title.setText(desk.project if desk is not None else self.texts.say("app.title"))
        self._title.setToolTip(desk.file if desk is not None else "")
        for action in self._desk_only:
            action.setVisible(desk is not None)
        for action in (self.desk_action, self.overview_action, self.match_action):
            action.setEnabled(desk is not None)
        tab = self.desk_tab if self._on_desk else self.overview_tab
        tab.setChecked(True)
        ready = desk is not None and desk.audit is not None
        self.export_action.setEnabled(ready)
        self.export_button.setEnabled(ready)
        self.take_action.setEnabled(ready)

    def _audited(self, document: str) -> None:
        """A document dropped here is ready: open it unless another one is being looked at."""
        if not self._document or self._document == document:
            self.open_document(document)

    def import_files(self, files: Sequence[Path]) -> None:
        """Take files in; the first one that is already here is opened."""
        known, errors = self._bridge.import_files(files)
        self.banner.hide()
        if errors:
            words = "\n".join(self.texts.error(error.code, error.params) for error in errors)
            self.banner.say(words, detail="\n".join(error.detail for error in errors if error.detail))
        if known:
            self.open_document(known[0])
        elif len(errors) < len(files):
            self.show_start()

    def choose_files(self) -> None:
        """Ask for files."""
        say = self.texts.say
        names, _kind = QFileDialog.getOpenFileNames(
            self, say("dialog.open"), self._bridge.setting("open_folder"), say("dialog.open_filter")
        )
        if names:
            self._bridge.set_setting("open_folder", str(Path(names[0]).parent))
            self.import_files([Path(name) for name in names])

    def try_demo(self) -> None:
        """Read the sample that comes with the program."""
        self.import_files([resources_folder() / "demo" / "ukazka_rozpocet.pdf"])

    def choose_export(self) -> None:
        """Ask what to write and where."""
        known = self._bridge.store.document(self._document)
        if known is None:
            return
        self.export_dialog = ExportDialog(
            self.texts,
            Path(known.name).stem,
            self._bridge.setting("export_folder"),
            self._bridge.setting("export_formats"),
        )
        self.export_dialog.setParent(self, self.export_dialog.windowFlags())
        self.export_dialog.ordered.connect(self.export_to)
        self.export_dialog.open()

    def export_to(self, folder: Path, order: Order) -> None:
        """Write the open document's audited files into a folder."""
        self._bridge.set_setting("export_folder", str(folder))
        self._bridge.set_setting("export_formats", ",".join(order.formats))
        if self._document:
            self._bridge.export(self._document, folder, order)

    def _exported(self, job: Job) -> None:
        folder = self._bridge.export_folder(job)
        self.banner.say(self.texts.say("desk.exported", file=folder), folder=folder, trouble=False)

    def _job_failed(self, job: Job) -> None:
        asks = job.id if job.error_code == "mapping_needed" else ""
        if job.error_code in PROTECTED:
            remedy = (self.texts.say("password.enter"), lambda: self.passwords.ask(job))
            self.banner.say(self.texts.job_state(job), remedy=remedy)
            self.passwords.ask(job)
            return
        self.banner.say(self.texts.job_state(job), detail=job.error_detail, mapping=asks)

    def _ask_password(self, identity: str) -> None:
        job = self._bridge.monitor.status(identity)
        if job is not None:
            self.passwords.ask(job)

    def _read_unlocked(self, identity: str) -> None:
        self.banner.hide()
        self._bridge.expect(identity)

    def assign_columns(self, identity: str) -> None:
        """Ask what the columns of a job's table hold, and read it so."""
        job = self._bridge.monitor.status(identity)
        preview = self._bridge.store.layouts.preview(job.document) if job is not None else None
        if job is None or preview is None:
            self.banner.say(self.texts.say("mapping.gone"), trouble=False)
            return
        self.mapping = MappingDialog(job.subject, preview, self.texts, self)
        self.mapping.chosen.connect(lambda mapping, template: self._read_with(identity, mapping, template))
        self.mapping.open()

    def _read_with(self, identity: str, mapping: TableMapping, template: LayoutTemplate | None) -> None:
        self.banner.hide()
        self._bridge.read_with(identity, mapping, template)

    def show_templates(self) -> None:
        """The remembered layouts, to look at and to forget."""
        layouts = self._bridge.store.layouts
        TemplatesDialog(layouts.templates(), layouts.remove_template, self.texts, self).open()

    def complain(self, error: UserError) -> None:
        """Say what went wrong."""
        self.banner.say(self.texts.error(error.code, error.params), detail=error.detail)

    def toggle_jobs(self) -> None:
        """Show or hide the jobs."""
        self.jobs_dock.setVisible(not self.jobs_dock.isVisible())
        self._refresh()

    def _focus_filter(self) -> None:
        if self._on_desk:
            self.desk.search.setFocus()
            self.desk.search.selectAll()

    def _close_topmost(self) -> None:
        """Esc: the message, then the filter's text, then the jobs, then the desk."""
        if self.banner.isVisible():
            self.banner.hide()
        elif self._on_desk and self.desk.search.hasFocus():
            self.desk.search.clear()
            self.desk.table.setFocus()
        elif self.jobs_dock.isVisible():
            self.toggle_jobs()
        elif self._on_desk or (self.catalogues.shown and not self._document):
            self.show_start()
        elif self.pages.currentWidget() is not self.start:
            self.show_desk() if self._document else self.show_start()

    def _decide(self, position: int, action: str, name: str, value: str, reason: str, ground: str) -> None:
        """Keep what the person decided about a position, and show it."""
        self._bridge.decide(
            self._document, position, Action(action), name=name, value=value, reason=reason, ground=ground
        )
        self.open_document(self._document)

    def _undo(self, back: bool) -> None:  # noqa: FBT001 - a signal's slot
        if self._bridge.undo(self._document, back=back):
            self.open_document(self._document)

    def show_thresholds(self) -> None:
        """Show the audit's thresholds; saved ones apply from the next audit, which begins at once."""
        from estimator_desktop.ui.dialogs.thresholds import ThresholdsDialog  # noqa: PLC0415 - when asked for

        dialog = ThresholdsDialog(self.texts, self._bridge.store.rules.pack(), self)
        dialog.saved.connect(self._save_thresholds)
        dialog.open()

    def _save_thresholds(self, overrides: dict[str, str]) -> None:
        self._bridge.store.rules.save(overrides)
        if self._document:
            self._bridge.audit_again(self._document)

    def _show_keys(self) -> None:
        self._box(self.texts.say("action.keys"), self.texts.say("keys.text").replace(" · ", "\n"))

    def _show_about(self) -> None:
        self._box(self.texts.say("action.about"), self.texts.say("about.text", version=__version__))

    def _box(self, title: str, words: str) -> None:
        box = QMessageBox(QMessageBox.Icon.NoIcon, title, words, QMessageBox.StandardButton.Close, self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.button(QMessageBox.StandardButton.Close).setText(self.texts.say("dialog.close"))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take local files."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self.start.drop.set_over(over=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The files went elsewhere."""
        self.start.drop.set_over(over=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Read what was dropped."""
        self.start.drop.set_over(over=False)
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        self.import_files(files)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the window's place."""
        self._bridge.set_setting("window", bytes(self.saveGeometry().toBase64().data()).decode())
        self._release()
        super().closeEvent(event)

    def _release(self) -> None:
        """Let go of the file that the desk shows."""
        if self._desk is not None:
            self._desk.source.release()

    def _toggle_source(self) -> None:
        if self._on_desk:
            self.desk.toggle_source()
