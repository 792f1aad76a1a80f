"""The parts of the settings page, in order.  A new one is a `Section` in a file of its own and one line here."""

from __future__ import annotations

from estimator_desktop.ui.settings.audit import AuditSection
from estimator_desktop.ui.settings.engines import ClaudeSection, MineruSection
from estimator_desktop.ui.settings.folders import FoldersSection
from estimator_desktop.ui.settings.look import LookSection
from estimator_desktop.ui.settings.notices import NoticesSection
from estimator_desktop.ui.settings.section import Section
from estimator_desktop.ui.settings.work import KeepingSection, WorkSection

SECTIONS: tuple[type[Section], ...] = (
    LookSection,
    NoticesSection,
    AuditSection,
    WorkSection,
    KeepingSection,
    FoldersSection,
    ClaudeSection,
    MineruSection,
)
