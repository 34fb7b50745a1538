"""Owns the whole of what a channel can do, in memory: a FakeChannel that cancels, gives money back, has returns,
inquiries and conversations. It refuses what channels refuse, and its money never goes back twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from connectors.contract.capabilities import (
    CanAnswerInquiries,
    CanAnswerReturns,
    CanCancelOrders,
    CanConfirmShipments,
    CanIssueRefunds,
    CanSendMessages,
    Capabilities,
)
from connectors.contract.errors import OutcomeUnknown, Refused
from connectors.contract.protocols import Accepted, AccountAccess, AlreadyDone, Look, Moved, NotThere
from connectors.contract.snapshots import (
    CaseSnapshot,
    ConversationSnapshot,
    Cursor,
    MessageSnapshot,
    Page,
    UnreadableRecord,
)
from desk.domain.cases import ENDED, CaseDeed, CaseEvent, CaseKind, CaseState
from desk.domain.orders import OrderFacet, Payment, PaymentFacet, PaymentKind, ShippingFacet
from desk.domain.pushes import (
    AnswerCancellation,
    AnswerReturn,
    Attempt,
    CancellationPush,
    CancelOrder,
    CancelReason,
    EscalateReturn,
    InquiryPush,
    ReceiveReturn,
    RefundInquiry,
    RefundOrder,
    RefundReason,
    RefundReturn,
    ReturnAnswer,
    ReturnPush,
    SendMessage,
    SendReturnLabel,
    WriteToReturn,
)
from desk.domain.values import Money, RemoteRef
from tests.services.fakes import FakeChannel, FakeConnector, FakeRegistry, Fault
from tests.support.orders import after

CAN_ALL = Capabilities(
    confirms_shipments=CanConfirmShipments(partial=True, several_parcels=True, way="in memory"),
    cancels_orders=CanCancelOrders(reasons=tuple(CancelReason), answers=True, unpaid_from=4, unpaid_until=30),
    issues_refunds=CanIssueRefunds(reasons=tuple(RefundReason), comment=100, settles=60),
    answers_returns=CanAnswerReturns(
        deeds=tuple(one for one in CaseDeed if one is not CaseDeed.TELL_SHIPMENT),
        label_files=("pdf", "png"),
        label_bytes=1000,
        comment=500,
        escalations=("TROUBLE",),
        settles=60,
    ),
    answers_inquiries=CanAnswerInquiries(deeds=(CaseDeed.TELL_SHIPMENT, CaseDeed.REFUND), comment=500, settles=60),
    sends_messages=CanSendMessages(length=200, images=2, settles=60),
)


@dataclass
class DeedChannel(FakeChannel):
    """A FakeChannel with cases and conversations. `told_cases` and `told_texts` say when each changed last."""

    capabilities: Capabilities = CAN_ALL
    cases: dict[tuple[CaseKind, str], CaseSnapshot] = field(default_factory=dict)
    conversations: dict[str, ConversationSnapshot] = field(default_factory=dict)
    stamps: dict[str, float] = field(default_factory=dict)
    did: list[str] = field(default_factory=list)

    def tick(self) -> float:
        return (self.now() - after(0)).total_seconds()

    def put_case(self, case: CaseSnapshot) -> CaseSnapshot:
        """A buyer opens a case, or somebody changes it."""
        made = replace(case, changed_at=self.now())
        self.cases[case.kind, case.ref.id] = made
        self.stamps[f"{case.kind}/{case.ref.id}"] = self.tick()
        return made

    def put_texts(self, conversation: ConversationSnapshot) -> None:
        self.conversations[conversation.ref.id] = conversation
        self.stamps[f"text/{conversation.ref.id}"] = self.tick()

    def left(self, order: str) -> Money:
        found = self.order(order)
        zero = Money.zero(found.totals.total.currency)
        paid = sum((one.amount for one in found.payments if one.kind is PaymentKind.PAYMENT), zero)
        return paid - sum((one.amount for one in found.payments if one.kind is PaymentKind.REFUND), zero)

    def give_back(self, order: str, amount: Money, name: str = "") -> str:
        """Money goes back. Raises Refused where that is more than is left."""
        if self.left(order) < amount:
            raise Refused("That is more than is left.", code="more_than_left")
        found = self.order(order)
        name = name or f"refund-{len(found.payments)}"
        made = Payment(remote_id=name, kind=PaymentKind.REFUND, amount=amount, at=self.now())
        facet = PaymentFacet.REFUNDED if self.left(order) == amount else PaymentFacet.PARTLY_REFUNDED
        self.change(order, payments=(*found.payments, made), payment=facet)
        self.did.append(f"refund {order} {amount}")
        return name


class DeedConnector(FakeConnector):
    """Speaks all of the contract for one account of a DeedChannel."""

    def __init__(self, channel: DeedChannel, access: AccountAccess) -> None:
        super().__init__(channel, access)
        self._all = channel

    def _act(self, operation: str, look: Look, effect: Callable[[], str]) -> Accepted | AlreadyDone:
        fault = self._all.begin(operation)
        self._sign_in()
        if isinstance(look, AlreadyDone):
            return look
        if isinstance(look, Moved):
            raise Refused(look.words, code="refused")
        if fault is Fault.LOST_ON_THE_WAY:
            raise OutcomeUnknown("The channel did not answer.")
        if fault is Fault.ACCEPTED_NOT_DONE:
            return Accepted("promised")
        made = effect()
        if fault is Fault.DONE_NO_ANSWER:
            raise OutcomeUnknown("The channel did not answer.")
        return Accepted(made)

    # Cancellations.

    def look_cancellation(self, push: CancellationPush, attempt: Attempt) -> Look:
        self._all.begin("look_cancellation")
        return self._cancelled(push)

    def _cancelled(self, push: CancellationPush) -> Look:
        known = isinstance(push, AnswerCancellation) and (CaseKind.CANCELLATION, push.case) in self._all.cases
        if isinstance(push, AnswerCancellation) and not known and not push.approve:
            return AlreadyDone(push.case)  # an order that tells its buyer's wish itself knows no answer
        if isinstance(push, AnswerCancellation) and known:
            state = self._all.cases[CaseKind.CANCELLATION, push.case].state
            wanted = CaseState.CLOSED if push.approve else CaseState.DECLINED
            if state is wanted:
                return AlreadyDone(push.case)
            return Moved("The wish was answered otherwise.") if state in ENDED else NotThere()
        order = self._all.order(push.order.id)
        if order.order is OrderFacet.CANCELLED:
            return AlreadyDone("cancelled")
        return Moved("The order is shipped.") if order.shipping is ShippingFacet.SHIPPED else NotThere()

    def cancel_order(self, push: CancellationPush, attempt: Attempt) -> Accepted | AlreadyDone:
        def effect() -> str:
            if isinstance(push, CancelOrder) or push.approve:
                self._call_off(push.order.id)
            if isinstance(push, AnswerCancellation) and (CaseKind.CANCELLATION, push.case) in self._all.cases:
                state = CaseState.CLOSED if push.approve else CaseState.DECLINED
                self._move(CaseKind.CANCELLATION, push.case, state)
            return "cancelled"

        return self._act("cancel_order", self._cancelled(push), effect)

    def _call_off(self, order: str) -> None:
        if self._all.left(order):
            self._all.give_back(order, self._all.left(order))
        self._all.change(order, order=OrderFacet.CANCELLED, channel_status="cancelled")
        self._all.did.append(f"cancel {order}")

    def _move(self, kind: CaseKind, name: str, state: CaseState, **more: object) -> None:
        case = self._all.cases[kind, name]
        allows = () if state in ENDED else case.allows
        fields = {"state": state, "channel_state": state.value, "allows": allows} | more
        self._all.put_case(replace(case, **fields))  # type: ignore[arg-type]

    # Refunds.

    def look_refund(self, push: RefundOrder, attempt: Attempt) -> Look:
        self._all.begin("look_refund")
        return self._refunded(push, attempt)

    def _refunded(self, push: RefundOrder, attempt: Attempt) -> Look:
        fresh = [
            one.remote_id
            for one in self._all.order(push.order.id).payments
            if one.kind is PaymentKind.REFUND and one.amount == push.amount and one.remote_id not in push.known
        ]
        if not fresh:
            return NotThere()
        return AlreadyDone(fresh[0]) if attempt.sent_at or self._tried else Moved("Somebody else gave it back.")

    _tried = False

    def issue_refund(self, push: RefundOrder, attempt: Attempt) -> Accepted | AlreadyDone:
        look = self._refunded(push, attempt)
        self._tried = isinstance(look, NotThere)  # what shows from here on is this one
        return self._act("issue_refund", look, lambda: self._all.give_back(push.order.id, push.amount))

    # Returns.

    def look_return(self, push: ReturnPush, attempt: Attempt) -> Look:
        self._all.begin("look_return")
        return self._returned(push)

    def _returned(self, push: ReturnPush) -> Look:
        case = self._all.cases[CaseKind.RETURN, push.case]
        if isinstance(push, WriteToReturn):
            done = any(event.text == push.text for event in case.events or ())
        else:
            done = case.state is _state_after(push)
        if done:
            return AlreadyDone(push.case)
        return Moved("The return has ended.") if case.state in ENDED else NotThere()

    def answer_return(self, push: ReturnPush, attempt: Attempt) -> Accepted | AlreadyDone:
        def effect() -> str:
            if isinstance(push, RefundReturn):
                self._all.give_back(push.order.id, push.goods + push.shipping)
            if isinstance(push, WriteToReturn):
                case = self._all.cases[CaseKind.RETURN, push.case]
                said = CaseEvent(at=self._all.now(), actor="SELLER", what="MESSAGE", text=push.text)
                self._all.put_case(replace(case, events=(*(case.events or ()), said)))
            else:
                self._move(CaseKind.RETURN, push.case, _state_after(push))
            self._all.did.append(f"{type(push).__name__} {push.case}")
            return push.case

        return self._act("answer_return", self._returned(push), effect)

    # Inquiries.

    def look_inquiry(self, push: InquiryPush, attempt: Attempt) -> Look:
        self._all.begin("look_inquiry")
        return self._answered(push)

    def _answered(self, push: InquiryPush) -> Look:
        case = self._all.cases[CaseKind.INQUIRY, push.case]
        done = case.state is CaseState.REFUNDED if isinstance(push, RefundInquiry) else case.number == push.number
        return AlreadyDone(push.case) if done else NotThere()

    def answer_inquiry(self, push: InquiryPush, attempt: Attempt) -> Accepted | AlreadyDone:
        def effect() -> str:
            if isinstance(push, RefundInquiry):
                self._all.give_back(push.order.id, push.amount)
                self._move(CaseKind.INQUIRY, push.case, CaseState.REFUNDED)
            else:
                self._move(CaseKind.INQUIRY, push.case, CaseState.IN_TRANSIT, number=push.number)
            return push.case

        return self._act("answer_inquiry", self._answered(push), effect)

    # Messages.

    def look_message(self, push: SendMessage, attempt: Attempt) -> Look:
        self._all.begin("look_message")
        return self._written(push)

    def _written(self, push: SendMessage) -> Look:
        for one in self._all.conversations.values():
            for text in one.messages:
                if text.ours and text.text == push.text and one.buyer == push.buyer:
                    return AlreadyDone(text.remote_id)
        return NotThere()

    def send_message(self, push: SendMessage, attempt: Attempt) -> Accepted | AlreadyDone:
        def effect() -> str:
            name = push.conversation or f"talk-{len(self._all.conversations)}"
            known = self._all.conversations.get(name) or ConversationSnapshot(
                ref=RemoteRef(self.account, name), buyer=push.buyer, title="", messages=(), listing=push.listing
            )
            made = MessageSnapshot(
                remote_id=f"{name}-{len(known.messages)}", at=self._all.now(), ours=True, text=push.text
            )
            self._all.put_texts(replace(known, messages=(*known.messages, made)))
            return made.remote_id

        look = self._written(push) if attempt.sent_at else NotThere()
        return self._act("send_message", look, effect)

    # Reading.

    def fetch_cases(self, since: Cursor) -> Page[CaseSnapshot]:
        self._all.begin("fetch_cases")
        self._sign_in()
        told = {f"{kind}/{name}": one for (kind, name), one in self._all.cases.items()}
        names, bad, cursor, done = self._changed_since(since, list(told))
        mine = tuple(
            replace(
                told[name],
                ref=RemoteRef(self.account, told[name].ref.id),
                order=RemoteRef(self.account, told[name].order.id),
            )
            for name in names
        )
        return Page(items=mine, cursor=cursor, done=done, unreadable=bad)

    def _changed_since(
        self, since: Cursor, names: list[str]
    ) -> tuple[list[str], tuple[UnreadableRecord, ...], Cursor, bool]:
        at = float(str(since.value.get("at", 0.0)))
        waiting = sorted((self._all.stamps[name], name) for name in names if self._all.stamps[name] > at)
        batch = waiting[: self._all.page_size]
        bad = tuple(
            UnreadableRecord(remote_id=name.partition("/")[2], reason="not JSON", sample=self._all.bad[name])
            for _, name in batch
            if name in self._all.bad
        )
        cursor = Cursor({"at": batch[-1][0]}) if batch else since
        return [name for _, name in batch if name not in self._all.bad], bad, cursor, len(waiting) <= len(batch)

    def fetch_case(self, kind: CaseKind, ref: RemoteRef) -> CaseSnapshot:
        self._all.begin("fetch_case")
        found = self._all.cases[kind, ref.id]
        return replace(found, ref=ref, order=RemoteRef(self.account, found.order.id))

    def fetch_messages(self, since: Cursor) -> Page[ConversationSnapshot]:
        self._all.begin("fetch_messages")
        self._sign_in()
        told = {f"text/{name}": one for name, one in self._all.conversations.items()}
        names, bad, cursor, done = self._changed_since(since, list(told))
        mine = tuple(self._own(told[name]) for name in names)
        return Page(items=mine, cursor=cursor, done=done, unreadable=bad)

    def _own(self, one: ConversationSnapshot) -> ConversationSnapshot:
        order = None if one.order is None else RemoteRef(self.account, one.order.id)
        return replace(one, ref=RemoteRef(self.account, one.ref.id), order=order)

    def fetch_conversation(self, ref: RemoteRef) -> ConversationSnapshot:
        self._all.begin("fetch_conversation")
        return self._own(self._all.conversations[ref.id])


_ANSWERED = {
    ReturnAnswer.APPROVE: CaseState.APPROVED,
    ReturnAnswer.DECLINE: CaseState.DECLINED,
    ReturnAnswer.OFFER_PART: CaseState.REFUND_PENDING,
}
_AFTER: dict[type[object], CaseState] = {
    SendReturnLabel: CaseState.LABEL_ISSUED,
    ReceiveReturn: CaseState.DELIVERED_TO_US,
    RefundReturn: CaseState.REFUNDED,
    EscalateReturn: CaseState.ESCALATED,
}


def _state_after(push: ReturnPush) -> CaseState:
    """In which state a return is once it was answered so."""
    return _ANSWERED[push.answer] if isinstance(push, AnswerReturn) else _AFTER[type(push)]


class DeedRegistry(FakeRegistry):
    """Finds one kind, whose accounts can do everything."""

    def __init__(self, channel: DeedChannel) -> None:
        super().__init__(channel)
        self.all = channel

    def connect(self, access: AccountAccess) -> DeedConnector:
        self.all.connected.append(access)
        return DeedConnector(self.all, access)


def registry_of(channel: FakeChannel) -> FakeRegistry:
    """What finds this channel, with all that it can do."""
    return DeedRegistry(channel) if isinstance(channel, DeedChannel) else FakeRegistry(channel)


def case(name: str = "5001", order: str = "1001", kind: CaseKind = CaseKind.RETURN, **changes: object) -> CaseSnapshot:
    """An open case of an order that the channel takes every deed for."""
    made = CaseSnapshot(
        ref=RemoteRef(1, name),  # type: ignore[arg-type]
        kind=kind,
        order=RemoteRef(1, order),  # type: ignore[arg-type]
        state=CaseState.REQUESTED,
        channel_state="REQUESTED",
        opened_at=after(3000),
        allows=tuple(CaseDeed),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def talk(name: str = "talk-1", *texts: MessageSnapshot, **changes: object) -> ConversationSnapshot:
    """A conversation with the buyer `ada_b` about listing 77."""
    made = ConversationSnapshot(
        ref=RemoteRef(1, name),  # type: ignore[arg-type]
        buyer="ada_b",
        title="Becher",
        messages=texts or (said("Where is it?"),),
        listing="77",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def said(text: str, name: str = "m1", *, at: float = 4000, ours: bool = False) -> MessageSnapshot:
    return MessageSnapshot(remote_id=name, at=after(at), ours=ours, text=text, unread=not ours)
