"""Owns moving an order among a shop's own statuses: which there are, and where the order stands before and after.

What moves money, ships or calls off has deeds of its own: none of their statuses can be set from here.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

import msgspec

from connectors.channels.woocommerce import batch, units
from connectors.channels.woocommerce.client import TURNED_AWAY, ShopClient
from connectors.channels.woocommerce.mapping import parse_order
from connectors.channels.woocommerce.payloads import OrderPayload
from connectors.contract.capabilities import QT_TRANSLATE_NOOP, CanSetStatus
from connectors.contract.errors import LoginNeeded, OutcomeUnknown, Refused, Unavailable, Unreadable
from connectors.contract.protocols import Accepted, AccountAccess, AlreadyDone, Look, Moved, NotThere, Told
from desk.domain.pushes import SetStatus

log = logging.getLogger("net")

_ON_HOLD, _PROCESSING = "on-hold", "processing"
_HARMLESS = (_ON_HOLD, _PROCESSING)
"""Core's own that an agent may choose: to stop an order, and to let one go on that is paid."""
_OTHERS_DEEDS = frozenset({"pending", units.COMPLETED, "cancelled", "refunded", "failed", units.TRASH, *units.DRAFTS})
_MOST = 60
_SHUT = {
    "cancelled": QT_TRANSLATE_NOOP("channel", "The order was cancelled in the shop."),
    "refunded": QT_TRANSLATE_NOOP("channel", "The order was refunded in the shop."),
    units.TRASH: QT_TRANSLATE_NOOP("channel", "The order is in the shop's bin."),
}
_DELETED = QT_TRANSLATE_NOOP("channel", "The order was deleted in the shop.")
_ELSEWHERE = QT_TRANSLATE_NOOP("channel", "Somebody gave the order another status in the shop meanwhile.")


class _Property(msgspec.Struct, kw_only=True):
    enum: Any = None


class _Schema(msgspec.Struct, kw_only=True):
    properties: dict[str, Any] = {}


class _Description(msgspec.Struct, kw_only=True):
    schema: _Schema = msgspec.field(default_factory=_Schema)
    endpoints: Any = None


class _Known:
    """What the shop has told, for all connectors of the account in this process."""

    def __init__(self) -> None:
        self.codes: tuple[str, ...] | None = None
        self.largest_page: int | None = None


class Statuses:
    """The statuses of one account's shop, asked for once. Setting one twice is safe: it is there already."""

    def __init__(self, client: ShopClient, access: AccountAccess) -> None:
        self._client = client
        self._known = access.shared.of("statuses", _Known)

    def forget(self) -> None:
        """Plugins come and go: a test of the account asks anew."""
        self._known.codes = None

    def can_set(self) -> CanSetStatus:
        """The shop's own statuses, and those of core's that say nothing of money or goods."""
        return CanSetStatus(statuses=(*_HARMLESS, *self.own()), paid_only=(_PROCESSING,))

    def own(self) -> tuple[str, ...]:
        """What the shop's plugins added."""
        if self._known.codes is None:
            self._read()
        return self._known.codes or ()

    def largest_page(self) -> int | None:
        """How many orders the shop gives at once; None where it does not tell."""
        self.own()
        return self._known.largest_page

    def _read(self) -> None:
        self._known.codes, self._known.largest_page = (), None
        try:
            told = msgspec.json.decode(self._client.describe_orders().body, type=_Description, strict=False)
            status = msgspec.convert(told.schema.properties.get("status") or {}, _Property)
        except (LoginNeeded, Refused, Unreadable, msgspec.MsgspecError, UnicodeDecodeError) as error:
            log.info("the shop's statuses are not told (%s)", getattr(error, "code", type(error).__name__))
            return
        except Unavailable as trouble:
            if trouble.code not in TURNED_AWAY:
                self._known.codes = None
                raise
            log.info("the shop's statuses are not told (%s)", trouble.code)
            return
        codes = status.enum if isinstance(status.enum, list) else []
        found = dict.fromkeys(code.removeprefix("wc-") for code in codes if isinstance(code, str))
        own = [code for code in found if code and code not in _OTHERS_DEEDS and code not in _HARMLESS]
        self._known.codes, self._known.largest_page = tuple(own[:_MOST]), _largest_page(told.endpoints)

    def look(self, push: SetStatus) -> Look:
        """Where the order stands now. Sends nothing."""
        order = self._order(push.order.id)
        return Moved(_DELETED) if order is None else _judge(push, order)

    def carry_out(self, push: SetStatus) -> Accepted | AlreadyDone:
        """Look, then set it. Raises Refused with code ``moved`` where it makes no sense any more."""
        if push.status in _OTHERS_DEEDS:
            raise _no_such_status(push.status)
        done = _weighed(push, self._order(push.order.id))
        if done is not None:
            return done
        try:
            answer = self._client.change_order("set_status", push.order.id, {"status": push.status})
        except Refused as refused:
            if refused.code == "invalid_param" and "status" in str(refused.facts.get("params", "")).split(","):
                self.forget()
                raise _no_such_status(push.status) from refused
            raise
        return _taken(push, parse_order(answer.body).status)

    def carry_out_many(self, pushes: Sequence[SetStatus]) -> list[Told]:
        """The same for many by one request, read item by item. Raises where the shop answered none of it."""
        told: dict[int, Told] = {}
        left: dict[int, SetStatus] = {}
        for place, push in enumerate(pushes):
            try:
                if push.status in _OTHERS_DEEDS:
                    raise _no_such_status(push.status)
                done = _weighed(push, self._order(push.order.id))
                if done is None:
                    left[place] = push
                else:
                    told[place] = done
            except (Refused, Unreadable) as error:
                told[place] = error
        if left:
            bodies = [{"id": int(push.order.id), "status": push.status} for push in left.values()]
            answered = batch.by_id(self._client.change_orders("set_status", bodies))
            told |= {place: self._one_of_many(push, answered.get(push.order.id)) for place, push in left.items()}
        return [told[place] for place in range(len(pushes))]

    def _one_of_many(self, push: SetStatus, one: batch.Item | None) -> Told:
        """What the answer says of one order."""
        if one is None:
            return OutcomeUnknown(
                "The shop's answer does not tell of this order. Desk looks there before it tries again.",
                "not in the answer",
                operation="set_status",
                code="not_shown",
            )
        if one.error is not None:
            if "status" in one.error.params:
                self.forget()
                return _no_such_status(push.status)
            words = self._client.redactor.clean(one.error.words)[:300]
            return Refused("The shop refused this.", one.error.code[:60], words=words, code="shop_refused")
        try:
            return _taken(push, one.status)
        except Refused as refused:
            return refused

    def _order(self, order: str) -> OrderPayload | None:
        try:
            return parse_order(self._client.order("look_order", order).body)
        except Refused as refused:
            if refused.code not in {"no_such_order", "not_found"}:
                raise
            return None


def _judge(push: SetStatus, order: OrderPayload) -> Look:
    status = order.status.removeprefix("wc-")
    if status == push.status:
        return AlreadyDone(push.order.id)
    if status in _SHUT:
        return Moved(_SHUT[status])
    return NotThere() if status == push.seen else Moved(_ELSEWHERE)


def _weighed(push: SetStatus, order: OrderPayload | None) -> AlreadyDone | None:
    """Whether it is done already; None where it is to be sent. Raises Refused where it makes no sense."""
    look = Moved(_DELETED) if order is None else _judge(push, order)
    if isinstance(look, AlreadyDone):
        return look
    if isinstance(look, Moved) or order is None:
        words = look.words if isinstance(look, Moved) else _DELETED
        raise Refused(words, "order went elsewhere", words=words, code="moved")
    if push.status == _PROCESSING and not order.date_paid_gmt:
        raise Refused(
            "With this status the shop would take the order for paid. Say first that the money is there.",
            "no date of payment",
            code="status_says_paid",
        )
    return None


def _taken(push: SetStatus, told: str) -> Accepted:
    """Raises Refused where the shop gave another status than was asked for."""
    told = told.removeprefix("wc-")
    if told != push.status:
        raise Refused(
            "The shop gave the order another status than was asked for. Look at it there.",
            f"status {told[:40]}",
            words=told[:40],
            code="status_not_taken",
        )
    return Accepted(push.order.id)


def _no_such_status(status: str) -> Refused:
    return Refused("The shop does not have this status for orders.", status[:40], words=status[:40], code="status_gone")


def _largest_page(endpoints: Any) -> int | None:
    for one in endpoints if isinstance(endpoints, list) else ():
        named = one.get("args") if isinstance(one, dict) else None
        size = named.get("per_page") if isinstance(named, dict) else None
        most = size.get("maximum") if isinstance(size, dict) else None
        if isinstance(most, int) and most > 0:
            return most
    return None
