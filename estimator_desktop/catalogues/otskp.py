"""The OTSKP price list: XML with the root `XC4` and price systems under `CenoveSoustavy`.

Observed: `<Polozka>` with `<znacka>` (code), `<nazev>`, `<MJ>`, `<jedn_cena>`, `<technicka_specifikace>`, in about
18 000 items a year; the year stands in the system's name.  Streamed, so that memory stays flat.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from lxml import etree

from estimator_desktop.domain.job import Progress
from estimator_desktop.domain.match import CatalogueItem
from estimator_desktop.domain.numbers import parse_amount
from estimator_desktop.domain.systems import edition_of
from estimator_desktop.errors import UserError

_ITEM = "polozka"
_TALK_EVERY = 1000


@dataclass(frozen=True, slots=True)
class OtskpList:
    """What the file holds."""

    items: tuple[CatalogueItem, ...]
    name: str
    edition: str


def read_otskp(path: Path, name: str, progress: Progress) -> OtskpList:
    """All items.  Raises UserError `xml_damaged`, `xml_entities`, or `catalogue_no_items` where it is another XML."""
    items: list[CatalogueItem] = []
    title = ""
    inside = False
    try:
        with path.open("rb") as stream:
            events = etree.iterparse(
                stream, events=("start", "end"), resolve_entities=False, no_network=True, huge_tree=False,
                load_dtd=False,
            )  # fmt: skip
            for event, element in events:
                tag = _tag(element)
                if event == "start":
                    _refuse_doctype(element, name)
                    inside = inside or tag == "cenovesoustavy"
                    continue
                if tag == _ITEM and inside:
                    item = _item(element)
                    if item is not None:
                        items.append(item)
                        if len(items) % _TALK_EVERY == 0:
                            progress(len(items), 0, "items")
                    element.clear()
                elif inside and not title and tag in {"nazev", "popis", "znacka"} and element.text:
                    title = element.text.strip()
    except etree.XMLSyntaxError as error:
        raise UserError("xml_damaged", file=name, detail=str(error)) from error
    if not items:
        raise UserError("catalogue_no_items", file=name)
    return OtskpList(
        tuple(items), title if "otskp" in title.casefold() else "OTSKP", edition_of(title) or edition_of(name)
    )


def _refuse_doctype(element: etree._Element, name: str) -> None:
    if element.getparent() is None and element.getroottree().docinfo.internalDTD is not None:
        raise UserError("xml_entities", file=name)


def _tag(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].casefold()


def _item(element: etree._Element) -> CatalogueItem | None:
    fields = {_tag(child): "".join(map(str, child.itertext())).strip() for child in element}
    code, description = fields.get("znacka", ""), fields.get("nazev", "")
    if not code or not description:
        return None
    price: Decimal | None = parse_amount(fields.get("jedn_cena", "")).value
    return CatalogueItem(
        code, " ".join(description.split()), fields.get("mj", "") or fields.get("id_mj", ""), price,
        fields.get("technicka_specifikace", ""), code[:2], system="OTSKP",
    )  # fmt: skip
