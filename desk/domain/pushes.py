"""Owns what may be pushed to a channel and the states a push goes through. The outbox keeps it, connectors do it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from desk.domain.clock import Instant
from desk.domain.push_states import (
    GOING_STATES,
    NOT_SHOWN,
    OPEN_STATES,
    CancelReason,
    PushState,
    RefundReason,
    ReturnAnswer,
    may_follow,
)
from desk.domain.values import Money, PushKey, RemoteRef

__all__ = [
    "GOING_STATES",
    "NOT_SHOWN",
    "OPEN_STATES",
    "AnswerCancellation",
    "AnswerReturn",
    "Attempt",
    "CancelOrder",
    "CancelReason",
    "CancellationPush",
    "ConfirmShipment",
    "CorrectShipment",
    "EscalateReturn",
    "InquiryPush",
    "Progress",
    "Push",
    "PushState",
    "ReceiveReturn",
    "RefundInquiry",
    "RefundOrder",
    "RefundReason",
    "RefundReturn",
    "RefundedLine",
    "ReturnAnswer",
    "ReturnPush",
    "SendMessage",
    "SendReturnLabel",
    "SetStatus",
    "ShippedLine",
    "TellInquiry",
    "WriteToReturn",
    "may_follow",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippedLine:
    """So many pieces of one order line, by the channel's own line id."""

    remote_id: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmShipment:
    """Tell the channel that a parcel is on its way.

    `carrier` is a code of carriers.csv or a name as typed, `carrier_name` what people read, `tracking_url` may be
    empty. `completes` says that nothing of the order stays open after it. `shipped_at` is when the agent reported it.
    `parcel` numbers it within its order, for channels that want a reference of our own: stored before the first call,
    never another parcel's; 0 until then.
    """

    order: RemoteRef
    carrier: str
    carrier_name: str
    number: str
    tracking_url: str
    lines: tuple[ShippedLine, ...]
    completes: bool
    shipped_at: Instant
    parcel: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectShipment:
    """Tell the channel another number, and perhaps carrier, of a parcel that it knows by the name `parcel`.

    `old_number` is what it has now: should it have a third one, somebody else was there. What is inside stays.
    """

    order: RemoteRef
    parcel: str
    old_number: str
    carrier: str
    carrier_name: str
    number: str
    shipped_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelOrder:
    """Call the whole order off. `paid` says whether money came in that the channel then gives back itself."""

    order: RemoteRef
    reason: CancelReason
    paid: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCancellation:
    """Agree to a buyer's wish to cancel, or say no because the goods are on their way (`number`, `shipped_at`)."""

    order: RemoteRef
    case: str
    approve: bool
    number: str = ""
    carrier: str = ""
    shipped_at: Instant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundedLine:
    """Some of the money of one order line, by the channel's own line id; above zero."""

    remote_id: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundOrder:
    """Give money back without a return: for single lines, or `amount` for the order as a whole where `lines` is empty.

    `amount` is always the sum. `known` are the ids of refunds that the channel showed when the agent decided: one more
    of the same amount is this one, after a lost answer, or somebody else's, before the first try. `sends_money` is what
    the agent was told: the channel pays, or it only books what the merchant sends by hand. Never the one for the other.
    """

    order: RemoteRef
    amount: Money
    lines: tuple[RefundedLine, ...]
    reason: RefundReason
    comment: str = ""
    known: tuple[str, ...] = ()
    sends_money: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerReturn:
    """Decide on a return. `amount` is what is offered with OFFER_PART; `number` is our own number of the return."""

    order: RemoteRef
    case: str
    answer: ReturnAnswer
    comment: str = ""
    amount: Money | None = None
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendReturnLabel:
    """Give the buyer a label of our own: the file, or only the word that it was sent where `file` is empty."""

    order: RemoteRef
    case: str
    carrier: str
    number: str
    file_name: str = ""
    file: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveReturn:
    """Say that the goods are back."""

    order: RemoteRef
    case: str
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundReturn:
    """Give the money of a return back: for the goods, and for what their way to the buyer cost."""

    order: RemoteRef
    case: str
    goods: Money
    shipping: Money
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalateReturn:
    """Ask the channel to decide. `reason` is the channel's own code."""

    order: RemoteRef
    case: str
    reason: str
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteToReturn:
    """A text to the buyer inside a return."""

    order: RemoteRef
    case: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TellInquiry:
    """Answer *nothing arrived* with the parcel."""

    order: RemoteRef
    case: str
    carrier: str
    number: str
    shipped_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundInquiry:
    """Answer *nothing arrived* with the money, all of it."""

    order: RemoteRef
    case: str
    amount: Money
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendMessage:
    """A text to the buyer. It goes on in `conversation`, or begins one about `listing` where that is empty.

    `images` are https addresses that anybody can open: channels fetch them themselves.
    """

    order: RemoteRef
    conversation: str
    buyer: str
    listing: str
    text: str
    images: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkPaid:
    """Tell the channel that the money of an order came in beside it. `transaction` names the payment, or is empty."""

    order: RemoteRef
    transaction: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendPayLink:
    """Have the channel mail the buyer the way to pay."""

    order: RemoteRef


@dataclass(frozen=True, slots=True, kw_only=True)
class SetStatus:
    """Move an order to another of the channel's own statuses; never one that moves money or calls the order off.

    `status` is the channel's code. `seen` is where the order stood when the agent decided: one that stands elsewhere by
    then was moved by somebody else.
    """

    order: RemoteRef
    status: str
    seen: str


CancellationPush: TypeAlias = CancelOrder | AnswerCancellation
ReturnPush: TypeAlias = AnswerReturn | SendReturnLabel | ReceiveReturn | RefundReturn | EscalateReturn | WriteToReturn
InquiryPush: TypeAlias = TellInquiry | RefundInquiry
PaymentPush: TypeAlias = MarkPaid | SendPayLink
Push: TypeAlias = (
    ConfirmShipment
    | CorrectShipment
    | CancellationPush
    | RefundOrder
    | ReturnPush
    | InquiryPush
    | SendMessage
    | PaymentPush
    | SetStatus
)
"""What can be pushed."""


class Progress(Mapping[str, str]):
    """What a connector keeps between the steps of one push: how far it is, and the channel's names of what it made.

    Read it like a mapping; it holds what the try before kept, and nothing at the first. It stays with the push when
    the agent has it tried anew. Never a buyer's data: nobody blanks it.
    """

    __slots__ = ("_kept", "_write")

    def __init__(
        self, kept: Mapping[str, str] | None = None, write: Callable[[Mapping[str, str]], None] | None = None
    ) -> None:
        self._kept = dict(kept or {})
        self._write = write

    def __getitem__(self, name: str) -> str:
        return self._kept[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)

    def keep(self, values: Mapping[str, str]) -> None:
        """Have it hold these instead, durably: they are written and committed when this returns, or it raises."""
        kept = dict(values)
        if self._write is not None:
            self._write(kept)
        self._kept = kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One try of a push. `key` is the same at every try, and `queued_at` when the agent decided.

    `sent_at` is when the last try left that may have reached the channel; None where surely none has. `progress` is
    what the connector kept of the push; the try and the look after it share it.
    """

    key: PushKey
    queued_at: Instant
    sent_at: Instant | None = None
    progress: Progress = field(default_factory=Progress, compare=False)

    def keep(self, values: Mapping[str, str]) -> None:
        """Keep how far the push is, durably, before the step that needs it. Raises where the push is not ours now."""
        self.progress.keep(values)
