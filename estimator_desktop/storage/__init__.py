"""The one door to SQLite and to the files that are kept."""

from estimator_desktop.storage.store import Document, ProjectSummary, Store

__all__ = ["Document", "ProjectSummary", "Store"]
