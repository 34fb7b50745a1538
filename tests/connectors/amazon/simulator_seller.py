"""A client of a simulated Amazon account that feeds, asks for reports and looks into the finances, without a socket.
For the tests of the simulator.
"""

import gzip
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from connectors.channels.amazon.simulator_model import AmazonOrder, Item
from connectors.simulation.wire import WireRequest
from tests.connectors.amazon.simulator_account import GERMANY, Account, Answer

FEEDS = "/feeds/2021-06-30/feeds"
FEED_DOCUMENTS = "/feeds/2021-06-30/documents"
REPORTS = "/reports/2021-06-30/reports"
REPORT_DOCUMENTS = "/reports/2021-06-30/documents"
TRANSACTIONS = "/finances/2024-06-19/transactions"
XML = "text/xml; charset=UTF-8"
REFUND, CANCEL = "POST_PAYMENT_ADJUSTMENT_DATA", "POST_ORDER_ACKNOWLEDGEMENT_DATA"
RETURNS = "GET_XML_RETURNS_DATA_BY_RETURN_DATE"
FLAT_RETURNS = "GET_FLAT_FILE_RETURNS_DATA_BY_RETURN_DATE"


def envelope(kind: str, messages: Sequence[str]) -> bytes:
    numbered = "".join(
        f"<Message><MessageID>{number}</MessageID>{one}</Message>" for number, one in enumerate(messages, start=1)
    )
    head = (
        "<Header><DocumentVersion>1.01</DocumentVersion><MerchantIdentifier>A1SELLER</MerchantIdentifier></Header>"
        f"<MessageType>{kind}</MessageType>"
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><AmazonEnvelope>{head}{numbered}</AmazonEnvelope>'.encode()


def refund_message(
    order: AmazonOrder, item: Item, amounts: Mapping[str, str], *, currency: str = "", reason: str = "CustomerReturn"
) -> str:
    components = "".join(
        f'<Component><Type>{name}</Type><Amount currency="{currency or order.currency}">{amount}</Amount></Component>'
        for name, amount in amounts.items()
    )
    return (
        f"<OrderAdjustment><AmazonOrderID>{order.id}</AmazonOrderID><ActionType>Refund</ActionType><AdjustedItem>"
        f"<AmazonOrderItemCode>{item.id}</AmazonOrderItemCode><MerchantAdjustmentItemID>R-1</MerchantAdjustmentItemID>"
        f"<AdjustmentReason>{reason}</AdjustmentReason><ItemPriceAdjustments>{components}</ItemPriceAdjustments>"
        "</AdjustedItem></OrderAdjustment>"
    )


def cancel_message(order_id: str, items: Mapping[str, str], status: str = "Failure") -> str:
    told = "".join(
        f"<Item><AmazonOrderItemCode>{item}</AmazonOrderItemCode><CancelReason>{reason}</CancelReason></Item>"
        for item, reason in items.items()
    )
    return (
        f"<OrderAcknowledgement><AmazonOrderID>{order_id}</AmazonOrderID><StatusCode>{status}</StatusCode>{told}"
        "</OrderAcknowledgement>"
    )


@dataclass
class Told:
    """A processing report, read."""

    successful: int
    errors: dict[str, str]  # words by message
    named: list[str]


class SellerClient(Account):
    """Whatever time passes, its access token is fresh. Nothing has come back yet unless it is asked for."""

    def __init__(self, orders: int = 5, seed: int = 1, **options: Any) -> None:
        super().__init__(orders, seed, **{"past_returns": False, **options})

    def later(self, **how_much: float) -> None:
        super().later(**how_much)
        self.new_token()

    def shipped(self, pieces: int = 0, shipped: int = 0) -> AmazonOrder:
        """A new order that has left, or `shipped` pieces of its first item."""
        order = self.some(pieces=pieces)
        items = {order.items[0].id: shipped} if shipped else {}
        self.do("add_tracking", order=order.id, number="0034", items=items)
        return order

    def storage(self, method: str, url: str, body: bytes = b"", **headers: str) -> Answer:
        parts = urlsplit(url)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = WireRequest(method, parts.path, parts.query, named, body, secure=False, at=self.now)
        answer = self.simulator.app.answer(request)
        told = {name.lower(): value for name, value in answer.headers} | {"content-type": answer.content_type}
        return Answer(answer.status, answer.body, told)

    # -- feeds -----------------------------------------------------------------------------------------------------

    def document(self, content_type: str = XML) -> dict[str, str]:
        answer = self.ask("POST", FEED_DOCUMENTS, body={"contentType": content_type})
        assert answer.status == 201, answer.body
        return dict(answer.json)

    def uploaded(self, content: bytes) -> str:
        made = self.document()
        assert self.storage("PUT", made["url"], content, content_type=XML).status == 200
        return made["feedDocumentId"]

    def submit(self, kind: str, document: str, marketplaces: Sequence[str] = (GERMANY,)) -> Answer:
        body = {"feedType": kind, "marketplaceIds": list(marketplaces), "inputFeedDocumentId": document}
        return self.ask("POST", FEEDS, body=body)

    def feed(self, kind: str, *messages: str) -> str:
        name = "OrderAdjustment" if kind == REFUND else "OrderAcknowledgement"
        answer = self.submit(kind, self.uploaded(envelope(name, messages)))
        assert answer.status == 202, answer.body
        return str(answer.json["feedId"])

    def feed_status(self, feed: str) -> str:
        return str(self.get(f"{FEEDS}/{feed}").json["processingStatus"])

    def told(self, feed: str) -> Told:
        """Of a feed that is over."""
        document = self.get(f"{FEEDS}/{feed}").json["resultFeedDocumentId"]
        root = ET.fromstring(self.content(f"{FEED_DOCUMENTS}/{document}"))
        results = root.findall(".//Result")
        words = {
            str(one.findtext("MessageID")): str(one.findtext("ResultDescription"))
            for one in results
            if one.findtext("ResultCode") == "Error"
        }
        named = [str(one.findtext("MessageID")) for one in results]
        return Told(int(root.findtext(".//MessagesSuccessful") or -1), words, named)

    def outcome(self, kind: str, *messages: str) -> Told:
        feed = self.feed(kind, *messages)
        self.later(minutes=10)
        assert self.feed_status(feed) == "DONE"
        return self.told(feed)

    def content(self, path: str) -> bytes:
        told = self.get(path).json
        answer = self.storage("GET", told["url"])
        assert answer.status == 200, answer.body
        return gzip.decompress(answer.body) if told.get("compressionAlgorithm") == "GZIP" else answer.body

    # -- reports ---------------------------------------------------------------------------------------------------

    def report(self, kind: str = RETURNS, *, days: float = 30, **more: Any) -> str:
        answer = self.ask("POST", REPORTS, body=self.wanted(kind, days=days, **more))
        assert answer.status == 202, answer.body
        return str(answer.json["reportId"])

    def wanted(self, kind: str = RETURNS, *, days: float = 30, **more: Any) -> dict[str, Any]:
        start = self.now.timestamp() - days * 86400
        return {
            "reportType": kind,
            "dataStartTime": type(self.now).fromtimestamp(start, self.now.tzinfo).isoformat(),
            "dataEndTime": self.now.isoformat(),
            "marketplaceIds": [GERMANY],
            **more,
        }

    def finished(self, report: str) -> dict[str, Any]:
        self.later(minutes=5)
        return dict(self.get(f"{REPORTS}/{report}").json)

    def transactions(self, order_id: str) -> list[dict[str, Any]]:
        query = {"relatedIdentifierName": "ORDER_ID", "relatedIdentifierValue": order_id}
        found: list[dict[str, Any]] = []
        while True:
            answer = self.ask("GET", TRANSACTIONS, query)
            assert answer.status == 200, answer.body
            payload = answer.json["payload"]
            found += payload["transactions"]
            if "nextToken" not in payload:
                return found
            query["nextToken"] = payload["nextToken"]
