"""`template`: what an export shows, under a name of one's own."""

from __future__ import annotations

import argparse
import sys

from estimator_desktop.commands.terminal import DONE, USAGE
from estimator_desktop.config import default_paths
from estimator_desktop.domain.template import BUILT_IN, Column, Encoding, Template
from estimator_desktop.domain.verdict import Colour


def register_template(parser: argparse.ArgumentParser) -> None:
    """Arguments of `template`."""
    parser.add_argument("what", choices=("list", "save", "remove"))
    parser.add_argument("name", nargs="?", default="", metavar="NAME")
    parser.add_argument("--columns", type=_columns, default=tuple(Column), metavar="LIST",
                        help=f"of {', '.join(Column)}, separated by commas; default all")  # fmt: skip
    parser.add_argument("--no-prices", action="store_true", help="no price, sum, or finding that names one")
    parser.add_argument(
        "--only",
        type=_colours,
        default=(),
        metavar="LIST",
        help="of red, amber, green, separated by commas; default all",
    )
    parser.add_argument("--anonymised", action="store_true", help="no name of the job, its objects, files or sheets")
    parser.add_argument("--cp1250", action="store_true", help="CSV in Windows-1250 instead of UTF-8")


def _columns(text: str) -> tuple[Column, ...]:
    try:
        return tuple(Column(name.strip()) for name in text.split(",") if name.strip())
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{error}; known: {', '.join(Column)}") from error


def _colours(text: str) -> tuple[Colour, ...]:
    try:
        return tuple(Colour(name.strip().upper()) for name in text.split(",") if name.strip())
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{error}; known: red, amber, green") from error


def run_template(options: argparse.Namespace) -> int:
    """List, save or remove."""
    from estimator_desktop.storage.store import Store
    from estimator_desktop.texts import Texts
    from estimator_desktop.usecases.saved_templates import remove_template, save_template, saved_templates

    texts, store = Texts(options.lang), Store(default_paths())
    try:
        if options.what == "list":
            for name in BUILT_IN:
                print(f"{name}\t{texts.say(f'template.{name}')}")
            for name, template in saved_templates(store).items():
                print(f"{name}\t{_said(template)}")
        elif options.what == "save":
            encoding = Encoding.WINDOWS if options.cp1250 else Encoding.UTF8
            made = Template(
                options.lang, options.columns, not options.no_prices, options.only, options.anonymised, encoding
            )
            save_template(store, options.name, made)
        elif not remove_template(store, options.name):
            print(texts.error("template_unknown", {"name": options.name, "known": ", ".join(saved_templates(store))}),
                  file=sys.stderr)  # fmt: skip
            return USAGE
    finally:
        store.close()
    return DONE


def _said(template: Template) -> str:
    parts = [template.language, *(column.value for column in template.columns)]
    parts += [colour.value.lower() for colour in template.only]
    parts += [] if template.prices else ["no-prices"]
    return " ".join([*parts, *(["anonymised"] if template.anonymised else [])])
