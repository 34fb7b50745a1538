"""Owns the reading of Amazon's two reports of returns, and putting together what both tell of a return. Pure, no I/O.

The XML has one entry per return, the flat file one row per article of it and some columns more. Whatever of a file
makes no sense goes aside as a record of its own; nothing in a file can make the reading stop.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree as ET

from connectors.channels.amazon.report_api import File
from connectors.contract.kinds import QT_TRANSLATE_NOOP
from connectors.contract.reasons import LACKS
from connectors.contract.snapshots import UnreadableRecord

NO_REPORT = QT_TRANSLATE_NOOP("channel", "a report of returns breaks off or is none")
DOCTYPE = QT_TRANSLATE_NOOP("channel", "a report of returns defines a document type, which Desk does not read")
ODD_ROW = QT_TRANSLATE_NOOP("channel", "a row of a report of returns has other cells than its head")

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_DECLARED = re.compile(rb"^\s*<\?xml[^>]*encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_TYPED = re.compile(r"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_SAMPLE = 2000
_DEEPEST = 40
_GROUPS = 3  # inside one another, of an entry

# What both reports call differently, by our name for it.
_COLUMNS = {
    "order id": "order_id",
    "order date": "order_date",
    "return request date": "return_request_date",
    "return request status": "return_request_status",
    "amazon rma id": "amazon_rma_id",
    "merchant rma id": "merchant_rma_id",
    "label type": "label_type",
    "label cost": "label_cost",
    "currency code": "currency_code",
    "return carrier": "return_carrier",
    "tracking id": "tracking_id",
    "label to be paid by": "label_to_be_paid_by",
    "a-to-z claim": "a_to_z_claim",
    "is prime": "is_prime",
    "asin": "asin",
    "merchant sku": "merchant_sku",
    "item name": "item_name",
    "return quantity": "return_quantity",
    "return reason": "return_reason_code",
    "in policy": "in_policy",
    "return type": "return_type",
    "resolution": "resolution",
    "invoice number": "invoice_number",
    "return delivery date": "return_delivery_date",
    "order amount": "order_amount",
    "order quantity": "order_quantity",
    "safet action reason": "safe_t_reason",
    "safet claim id": "safe_t_id",
    "safet claim state": "safe_t_state",
    "safet claim creation time": "safe_t_created",
    "safet claim reimbursement amount": "safe_t_amount",
    "refunded amount": "refund_amount",
}
_NO_WORD = re.compile(r"[^a-z0-9]")
# However a head is spelt: with blanks, dashes or underlines, and under the names of the XML as well.
_HEADS = {_NO_WORD.sub("", head): name for called, name in _COLUMNS.items() for head in (called, name)}
_OF_ITEM = frozenset(
    "item_name asin merchant_sku return_reason_code in_policy return_quantity resolution refund_amount".split()
)
_NEEDED = ("order_id", "amazon_rma_id", "return_request_date")


@dataclass
class ReturnFacts:
    """What Amazon's reports tell of one return, by their own names: of the return, and of each article in it."""

    about: dict[str, str] = field(default_factory=dict)
    items: list[dict[str, str]] = field(default_factory=list)

    @property
    def rma(self) -> str:
        return self.about.get("amazon_rma_id", "")


@dataclass
class Read:
    """What one file holds."""

    returns: list[ReturnFacts] = field(default_factory=list)
    bad: list[UnreadableRecord] = field(default_factory=list)


def merged(files: Iterable[Read]) -> Read:
    """One entry per return. What two files tell is told by the first that knows it; articles meet by SKU and ASIN."""
    known: dict[str, ReturnFacts] = {}
    bad: list[UnreadableRecord] = []
    for file in files:
        bad += file.bad
        for one in file.returns:
            _take_in(known.setdefault(one.rma, ReturnFacts()), one)
    # What one file could not tell, the other may have told.
    left = [one for one in bad if not one.remote_id or one.remote_id not in known]
    return Read(list(known.values()), left)


def _take_in(known: ReturnFacts, more: ReturnFacts) -> None:
    known.about = {**more.about, **{name: text for name, text in known.about.items() if text}}
    taken: set[int] = set()
    for item in more.items:
        same = (place for place, one in enumerate(known.items) if place not in taken and _is_same(one, item))
        place = next(same, None)
        if place is None:
            known.items.append(dict(item))
            taken.add(len(known.items) - 1)
            continue
        taken.add(place)
        known.items[place] = {**item, **{name: text for name, text in known.items[place].items() if _tells(name, text)}}


def _tells(name: str, text: str) -> bool:
    """Whether the other file has nothing to add: nothing given back may only mean that it is not known here."""
    return bool(text) and (name != "refund_amount" or bool(text.strip("0.,")))


def _is_same(one: dict[str, str], other: dict[str, str]) -> bool:
    names = [name for name in ("merchant_sku", "asin") if one.get(name) and other.get(name)]
    return bool(names) and all(one[name] == other[name] for name in names)


# --- XML -----------------------------------------------------------------------------------------------------


def read_xml(file: File) -> Read:
    """The XML report. Entries before a place where it breaks off are read."""
    found = Read()
    text = _text_of(file, _DECLARED)
    if _TYPED.search(text):
        # Entities could be anything, without end or from elsewhere.
        found.bad.append(_unreadable("", DOCTYPE, file.body))
        return found
    parser: Any = ET.XMLPullParser(("end",))
    try:
        parser.feed(_DECLARATION.sub("", text.removeprefix("\ufeff")))
        parser.close()
    except ET.ParseError:
        found.bad.append(_unreadable("", NO_REPORT, file.body))
    try:
        for _event, node in parser.read_events():
            if _is_entry(node):
                _take_entry(node, found)
                node.clear()
    except ET.ParseError:
        if not found.bad:
            found.bad.append(_unreadable("", NO_REPORT, file.body))
    return found


def _is_entry(node: ET.Element) -> bool:
    """Whether it is one return, under whichever name: what it holds tells."""
    return _name(node) == "return_details" or any(_name(child) == "amazon_rma_id" for child in node)


def _take_entry(node: ET.Element, found: Read) -> None:
    raw = ET.tostring(node)[: _SAMPLE * 4] if _depth(node) < _DEEPEST else b""
    facts = ReturnFacts()
    for name, value, inside in _leaves(node):
        if inside == "item_details":
            if value is None:
                facts.items.append({})
            elif facts.items:
                facts.items[-1].setdefault(name, value)
        elif value is not None:
            facts.about.setdefault(name, value)
    _keep(facts, raw, found)


def _leaves(node: ET.Element, groups: int = _GROUPS) -> Iterator[tuple[str, str | None, str]]:
    """Each text with its name and the group it stands in; a new article is told by one without a text."""
    for child in node:
        name = _name(child)
        if name == "item_details":
            yield name, None, name
            yield from ((_name(leaf), _words(leaf.text), name) for leaf in child)
        elif len(child):
            yield from _leaves(child, groups - 1) if groups else ()
        else:
            yield name, _words(child.text), ""


def _name(node: ET.Element) -> str:
    return str(node.tag).rpartition("}")[2]


def _depth(node: ET.Element) -> int:
    depth, level = 0, [node]
    while level and depth < _DEEPEST:
        depth, level = depth + 1, [child for one in level for child in one]
    return depth


# --- flat file -----------------------------------------------------------------------------------------------


def read_flat(file: File) -> Read:
    """The flat file: a head, then one row per article. A row that does not fit its head goes aside."""
    found = Read()
    lines = _text_of(file, None).removeprefix("\ufeff").split("\n")
    names = [_HEADS.get(_NO_WORD.sub("", cell.lower()), "") for cell in lines[0].rstrip("\r").split("\t")]
    if not set(_NEEDED) <= set(names):
        if "".join(lines).strip():
            found.bad.append(_unreadable("", NO_REPORT, file.body))
        return found
    by_rma: dict[str, ReturnFacts] = {}
    for line in lines[1:]:
        if line.strip():
            _take_row(names, line.rstrip("\r"), by_rma, found)
    found.returns = list(by_rma.values())
    return found


def _take_row(names: list[str], line: str, by_rma: dict[str, ReturnFacts], found: Read) -> None:
    cells = [_unquoted(_words(cell)) for cell in line.split("\t")]
    told = {name: cell for name, cell in zip(names, cells, strict=False) if name}
    rma = told.get("amazon_rma_id", "")
    # Empty cells at the end may be left out; with more cells than columns nobody knows which are which.
    if len(cells) > len(names):
        found.bad.append(_unreadable(rma, ODD_ROW, line.encode()))
        return
    row = Read()
    about = {name: text for name, text in told.items() if name not in _OF_ITEM}
    _keep(ReturnFacts(about, [{name: told.get(name, "") for name in told if name in _OF_ITEM}]), line.encode(), row)
    found.bad += row.bad
    for facts in row.returns:
        known = by_rma.setdefault(facts.rma, ReturnFacts())
        known.about = {**facts.about, **{name: text for name, text in known.about.items() if text}}
        known.items += facts.items


# --- shared --------------------------------------------------------------------------------------------------


def _keep(facts: ReturnFacts, raw: bytes, found: Read) -> None:
    missing = [name for name in _NEEDED if not facts.about.get(name)]
    if missing:
        found.bad.append(_unreadable(facts.rma, f"{LACKS}: {', '.join(missing)}", raw))
        return
    found.returns.append(facts)


def _unreadable(rma: str, reason: str, raw: bytes) -> UnreadableRecord:
    return UnreadableRecord(remote_id=rma, reason=reason, sample=raw[:_SAMPLE])


def _words(text: str | None) -> str:
    return " ".join((text or "").split())


def _unquoted(cell: str) -> str:
    """A cell as some tools write it: in quotes, with those inside doubled."""
    return cell[1:-1].replace('""', '"').strip() if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell


def _text_of(file: File, declared: re.Pattern[bytes] | None) -> str:
    """A file's text by the charset that it says it has. Where that cannot be, ids and codes are still right."""
    told = _CHARSET.search(file.content_type)
    inside = declared.search(file.body[:200]) if declared is not None else None
    names = [told[1] if told else "", inside[1].decode("ascii", "replace") if inside else "", "utf-8-sig", "cp1252"]
    for name in names:
        with suppress(LookupError, UnicodeError, ValueError):
            if name:
                return file.body.decode(name)
    return file.body.decode("utf-8", "replace")
