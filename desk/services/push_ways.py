"""Owns which ability of a connector carries out which push. services.pusher alone asks it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial, singledispatch

from connectors.contract.errors import Refused
from connectors.contract.protocols import (
    Accepted,
    AlreadyDone,
    AnswersInquiries,
    AnswersReturns,
    CancelsOrders,
    ConfirmsShipments,
    Connector,
    CorrectsShipments,
    IssuesRefunds,
    Look,
    MarksPaid,
    SendsMessages,
    SendsPayLinks,
    SetsStatuses,
)
from desk.domain.pushes import (
    AnswerCancellation,
    AnswerReturn,
    Attempt,
    CancellationPush,
    CancelOrder,
    ConfirmShipment,
    CorrectShipment,
    EscalateReturn,
    InquiryPush,
    MarkPaid,
    Push,
    ReceiveReturn,
    RefundInquiry,
    RefundOrder,
    RefundReturn,
    ReturnPush,
    SendMessage,
    SendPayLink,
    SendReturnLabel,
    SetStatus,
    TellInquiry,
    WriteToReturn,
)


@dataclass(frozen=True, slots=True)
class Way:
    """How one push reaches the channel: `look` sends nothing, `carry_out` looks first.

    What was sent and does not show is not sent again before `settles`: until then a look without it proves nothing.
    """

    look: Callable[[], Look]
    carry_out: Callable[[], Accepted | AlreadyDone]
    settles: timedelta = timedelta(0)


def way_of(connector: Connector, push: Push, attempt: Attempt) -> Way | None:
    """The way of this push, None where the channel has none. Raises ConnectorError as `capabilities` does."""
    return _way(push, connector, attempt)


def cannot(push: Push) -> Refused:
    """Why nothing becomes of a push that has no way."""
    if isinstance(push, ConfirmShipment):
        return Refused("This channel takes no parcel numbers.", code="channel_cannot_ship")
    return Refused("This channel takes no such change.", code="channel_cannot")


@singledispatch
def _way(push: Push, _connector: Connector, _attempt: Attempt) -> Way | None:
    raise TypeError(type(push).__name__)


@_way.register
def _(push: ConfirmShipment, connector: Connector, attempt: Attempt) -> Way | None:
    if not isinstance(connector, ConfirmsShipments):
        return None
    key = attempt.key
    return Way(partial(connector.look_shipment, push, key), partial(connector.confirm_shipment, push, key))


@_way.register
def _(push: CorrectShipment, connector: Connector, attempt: Attempt) -> Way | None:
    if not isinstance(connector, CorrectsShipments):
        return None
    key = attempt.key
    return Way(partial(connector.look_correction, push, key), partial(connector.correct_shipment, push, key))


@_way.register(CancelOrder)
@_way.register(AnswerCancellation)
def _(push: CancellationPush, connector: Connector, attempt: Attempt) -> Way | None:
    if not isinstance(connector, CancelsOrders):
        return None
    return Way(partial(connector.look_cancellation, push, attempt), partial(connector.cancel_order, push, attempt))


@_way.register
def _(push: RefundOrder, connector: Connector, attempt: Attempt) -> Way | None:
    can = connector.capabilities().issues_refunds
    if not isinstance(connector, IssuesRefunds) or can is None:
        return None
    return Way(
        partial(connector.look_refund, push, attempt),
        partial(connector.issue_refund, push, attempt),
        timedelta(seconds=can.settles),
    )


@_way.register
def _(push: SendMessage, connector: Connector, attempt: Attempt) -> Way | None:
    can = connector.capabilities().sends_messages
    if not isinstance(connector, SendsMessages) or can is None:
        return None
    return Way(
        partial(connector.look_message, push, attempt),
        partial(connector.send_message, push, attempt),
        timedelta(seconds=can.settles),
    )


@_way.register
def _(push: MarkPaid, connector: Connector, attempt: Attempt) -> Way | None:
    if not isinstance(connector, MarksPaid):
        return None
    return Way(partial(connector.look_payment, push, attempt), partial(connector.mark_paid, push, attempt))


@_way.register
def _(push: SendPayLink, connector: Connector, attempt: Attempt) -> Way | None:
    can = connector.capabilities().sends_pay_link
    if not isinstance(connector, SendsPayLinks) or can is None:
        return None
    return Way(
        partial(connector.look_pay_link, push, attempt),
        partial(connector.send_pay_link, push, attempt),
        timedelta(seconds=can.settles),
    )


@_way.register
def _(push: SetStatus, connector: Connector, attempt: Attempt) -> Way | None:
    if not isinstance(connector, SetsStatuses):
        return None
    return Way(partial(connector.look_status, push, attempt), partial(connector.set_status, push, attempt))


@_way.register(TellInquiry)
@_way.register(RefundInquiry)
def _(push: InquiryPush, connector: Connector, attempt: Attempt) -> Way | None:
    can = connector.capabilities().answers_inquiries
    if not isinstance(connector, AnswersInquiries) or can is None:
        return None
    return Way(
        partial(connector.look_inquiry, push, attempt),
        partial(connector.answer_inquiry, push, attempt),
        timedelta(seconds=can.settles),
    )


@_way.register(AnswerReturn)
@_way.register(SendReturnLabel)
@_way.register(ReceiveReturn)
@_way.register(RefundReturn)
@_way.register(EscalateReturn)
@_way.register(WriteToReturn)
def _(push: ReturnPush, connector: Connector, attempt: Attempt) -> Way | None:
    can = connector.capabilities().answers_returns
    if not isinstance(connector, AnswersReturns) or can is None:
        return None
    return Way(
        partial(connector.look_return, push, attempt),
        partial(connector.answer_return, push, attempt),
        timedelta(seconds=can.settles),
    )
