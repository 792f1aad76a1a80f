"""Language, look, numbers on the clipboard."""

from __future__ import annotations

from estimator_desktop.texts import LANGUAGES
from estimator_desktop.ui.models.clipboard import COPY_NUMBERS
from estimator_desktop.ui.settings.section import Section

LOOK_SETTING = "look"


class LookSection(Section):
    """How the program speaks and looks."""

    title = "settings.look"

    def fill(self) -> None:
        """Language, light or dark, numbers on the clipboard."""
        say = self.texts.say
        self.language = self.choice("language", tuple(LANGUAGES.items()), "cs")
        self.language.setCurrentIndex(self.language.findData(self.texts.language))
        self.language.activated.disconnect()
        self.language.activated.connect(lambda _index: self.window_of.set_language(self.language.currentData()))
        self.row(say("menu.language"), self.language)
        looks = tuple((name, say(f"settings.look.{name}")) for name in ("system", "light", "dark"))
        self.look = self.choice(LOOK_SETTING, looks, "system")
        self.look.activated.connect(lambda _index: self.window_of.set_look(self.look.currentData()))
        self.row(say("settings.colours"), self.look, say("settings.colours.why"))
        numbers = (("", say("settings.copy.same")), ("cs", "1 234,56"), ("en", "1,234.56"))
        self.copy = self.choice(COPY_NUMBERS, numbers, "")
        self.copy.activated.connect(lambda _index: self._copy_as(self.copy.currentData()))
        self.row(say("settings.copy"), self.copy, say("settings.copy.why"))

    def _copy_as(self, language: str) -> None:
        """From now on the desk copies so."""
        self.window_of.desk.table.numbers = language or self.texts.language
