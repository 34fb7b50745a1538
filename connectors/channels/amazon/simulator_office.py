"""Owns what a simulated Amazon account holds beside its orders: documents, feeds, reports, refunds, returns, claims.
simulator_feeds, simulator_reports, simulator_refunds and simulator_returns change it, the rest reads.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from connectors.simulation.wire import WireRequest

IN_QUEUE = "IN_QUEUE"
IN_PROGRESS = "IN_PROGRESS"
DONE = "DONE"
CANCELLED = "CANCELLED"
FATAL = "FATAL"
PROCESSING = (CANCELLED, DONE, FATAL, IN_PROGRESS, IN_QUEUE)

REFUNDS = "POST_PAYMENT_ADJUSTMENT_DATA"
CANCELLATIONS = "POST_ORDER_ACKNOWLEDGEMENT_DATA"
FULFILLMENTS = "POST_ORDER_FULFILLMENT_DATA"

# What has become of the buyer's wish to return.
PENDING = "Pending"
APPROVED = "Approved"
DECLINED = "Declined"
COMPLETED = "Completed"
WITHDRAWN = "Cancelled"


@dataclass(slots=True)
class Document:
    """One object of the storage beside the API. `body` is None until it was uploaded."""

    id: str
    made: datetime
    content_type: str
    body: bytes | None = None
    zipped: bool = False  # how the storage keeps it, or how the client says it uploaded it
    kept_days: int = 28
    of_report: bool = False  # feeds and reports do not see each other's


@dataclass(slots=True, eq=False)
class Job:
    """A feed or a report. `starts` and `ends` are known from the start; the status follows the clock."""

    id: str
    type: str
    marketplaces: tuple[str, ...]
    created: datetime
    starts: datetime
    ends: datetime
    request: WireRequest
    status: str = IN_QUEUE
    document: str = ""  # of the result


@dataclass(slots=True, eq=False)
class Feed(Job):
    content: bytes | None = None  # as it was uploaded when the feed was made
    dies_after: int | None = None  # Amazon aborts it after so many messages


@dataclass(slots=True, eq=False)
class Report(Job):
    data_start: datetime | None = None
    data_end: datetime | None = None
    dies: bool = False


@dataclass(frozen=True, slots=True)
class Refund:
    """Money that went back for one item. `posted` is when the finances begin to show it."""

    id: str
    order_id: str
    item_id: str
    at: datetime
    posted: datetime
    components: dict[str, int]
    currency: str
    reason: str
    by: str  # client through a feed, shop at Seller Central, amazon for a claim
    feed_id: str = ""
    message_id: str = ""
    merchant_id: str = ""  # the seller's own word for it

    @property
    def amount(self) -> int:
        return sum(self.components.values())


@dataclass(slots=True)
class ReturnedItem:
    item_id: str
    quantity: int
    reason: str
    in_policy: bool = True
    resolution: str = "StandardRefund"


@dataclass(slots=True)
class Return:
    rma: str
    order_id: str
    requested: datetime
    items: list[ReturnedItem]
    status: str = APPROVED
    merchant_rma: str = ""
    carrier: str = ""
    tracking: str = ""
    label_type: str = "AmazonUnPaidLabel"
    label_cost: int = 0
    label_paid_by: str = "Customer"
    arrived: datetime | None = None
    claimed: bool = False  # A-to-Z
    safe_t: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Claim:
    """An A-to-Z guarantee claim. No API tells of it but the returns and the finances."""

    id: str
    order_id: str
    item_id: str
    opened: datetime
    amount: int
    state: str = "OPEN"  # GRANTED, DENIED


@dataclass
class Office:
    documents: dict[str, Document] = field(default_factory=dict)
    feeds: dict[str, Feed] = field(default_factory=dict)
    reports: dict[str, Report] = field(default_factory=dict)
    waiting: list[Job] = field(default_factory=list)  # feeds and reports that are not over
    refunds: list[Refund] = field(default_factory=list)
    returns: dict[str, Return] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    doomed_feeds: list[int] = field(default_factory=list)  # the next feeds die after so many messages
    doomed_reports: int = 0
    url: str = "http://127.0.0.1"  # where the storage answers

    _refunds_of: dict[str, list[Refund]] = field(default_factory=dict)
    _returns_of: dict[str, list[Return]] = field(default_factory=dict)

    def add_refund(self, refund: Refund) -> None:
        self.refunds.append(refund)
        self._refunds_of.setdefault(refund.order_id, []).append(refund)

    def add_return(self, one: Return) -> None:
        self.returns[one.rma] = one
        self._returns_of.setdefault(one.order_id, []).append(one)

    def refunds_of(self, order_id: str, item_id: str = "") -> list[Refund]:
        return [one for one in self._refunds_of.get(order_id, ()) if item_id in ("", one.item_id)]

    def returns_of(self, order_id: str) -> list[Return]:
        return list(self._returns_of.get(order_id, ()))
