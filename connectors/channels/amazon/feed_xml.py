"""Owns the XML of Amazon's order feeds: the documents that Desk sends, and the processing report that comes back. Pure.

A report is read without document types, entities and network, whoever wrote it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from connectors.channels.amazon.errors import not_understood
from desk.domain.values import Money, minor_digits

_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_SOME_SELLER = "M_SELLER"
"""Where nobody told the merchant token: Amazon goes by whose token it is, but the element must be there."""
_LONGEST_WORDS = 300

_Node = etree._Element  # noqa: SLF001 - lxml has no other name for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjusted:
    """The money of one order item that goes back. `mark` is our own name for it, `parts` pairs of kind and amount."""

    item: str
    mark: str
    reason: str
    parts: tuple[tuple[str, Money], ...]


def refund_feed(message: str, order: str, items: Sequence[Adjusted], seller: str = "") -> bytes:
    """A document of one message that gives money back. `seller` is the merchant token, where it is known."""
    root, content = _envelope("OrderAdjustment", message, seller)
    _fill(content, {"AmazonOrderID": order, "ActionType": "Refund"})
    for one in items:
        node = etree.SubElement(content, "AdjustedItem")
        named = {"AmazonOrderItemCode": one.item, "MerchantAdjustmentItemID": one.mark, "AdjustmentReason": one.reason}
        _fill(node, named)
        prices = etree.SubElement(node, "ItemPriceAdjustments")
        for kind, amount in one.parts:
            component = etree.SubElement(prices, "Component")
            _fill(component, {"Type": kind})
            # No Quantity beside it: Amazon would take the amount for that of one piece.
            told = etree.SubElement(component, "Amount", {"currency": amount.currency})
            told.text = f"{amount.decimal:.{minor_digits(amount.currency)}f}"
    return _written(root)


def cancel_feed(message: str, order: str, reasons: Mapping[str, str], seller: str = "") -> bytes:
    """A document of one message that calls items off, each with its reason."""
    root, content = _envelope("OrderAcknowledgement", message, seller)
    _fill(content, {"AmazonOrderID": order, "StatusCode": "Failure"})
    for item, reason in reasons.items():
        _fill(etree.SubElement(content, "Item"), {"AmazonOrderItemCode": item, "CancelReason": reason})
    return _written(root)


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one message; `code` and `words` are Amazon's, of a failure only."""

    failed: bool
    code: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A processing report. `results` are the messages it names: all of them, or only those that failed."""

    processed: int
    failed: int
    results: Mapping[str, Result]

    @property
    def whole(self) -> Result | None:
        """Why the document as a whole was refused, if it was: nothing of it was done."""
        found = self.results.get("0")
        return found if found is not None and found.failed else None


def read_report(body: bytes) -> Report:
    """Raises Unreadable."""
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise not_understood("feed report", "a document type")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise not_understood("feed report", "no XML") from error
    found = root.find("Message/ProcessingReport")
    if found is None:
        raise not_understood("feed report", "no ProcessingReport")
    results: dict[str, Result] = {}
    for node in found.findall("Result"):
        message, failed = _text(node, "MessageID"), _text(node, "ResultCode") == "Error"
        # A message may have several results: one error makes it fail.
        if failed or message not in results:
            words = _text(node, "ResultDescription")[:_LONGEST_WORDS] if failed else ""
            results[message] = Result(failed, _text(node, "ResultMessageCode") if failed else "", words)
    return Report(
        processed=_number(found, "ProcessingSummary/MessagesProcessed"),
        failed=_number(found, "ProcessingSummary/MessagesWithError"),
        results=results,
    )


def _text(node: _Node, path: str) -> str:
    return (node.findtext(path) or "").strip()


def _number(node: _Node, path: str) -> int:
    told = _text(node, path)
    if not told.isdecimal():
        raise not_understood("feed report", f"no {path}")
    return int(told)


def _envelope(kind: str, message: str, seller: str) -> tuple[_Node, _Node]:
    root = etree.Element("AmazonEnvelope", nsmap={"xsi": _INSTANCE})
    root.set(f"{{{_INSTANCE}}}noNamespaceSchemaLocation", "amzn-envelope.xsd")
    _fill(etree.SubElement(root, "Header"), {"DocumentVersion": "1.01", "MerchantIdentifier": seller or _SOME_SELLER})
    _fill(root, {"MessageType": kind})
    node = etree.SubElement(root, "Message")
    _fill(node, {"MessageID": message})
    return root, etree.SubElement(node, kind)


def _fill(node: _Node, given: Mapping[str, str]) -> None:
    for name, value in given.items():
        etree.SubElement(node, name).text = value


def _written(root: _Node) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
