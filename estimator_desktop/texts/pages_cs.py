"""Czech: passwords, revisions, settings, search over projects, notices, the crash dialog."""

SENTENCES = {
    "error.pdf_encrypted": "PDF {file} je chráněné heslem. Zadejte heslo v okně programu, v příkazu volbou --password.",
    "password.title": "Chráněné PDF",
    "password.ask": "PDF {file} je chráněné heslem. Heslo vám řekne ten, kdo ho poslal.",
    "password.word": "Heslo k souboru",
    "password.show": "Ukázat, co píšu",
    "password.open": "Otevřít",
    "password.opening": "Otevírám…",
    "password.cancel": "Zrušit",
    "password.kept": "Heslo se nikam neukládá. V datech programu zůstane kopie bez ochrany, aby se neptal znovu.",
    "password.enter": "Zadat heslo…",
}

COUNTED: dict[str, tuple[str, str, str]] = {}
