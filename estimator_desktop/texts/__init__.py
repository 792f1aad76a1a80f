"""Every sentence a user reads, in Czech and English; used by window, command line and written files alike."""

from estimator_desktop.texts.speech import LANGUAGES, MARKS, Texts

__all__ = ["LANGUAGES", "MARKS", "Texts"]
