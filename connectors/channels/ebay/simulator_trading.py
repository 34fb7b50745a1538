"""The Trading endpoint of a simulated eBay: `/ws/api.dll`, one path for all calls, told apart by their headers. Only
`SendInvoice` does anything; what it does not know it refuses in Trading's own shape, with HTTP 200.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.channels.ebay.simulator_auth import USER, Auth
from connectors.channels.ebay.simulator_details import SITES, carriers_of
from connectors.channels.ebay.simulator_errors import RestError, edge_page
from connectors.channels.ebay.simulator_fulfillment import user_id
from connectors.channels.ebay.simulator_model import CANCELED, EbayOrder, Line, Market, iso, plain_amount
from connectors.channels.ebay.simulator_xml import (
    Attributed,
    Content,
    Node,
    TradingError,
    failure,
    read_document,
    text_of,
    texts_of,
    xml_answer,
)
from connectors.simulation.wire import WireAnswer, WireRequest

TRADING_PATH = "/ws/api.dll"
LEAST_COMPATIBILITY = 1451
MOST_ENTRIES = 100
MOST_DAYS = 90
ACTIVE, COMPLETED, CANCELLED = "Active", "Completed", "Cancelled"
INVOICE_WINDOW = timedelta(days=30)
DETAILS_AT = datetime(2026, 9, 30, tzinfo=UTC)

Answered = tuple[Content, list[tuple[int, list[str]]]]
Handler = Callable[["Trading", WireRequest, Node], Answered]


class Trading:
    def __init__(self, market: Market, auth: Auth) -> None:
        self.market = market
        self.auth = auth

    def answer(self, request: WireRequest) -> WireAnswer:
        if request.method != "POST":
            return edge_page(405, "Method Not Allowed")
        call = request.headers.get("x-ebay-api-call-name", "")
        try:
            return self._call(request, call)
        except TradingError as error:
            return failure(call if call in CALLS else "Unknown", request.at, error)

    def _call(self, request: WireRequest, call: str) -> WireAnswer:
        if call not in CALLS:
            raise TradingError(2, call)
        _check_headers(request)
        root = read_document(request.body, call)
        self._sign_in(request, root)
        try:
            self.auth.count(f"trading.{call}", self.market.options.trading_limit, request.at)
        except RestError as error:
            raise TradingError(518) from error
        content, warnings = CALLS[call](self, request, root)
        ack = "Success"
        if warnings:
            ack = "PartialFailure" if any(number == 10007 for number, _ in warnings) else "Warning"
        return xml_answer(call, request.at, content, ack, warnings)

    def _sign_in(self, request: WireRequest, root: Node) -> None:
        text = request.headers.get("x-ebay-api-iaf-token", "")
        if not text:
            # Tokens of the old kind stand in the body; those of this seller have run out long ago.
            old = text_of(root, "RequesterCredentials/eBayAuthToken")
            raise TradingError(932 if old.startswith("AgAAAA") else 931 if old else 930)
        if text not in self.auth.tokens:
            raise TradingError(21916984)
        found = self.auth.token(text, request.at)
        if found is None:
            raise TradingError(21917053)
        if found.kind != USER:
            raise TradingError(21916984)

    # -- calls -----------------------------------------------------------------------------------------------------

    def official_time(self, request: WireRequest, root: Node) -> Answered:
        """The time is the answer's own Timestamp."""
        return [], []

    def details(self, request: WireRequest, root: Node) -> Answered:
        wanted = texts_of(root, "DetailName") or ["SiteDetails", "ShippingCarrierDetails"]
        site = int(request.headers["x-ebay-api-siteid"])
        content: list[tuple[str, Any]] = []
        stamp = [("DetailVersion", "12"), ("UpdateTime", iso(DETAILS_AT))]
        for name in wanted:
            if name == "ShippingCarrierDetails":
                content += [
                    (
                        name,
                        [("ShippingCarrierID", str(one)), ("Description", words), ("ShippingCarrier", code), *stamp],
                    )
                    for one, code, words in carriers_of(site)
                ]
            elif name == "SiteDetails":
                content += [(name, [("Site", word), ("SiteID", str(one)), *stamp]) for one, word in SITES.items()]
            else:
                raise TradingError(37, "DetailName")
        return [*content, ("UpdateTime", iso(DETAILS_AT))], []

    def user(self, request: WireRequest, root: Node) -> Answered:
        wanted = text_of(root, "UserID")
        if wanted and wanted != self.market.options.seller:
            raise TradingError(37, "UserID")
        user = [
            ("EIASToken", f"nY+sHZ2PrBmdj6wVnY+sEZ2PrA2dj6{user_id(self.market)}=="),
            ("RegistrationDate", "2014-03-01T09:00:00.000Z"),
            ("Site", SITES[self.market.options.site_id]),
            ("Status", "Confirmed"),
            ("UserID", self.market.options.seller),
            ("SellerInfo", [("SellerBusinessType", "Commercial")]),
        ]
        return [("User", user)], []

    def orders(self, request: WireRequest, root: Node) -> Answered:
        found = self._chosen(request, root)
        entries = _whole(root, "Pagination/EntriesPerPage", 25)
        page = _whole(root, "Pagination/PageNumber", 1)
        warnings: list[tuple[int, list[str]]] = []
        if entries > MOST_ENTRIES:
            warnings.append((21917062, [str(MOST_ENTRIES)]))
            entries = MOST_ENTRIES
        pages = -(-len(found) // entries)
        if page > max(pages, 1):
            raise TradingError(340, str(page), str(pages))
        shown = found[(page - 1) * entries : page * entries]
        if self.market.partial_failures > 0:
            self.market.partial_failures -= 1
            warnings.append((10007, []))
            shown = shown[:-1]
        content: list[tuple[str, Any]] = [
            (
                "PaginationResult",
                [("TotalNumberOfPages", str(pages)), ("TotalNumberOfEntries", str(len(found)))],
            ),
            ("HasMoreOrders", _word(page < pages)),
            ("OrderArray", [("Order", order_content(self.market, order)) for order in shown]),
            ("OrdersPerPage", str(entries)),
            ("PageNumber", str(page)),
            ("ReturnedOrderCountActual", str(len(shown))),
        ]
        return content, warnings

    def send_invoice(self, request: WireRequest, root: Node) -> Answered:
        """Reminds a buyer who has not paid; twice is twice."""
        line_id = text_of(root, "OrderLineItemID") or "-".join(
            (text_of(root, "ItemID"), text_of(root, "TransactionID"))
        )
        wanted = text_of(root, "OrderID")
        order = next((each for each in self.market.all() if _is_named(each, wanted, line_id)), None)
        if order is None:
            raise TradingError(37, "OrderID")
        late = request.at - order.created > INVOICE_WINDOW
        if order.checked_out or order.withdrawn or late:
            raise TradingError(21539, order.trading_id)
        order.invoices.append(request.at)
        self.market.record(request.at, "invoice_sent", order, request, trading_id=order.trading_id)
        return [], []

    def _chosen(self, request: WireRequest, root: Node) -> list[EbayOrder]:
        ids = texts_of(root, "OrderIDArray/OrderID")
        oldest = request.at - timedelta(days=MOST_DAYS)
        kept = [order for order in self.market.all() if order.created >= oldest]
        if (text_of(root, "OrderRole") or "Seller") != "Seller":
            kept = []  # this account buys nothing
        if ids:
            return [order for order in kept if order.trading_id in ids]
        created = _window(root, "CreateTime", request.at, oldest)
        modified = _window(root, "ModTime", request.at, oldest)
        if texts_of(root, "NumberOfDays"):
            days = _whole(root, "NumberOfDays", 1)
            created, modified = None, (request.at - timedelta(days=min(days, 30)), request.at)
        if created is None and modified is None:
            raise TradingError(37, "ModTimeFrom")
        status = text_of(root, "OrderStatus") or "All"
        if status not in ("All", ACTIVE, COMPLETED, CANCELLED, "Shipped"):
            raise TradingError(37, "OrderStatus")
        found = [
            order
            for order in kept
            if (created is None or created[0] <= order.created <= created[1])
            and (modified is None or modified[0] <= order.modified <= modified[1])
            and status in ("All", trading_status(order))
        ]
        falling = text_of(root, "SortingOrder") == "Descending"
        return sorted(found, key=lambda order: (order.modified, order.id), reverse=falling)


CALLS: dict[str, Handler] = {
    "GeteBayOfficialTime": Trading.official_time,
    "GeteBayDetails": Trading.details,
    "GetUser": Trading.user,
    "GetOrders": Trading.orders,
    "SendInvoice": Trading.send_invoice,
}


def _is_named(order: EbayOrder, order_id: str, line_id: str) -> bool:
    if order_id:
        return order_id in (order.trading_id, order.id)
    return line_id in {f"{line.item_id}-{line.transaction_id}" for line in order.lines}


def _check_headers(request: WireRequest) -> None:
    site = request.headers.get("x-ebay-api-siteid", "")
    if not (site.isascii() and site.isdigit() and int(site) in SITES):
        raise TradingError(26)
    level = request.headers.get("x-ebay-api-compatibility-level", "")
    if not (level.isascii() and level.isdigit()) or int(level) < LEAST_COMPATIBILITY:
        raise TradingError(10012, "X-EBAY-API-COMPATIBILITY-LEVEL")
    if "xml" not in request.headers.get("content-type", "").lower():
        raise TradingError(10012, "Content-Type")


def _whole(root: Node, path: str, default: int) -> int:
    text = text_of(root, path)
    if not text:
        return default
    if not (text.isascii() and text.isdigit()) or int(text) < 1:
        raise TradingError(37, path.rpartition("/")[2])
    return int(text)


def _window(root: Node, name: str, now: datetime, oldest: datetime) -> tuple[datetime, datetime] | None:
    first, last = text_of(root, f"{name}From"), text_of(root, f"{name}To")
    if not first:
        if last:
            raise TradingError(37, f"{name}From")
        return None
    start = _instant(first, f"{name}From")
    end = _instant(last, f"{name}To") if last else now
    # An hour of grace, since who asks for ninety days asks a moment before it is answered.
    if start < oldest - timedelta(hours=1) or start > end:
        raise TradingError(37, f"{name}From")
    return start, end


def _instant(text: str, name: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise TradingError(37, name) from error
    # Trading takes an instant without offset for UTC.
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


# -- orders --------------------------------------------------------------------------------------------------------


def trading_status(order: EbayOrder) -> str:
    if order.withdrawn or order.cancel_state == CANCELED:
        return CANCELLED
    return COMPLETED if order.checked_out else ACTIVE


def order_content(market: Market, order: EbayOrder) -> Content:
    """A purchase. Before the checkout nobody knows where it goes or how it is paid."""
    paid = order.checked_out
    checkout = [
        ("eBayPaymentStatus", "NoPaymentFailure"),
        ("LastModifiedTime", iso(order.modified)),
        ("PaymentMethod", "CreditCard" if paid else "None"),
        ("Status", "Complete" if paid else "Incomplete"),
    ]
    content: list[tuple[str, Any]] = [
        ("OrderID", order.trading_id),
        ("OrderStatus", trading_status(order)),
        ("AdjustmentAmount", _amount(order, order.adjustment)),
        ("AmountPaid", _amount(order, order.due_seller if paid else 0)),
        ("CheckoutStatus", checkout),
        ("CreatedTime", iso(order.created)),
        ("Subtotal", _amount(order, sum(line.discounted for line in order.lines))),
        ("Total", _amount(order, order.due_seller)),
        ("TransactionArray", [("Transaction", _transaction(order, line)) for line in order.lines]),
        ("BuyerUserID", order.username),
    ]
    if order.paid is not None:
        content.append(("PaidTime", iso(order.paid)))
    return [*content, ("SellerUserID", market.options.seller)]


def _transaction(order: EbayOrder, line: Line) -> Content:
    content: list[tuple[str, Any]] = [
        ("CreatedDate", iso(order.created)),
        ("Item", [("ItemID", line.item_id), ("Title", line.title), ("SKU", line.sku)]),
        ("QuantityPurchased", str(line.quantity)),
        ("TransactionID", line.transaction_id),
        ("TransactionPrice", _amount(order, line.discounted // line.quantity)),
        ("OrderLineItemID", f"{line.item_id}-{line.transaction_id}"),
    ]
    if line.variation_id:
        pairs = [("NameValueList", [("Name", name), ("Value", value)]) for name, value in line.aspects]
        content.append(("Variation", [("SKU", line.sku), ("VariationSpecifics", pairs)]))
    return content


def _amount(order: EbayOrder, minor: int) -> Attributed:
    # A double: even yen come with a point.
    text = plain_amount(minor, order.decimals) if order.decimals else f"{minor}.0"
    return Attributed(text, {"currencyID": order.currency})


def _word(value: bool) -> str:
    return "true" if value else "false"
