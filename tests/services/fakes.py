"""Owns a channel that exists in memory only: it keeps state, moves by itself when told, and fails in every way the
contract knows. FakeConnector speaks the whole contract for it; FakeRegistry hands it to services.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import count
from threading import Event

from connectors.contract.capabilities import CanConfirmShipments, Capabilities, ConnectorKind, Setting
from connectors.contract.errors import ConnectorError, LoginNeeded, OutcomeUnknown, Refused, Unavailable
from connectors.contract.protocols import (
    Accepted,
    AccountAccess,
    AlreadyDone,
    Fetched,
    LoginReport,
    Look,
    Moved,
    NotThere,
    SignsInByBrowser,
)
from connectors.contract.snapshots import (
    Cursor,
    OrderSnapshot,
    Page,
    RemovedSnapshot,
    ShipmentSnapshot,
    ShippedLineSnapshot,
    UnreadableRecord,
)
from desk.domain.clock import Instant
from desk.domain.errors import NotFound
from desk.domain.orders import OrderFacet, ShippingFacet
from desk.domain.pushes import ConfirmShipment, CorrectShipment
from desk.domain.shipments import normalise_number
from desk.domain.values import AccountId, PushKey, RemoteRef
from tests.support.orders import after

KIND = ConnectorKind(
    kind="fake",
    name="Fake shop",
    tile="FS",
    tile_colour="violet",
    settings=(
        Setting(name="base_url", label="Address of the shop"),
        Setting(name="consumer_key", label="Key", secret=True),
        Setting(name="tracking", label="Way of tracking", required=False, default="auto", choices=("auto", "meta")),
    ),
)
KEY = "the key"
CAN_SHIP = Capabilities(
    confirms_shipments=CanConfirmShipments(partial=True, several_parcels=True, corrects=True, way="in memory")
)


class Fault(Enum):
    """What may go wrong with a writing call beyond a plain error (errors themselves are planned as they are)."""

    DONE_NO_ANSWER = "the effect is there, the answer is not"
    LOST_ON_THE_WAY = "neither effect nor answer"
    ACCEPTED_NOT_DONE = "the answer says yes, and nothing happens"
    PAGE_AGAIN = "a page of the list brings what the page before brought, too"


class Killed(BaseException):
    """The process dies here: no `except` of the program sees it coming."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One entry of the channel's journal: a call that had an effect."""

    order: str
    number: str
    key: PushKey
    completes: bool


Step = ConnectorError | Killed | Fault | Callable[[], None] | None
"""What happens to one call: an error, a fault, something that moves the channel first, or nothing."""


@dataclass
class FakeChannel:
    """The truth. Every change gets a time of its own; `journal` holds what had an effect."""

    page_size: int = 3
    tells_total: bool = True
    pause: float = 0.0  # seconds its quota asks for between two pages
    may_write: bool = True
    capabilities: Capabilities = CAN_SHIP
    key: str = KEY
    identity: str = "https://shop.example.org"
    orders: dict[str, OrderSnapshot | RemovedSnapshot] = field(default_factory=dict)
    bad: dict[str, bytes] = field(default_factory=dict)
    journal: list[Effect] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    plans: dict[str, deque[Step]] = field(default_factory=dict)
    connected: list[AccountAccess] = field(default_factory=list)
    closed: int = 0
    _ticks: count[int] = field(default_factory=lambda: count(1))

    # What the buyer and the shop's owner do.

    def add(self, *orders: OrderSnapshot) -> None:
        for one in orders:
            self.orders[one.ref.id] = replace(one, changed_at=self.now())

    def change(self, remote_id: str, **fields: object) -> OrderSnapshot:
        made = replace(self.order(remote_id), **fields, changed_at=self.now())  # type: ignore[arg-type]
        self.orders[remote_id] = made
        return made

    def remove(self, remote_id: str, word: str = "trash") -> None:
        ref = self.orders[remote_id].ref
        self.orders[remote_id] = RemovedSnapshot(ref=ref, changed_at=self.now(), channel_status=word)

    def delete(self, remote_id: str) -> None:
        """Gone without a trace."""
        del self.orders[remote_id]

    def spoil(self, remote_id: str, sample: bytes = b"{ not json") -> None:
        """From now on nobody can read this record."""
        self.bad[remote_id] = sample

    def mend(self, remote_id: str) -> None:
        del self.bad[remote_id]

    def now(self) -> Instant:
        return after(3600.0 + next(self._ticks))

    def order(self, remote_id: str) -> OrderSnapshot:
        found = self.orders[remote_id]
        assert isinstance(found, OrderSnapshot)
        return found

    def plan(self, operation: str, *steps: Step) -> None:
        """What happens to the next calls of an operation, one step each; then all goes well again."""
        self.plans.setdefault(operation, deque()).extend(steps)

    # What a connector asks.

    def begin(self, operation: str) -> Fault | None:
        self.calls.append(operation)
        plan = self.plans.get(operation)
        step = plan.popleft() if plan else None
        if isinstance(step, ConnectorError | Killed):
            raise step
        if callable(step):
            step()
            return None
        return step

    def changed(self) -> list[tuple[Instant, str]]:
        return sorted((one.changed_at, remote_id) for remote_id, one in self.orders.items())

    def done(self, push: ConfirmShipment) -> bool:
        order = self.orders.get(push.order.id)
        if not isinstance(order, OrderSnapshot):
            return False
        number = normalise_number(push.number)
        return any(normalise_number(one.number) == number for one in order.shipments or ())

    def carry_out(self, push: ConfirmShipment, key: PushKey) -> str:
        order = self.order(push.order.id)
        self.journal.append(Effect(order.ref.id, push.number, key, push.completes))
        inside = tuple(ShippedLineSnapshot(remote_line_id=x.remote_id, quantity=x.quantity) for x in push.lines)
        made = ShipmentSnapshot(
            remote_id=f"parcel-{push.number}",
            carrier=push.carrier_name,
            number=push.number,
            shipped_at=push.shipped_at,
            lines=inside,
        )
        self.change(
            order.ref.id,
            shipments=(*(order.shipments or ()), made),
            shipping=ShippingFacet.SHIPPED if push.completes else ShippingFacet.PARTLY_SHIPPED,
            order=OrderFacet.COMPLETED if push.completes else order.order,
            channel_status="completed" if push.completes else order.channel_status,
        )
        return made.remote_id


class FakeConnector:
    """Speaks the whole contract for one account of a FakeChannel."""

    kind = KIND

    def __init__(self, channel: FakeChannel, access: AccountAccess) -> None:
        self.account = access.id
        self._channel = channel
        self._access = access
        self._before: tuple[Fetched, ...] = ()

    def capabilities(self) -> Capabilities:
        return self._channel.capabilities

    def check_login(self) -> LoginReport:
        self._channel.begin("check_login")
        self._sign_in()
        return LoginReport(
            identity=self._channel.identity,
            may_write=self._channel.may_write,
            capabilities=self._channel.capabilities,
            findings=(("version", "9.8"),),
        )

    def _sign_in(self) -> None:
        if self._access.secrets.get("consumer_key") != self._channel.key:
            raise LoginNeeded("The shop does not know this key.", account=self.account, field="consumer_key")

    def fetch_orders(self, since: Cursor) -> Page[Fetched]:
        """By time of change, `page_size` at a time; the cursor holds the last one's time and id."""
        fault = self._channel.begin("fetch_orders")
        self._sign_in()
        begun = (after(float(str(since.value["at"]))), str(since.value["id"])) if since else None
        start = self._access.start_date
        waiting = [
            one
            for one in self._channel.changed()
            if (begun is None or one > begun) and (start is None or one[0] >= start)
        ]
        batch = waiting[: self._channel.page_size]
        page = [self._mine(remote_id) for _, remote_id in batch if remote_id not in self._channel.bad]
        bad = [
            UnreadableRecord(remote_id=remote_id, reason="not JSON", sample=self._channel.bad[remote_id])
            for _, remote_id in batch
            if remote_id in self._channel.bad
        ]
        before, self._before = self._before, tuple(page)
        if fault is Fault.PAGE_AGAIN:
            page = [*before, *page]
        cursor = since
        if batch:
            cursor = Cursor({"at": (batch[-1][0] - after(0)).total_seconds(), "id": batch[-1][1]})
        return Page(
            items=tuple(page),
            cursor=cursor,
            done=len(waiting) <= len(batch),
            unreadable=tuple(bad),
            total=len(self._channel.orders) if self._channel.tells_total else None,
            pause=self._channel.pause,
        )

    def _mine(self, remote_id: str) -> Fetched:
        """The record as this account knows it."""
        return replace(self._channel.orders[remote_id], ref=RemoteRef(self.account, remote_id))

    def fetch_order(self, ref: RemoteRef) -> Fetched:
        self._channel.begin("fetch_order")
        self._sign_in()
        if ref.id not in self._channel.orders:
            return RemovedSnapshot(ref=ref, changed_at=self._access.clock.now(), channel_status="deleted")
        return self._mine(ref.id)

    def look_shipment(self, push: ConfirmShipment, key: PushKey) -> Look:
        self._channel.begin("look_shipment")
        self._sign_in()
        return self._look(push)

    def _look(self, push: ConfirmShipment) -> Look:
        if self._channel.done(push):
            return AlreadyDone(f"parcel-{push.number}")
        order = self._channel.orders.get(push.order.id)
        if not isinstance(order, OrderSnapshot) or order.order in (OrderFacet.CANCELLED, OrderFacet.REMOVED):
            return Moved("The order is cancelled there.")
        return NotThere()

    def confirm_shipment(self, push: ConfirmShipment, key: PushKey) -> Accepted | AlreadyDone:
        fault = self._channel.begin("confirm_shipment")
        self._sign_in()
        look = self._look(push)
        if isinstance(look, AlreadyDone):
            return look
        if isinstance(look, Moved) or not self._channel.may_write:
            raise Refused("The shop refuses the parcel.", words="woocommerce_rest_cannot_edit", code="refused")
        if fault is Fault.LOST_ON_THE_WAY:
            raise OutcomeUnknown("The shop did not answer.")
        if fault is Fault.ACCEPTED_NOT_DONE:
            return Accepted("promised")
        made = self._channel.carry_out(push, key)
        if fault is Fault.DONE_NO_ANSWER:
            raise OutcomeUnknown("The shop did not answer.")
        return Accepted(made)

    def look_correction(self, push: CorrectShipment, key: PushKey) -> Look:
        self._channel.begin("look_correction")
        self._sign_in()
        return self._corrected(push)

    def _corrected(self, push: CorrectShipment) -> Look:
        parcels = {one.remote_id: one.number for one in self._channel.order(push.order.id).shipments or ()}
        if parcels.get(push.parcel) == push.number:
            return AlreadyDone(push.parcel)
        return NotThere() if parcels.get(push.parcel) == push.old_number else Moved("The parcel is gone there.")

    def correct_shipment(self, push: CorrectShipment, key: PushKey) -> Accepted | AlreadyDone:
        self._channel.begin("correct_shipment")
        look = self._corrected(push)
        if isinstance(look, AlreadyDone):
            return look
        if isinstance(look, Moved):
            raise Refused(look.words, words=look.words, code="moved")
        order = self._channel.order(push.order.id)
        parcels = tuple(
            replace(one, number=push.number, carrier=push.carrier_name) if one.remote_id == push.parcel else one
            for one in order.shipments or ()
        )
        self._channel.change(order.ref.id, shipments=parcels)
        self._channel.journal.append(Effect(order.ref.id, push.number, key, completes=False))
        return Accepted(push.parcel)

    def missing_orders(self, remote_ids: Collection[str]) -> set[str]:
        self._channel.begin("missing_orders")
        return set(remote_ids) - set(self._channel.orders)

    def close(self) -> None:
        self._channel.closed += 1


class ReadingConnector:
    """The core alone: a channel that takes no parcels."""

    kind = KIND

    def __init__(self, inner: FakeConnector) -> None:
        self.account = inner.account
        self.capabilities = inner.capabilities
        self.check_login = inner.check_login
        self.fetch_orders = inner.fetch_orders
        self.fetch_order = inner.fetch_order
        self.close = inner.close


class FakeRegistry:
    """Finds one kind, `fake`. Each account has the channel set for it by name of its `base_url`, else the first."""

    def __init__(self, channel: FakeChannel | None = None, *, ships: bool = True) -> None:
        self.channel = channel or FakeChannel()
        self.others: dict[str, FakeChannel] = {}
        self.ships = ships

    def kinds(self) -> tuple[str, ...]:
        return ("fake",)

    def describe(self, kind: str) -> ConnectorKind:
        if kind != "fake":
            raise NotFound(f"Desk knows no channel {kind!r}.", code="no_such_channel", kind=kind)
        return KIND

    def connect(self, access: AccountAccess) -> FakeConnector | ReadingConnector:
        channel = self.others.get(access.settings.get("base_url", ""), self.channel)
        channel.connected.append(access)
        made = FakeConnector(channel, access)
        return made if self.ships else ReadingConnector(made)

    def sign_in(self, kind: str) -> SignsInByBrowser:
        raise NotFound(f"{kind} has no page to sign in at.", code="no_sign_in_page", kind=kind)


def remote(account: AccountId, remote_id: str) -> RemoteRef:
    return RemoteRef(account, remote_id)


def never() -> Event:
    """A stop that nobody sets."""
    return Event()


def unavailable(retry_after: float | None = None) -> Unavailable:
    return Unavailable("The shop is out of reach.", retry_after=retry_after)
