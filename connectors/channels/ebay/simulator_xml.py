"""Reads and writes the XML of a simulated eBay's Trading API: requests without DTD and entities, answers and errors in
Trading's shapes. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lxml import etree

from connectors.channels.ebay.simulator_model import iso
from connectors.simulation.wire import WireAnswer

NAMESPACE = "urn:ebay:apis:eBLBaseComponents"
XML_TYPE = "text/xml;charset=utf-8"
VERSION = "1477"
BUILD = "E1477_CORE_API_19187371_R1"

# Number: short words, long words.
ERRORS: dict[int, tuple[str, str]] = {
    2: ("Unsupported API call.", 'The API call "{0}" is invalid or not supported in this release.'),
    5: ("XML Parse error.", "XML Parse error."),
    26: ("Invalid site ID.", "The site ID you have entered is invalid."),
    37: ("Input data is invalid.", "Input data for tag <{0}> is invalid or missing. Please check API documentation."),
    340: ("Page number is out of range.", "The page number {0} is out of range; there are {1} pages."),
    518: ("Call usage limit has been reached.", "Your application has exceeded usage limit on this call."),
    930: ("No XML <RequestPassword> or <RequestToken> was found in XML Request.", "No token was found."),
    931: ("Auth token is invalid.", "Validation of the authentication token in API request failed."),
    932: ("Auth token is hard expired.", "Auth token is hard expired, User needs to generate a new token."),
    10007: ("Internal error to the application.", "Internal error to the application."),
    10012: ("Invalid header.", 'Invalid value for header "{0}".'),
    21539: ("The invoice cannot be sent.", "There is nothing to pay, or it is too late: {0}."),
    21916984: ("Invalid IAF token.", "IAF token supplied is invalid. "),
    21917053: ("Expired IAF token.", "IAF token supplied is expired. "),
    21917062: ("Entries per page.", "More than {0} entries per page are not given; {0} was used."),
}


class TradingError(Exception):
    """A failed call. Its answer comes with HTTP 200 all the same."""

    def __init__(self, number: int, *parameters: str) -> None:
        super().__init__(ERRORS[number][1].format(*parameters, "", ""))
        self.number = number
        self.parameters = parameters


@dataclass(frozen=True, slots=True)
class Attributed:
    """A text with attributes, an amount for example."""

    text: str
    attributes: Mapping[str, str]


# Names and what stands in them; a list repeats the name.
Content = Sequence[tuple[str, Any]]
Node = etree._Element  # noqa: SLF001 - lxml has no other name for it


def read_document(body: bytes, call: str) -> Node:
    """The request's root. Whatever brings a DTD or entities along is no request."""
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise TradingError(5)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise TradingError(5) from error
    if root.tag != f"{{{NAMESPACE}}}{call}Request":
        raise TradingError(37, f"{call}Request")
    return root


def text_of(node: Node, path: str) -> str:
    return "".join(texts_of(node, path)[:1])


def texts_of(node: Node, path: str) -> list[str]:
    found = node.findall("/".join(f"{{{NAMESPACE}}}{part}" for part in path.split("/")))
    return [(each.text or "").strip() for each in found]


def xml_answer(
    call: str, at: datetime, content: Content, ack: str = "Success", errors: Sequence[tuple[int, Sequence[str]]] = ()
) -> WireAnswer:
    names: dict[Any, str] = {None: NAMESPACE}  # the stubs know no default namespace
    root = etree.Element(f"{{{NAMESPACE}}}{call}Response", nsmap=names)
    head: list[tuple[str, Any]] = [("Timestamp", iso(at)), ("Ack", ack)]
    severity = "Warning" if ack == "Warning" else "Error"
    head += [("Errors", _error(number, parameters, severity)) for number, parameters in errors]
    fill(root, [*head, ("Version", VERSION), ("Build", BUILD), *content])
    return WireAnswer(200, etree.tostring(root, xml_declaration=True, encoding="UTF-8"), (), XML_TYPE)


def failure(call: str, at: datetime, error: TradingError) -> WireAnswer:
    return xml_answer(call, at, (), "Failure", [(error.number, error.parameters)])


def _error(number: int, parameters: Sequence[str], severity: str) -> Content:
    short, long = ERRORS[number]
    told: list[tuple[str, Any]] = [
        ("ShortMessage", short),
        ("LongMessage", long.format(*parameters, "", "")),
        ("ErrorCode", str(number)),
        ("SeverityCode", severity),
    ]
    for place, value in enumerate(parameters):
        told.append(("ErrorParameters", Attributed(value, {"ParamID": str(place)})))
    return [*told, ("ErrorClassification", "RequestError")]


def fill(node: Node, content: Content) -> None:
    for name, value in content:
        child = etree.SubElement(node, f"{{{NAMESPACE}}}{name}")
        if isinstance(value, Attributed):
            for attribute, text in value.attributes.items():
                child.set(attribute, text)
            if name == "ErrorParameters":
                fill(child, [("Value", value.text)])
            else:
                child.text = value.text
        elif isinstance(value, str):
            child.text = value
        else:
            fill(child, value)
