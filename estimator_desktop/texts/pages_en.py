"""English: passwords, revisions, settings, search over projects, notices, the crash dialog."""

SENTENCES = {
    "error.pdf_encrypted": "The PDF {file} is protected by a password. Enter it in the window, or with --password in a"
    " command.",
    "password.title": "Protected PDF",
    "password.ask": "The PDF {file} is protected by a password. Whoever sent it can tell you.",
    "password.word": "The file's password",
    "password.show": "Show what I type",
    "password.open": "Open",
    "password.opening": "Opening…",
    "password.cancel": "Cancel",
    "password.kept": "The password is not kept. A copy without protection stays in the program's data, so you are not"
    " asked again.",
    "password.enter": "Enter password…",
}

COUNTED: dict[str, tuple[str, str, str]] = {}
