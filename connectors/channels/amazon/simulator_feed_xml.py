"""Reads the envelope of a simulated Amazon's order feeds and writes the processing report. Documents without DTD and
entities only. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

Node = etree._Element  # noqa: SLF001 - lxml has no other name for it
MALFORMED = 5000
WRONG_TYPE = 5001
SAME_MESSAGE = 5002
SCHEMA = "amzn-envelope.xsd"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
SELLER_ID = "A2SIMULATEDSELL"


class FeedRefused(Exception):
    """The document as a whole is none."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(words)
        self.code = code
        self.words = words


class MessageRefused(Exception):
    """One message; the others go on. `item` is the order item at fault, where there is one."""

    def __init__(self, code: int, words: str, order: str = "", item: str = "") -> None:
        super().__init__(words)
        self.code = code
        self.words = words
        self.order = order
        self.item = item


@dataclass(frozen=True, slots=True)
class Message:
    id: str
    content: Node


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one message, for the report."""

    message_id: str
    code: int = 0
    words: str = ""
    told: Mapping[str, str] = field(default_factory=dict)


def read_feed(content: bytes, message_type: str) -> list[Message]:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise FeedRefused(MALFORMED, "This is a malformed or invalid XML document: DTDs are not allowed.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line, column = getattr(error, "position", (0, 0))
        raise FeedRefused(MALFORMED, f"XML Parsing Error at Line {line}, Column {column}") from error
    if root.tag != "AmazonEnvelope" or not text(root, "Header/DocumentVersion"):
        raise FeedRefused(MALFORMED, "This is a malformed or invalid XML document: no AmazonEnvelope with a Header.")
    if root.find("Header/MerchantIdentifier") is None:
        raise FeedRefused(MALFORMED, "This is a malformed or invalid XML document: MerchantIdentifier is missing.")
    if text(root, "MessageType") != message_type:
        raise FeedRefused(WRONG_TYPE, f"The MessageType of this feed must be {message_type}.")
    messages = list(_messages(root, message_type))
    if not messages:
        raise FeedRefused(MALFORMED, "This is a malformed or invalid XML document: there is no Message.")
    return messages


def _messages(root: Node, message_type: str) -> Iterator[Message]:
    for node in root.findall("Message"):
        identity, content = text(node, "MessageID"), node.find(message_type)
        if not identity.isdecimal() or int(identity) < 1 or content is None:
            words = "This is a malformed or invalid XML document: a Message has no MessageID or no content."
            raise FeedRefused(MALFORMED, words)
        yield Message(identity, content)


def text(node: Node, path: str) -> str:
    return (node.findtext(path) or "").strip()


# -- the report ------------------------------------------------------------------------------------------------------


def report(feed_id: str, outcomes: Sequence[Outcome], *, name_all: bool) -> bytes:
    """With `name_all` the messages that went well are named too, not only those with errors."""
    wrong = [one for one in outcomes if one.code]
    root = _envelope()
    content = etree.SubElement(_message(root), "ProcessingReport")
    _fill(content, {"DocumentTransactionID": feed_id, "StatusCode": "Complete"})
    summary = etree.SubElement(content, "ProcessingSummary")
    counts = {
        "MessagesProcessed": len(outcomes),
        "MessagesSuccessful": len(outcomes) - len(wrong),
        "MessagesWithError": len(wrong),
        "MessagesWithWarning": 0,
    }
    _fill(summary, {name: str(count) for name, count in counts.items()})
    for one in outcomes if name_all else wrong:
        _fill(result := etree.SubElement(content, "Result"), {"MessageID": one.message_id})
        if one.code:
            given = {"ResultCode": "Error", "ResultMessageCode": str(one.code), "ResultDescription": one.words}
        else:
            given = {"ResultCode": "Success"}
        _fill(result, given)
        if one.told:
            _fill(etree.SubElement(result, "AdditionalInfo"), one.told)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def broken_report(feed_id: str, refused: FeedRefused) -> bytes:
    """Of a document that could not be read: message 0 stands for all of it."""
    return report(feed_id, [Outcome("0", refused.code, refused.words)], name_all=False)


def _envelope() -> Node:
    root = etree.Element("AmazonEnvelope", nsmap={"xsi": _INSTANCE})
    root.set(f"{{{_INSTANCE}}}noNamespaceSchemaLocation", SCHEMA)
    _fill(etree.SubElement(root, "Header"), {"DocumentVersion": "1.02", "MerchantIdentifier": SELLER_ID})
    _fill(root, {"MessageType": "ProcessingReport"})
    return root


def _message(root: Node) -> Node:
    message = etree.SubElement(root, "Message")
    _fill(message, {"MessageID": "1"})
    return message


def _fill(node: Node, given: Mapping[str, str]) -> None:
    for name, value in given.items():
        etree.SubElement(node, name).text = value
