"""Owns what a channel can do, as data: the window greys out what a channel cannot do before the agent tries."""

from __future__ import annotations

from dataclasses import dataclass, field

from connectors.contract.kinds import CONTEXT, QT_TRANSLATE_NOOP, ConnectorKind, Filled, Setting

__all__ = [
    "CONTEXT",
    "QT_TRANSLATE_NOOP",
    "CanAnswerInquiries",
    "CanAnswerReturns",
    "CanCancelOrders",
    "CanConfirmShipments",
    "CanIssueRefunds",
    "CanSendMessages",
    "Capabilities",
    "ConnectorKind",
    "Filled",
    "Setting",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class CanConfirmShipments:
    """Limits of reporting parcels.

    `carriers` empty means any name is taken. `partial` says whether single lines and quantities reach the channel,
    `several_parcels` whether an order may get more than one number. `corrects`: the connector is one that
    CorrectsShipments. `way` is how, for the account's page.
    """

    partial: bool
    several_parcels: bool
    carriers: tuple[str, ...] = ()
    needs_number: bool = True
    corrects: bool = False
    way: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CanCancelOrders:
    """Limits of calling orders off. `reasons` are names of CancelReason.

    An unpaid order may be called off for that reason `unpaid_from` to `unpaid_until` days after the purchase; `answers`
    says whether buyers' wishes can be answered here, `refunds` whether the channel gives the money back with it.
    `no_needs_parcel`: a wish is refused only for a parcel that is on its way.
    """

    reasons: tuple[str, ...]
    answers: bool = False
    refunds: bool = True
    no_needs_parcel: bool = True
    unpaid_from: int = 0
    unpaid_until: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CanIssueRefunds:
    """Limits of giving money back. `reasons` are names of RefundReason, `until` days after the payment.

    `partial` says that less than everything can be given, `by_line` that it can be told for which line. The channel
    sends the money by the payment methods of `sends_money_by` only, None: always; for others it books the refund, and
    the merchant sends the money by hand. What was sent and does not show is not sent again before `settles` seconds.
    """

    reasons: tuple[str, ...]
    sends_money_by: tuple[str, ...] | None = None
    partial: bool = True
    by_line: bool = True
    comment: int = 0  # characters of a word to the buyer; 0: none
    until: int | None = None
    once_shipped: bool = False  # what has not left is called off instead
    settles: int = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class CanAnswerReturns:
    """Limits of taking part in returns. `deeds` are names of CaseDeed; `label_files` endings of files, such as pdf."""

    deeds: tuple[str, ...]
    label_files: tuple[str, ...] = ()
    label_bytes: int = 0
    comment: int = 0
    escalations: tuple[str, ...] = ()  # the channel's own reasons
    settles: int = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class CanAnswerInquiries:
    """Limits of answering *nothing arrived*. `deeds` are names of CaseDeed."""

    deeds: tuple[str, ...]
    comment: int = 0
    settles: int = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class CanSendMessages:
    """Limits of writing to buyers: characters, and image addresses a message.

    `to_order`: a text goes to whoever the order names, guests too, and needs no offer to be about.
    """

    length: int
    images: int = 0
    to_order: bool = False
    begins: bool = True  # whether the merchant may write first
    forbidden: str = ""  # what the channel takes offence at, in a sentence
    settles: int = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class CanMarkPaid:
    """Limits of saying that money came in beside the channel. `transaction`: a reference of the payment is kept."""

    transaction: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CanSendPayLink:
    """Limits of having the channel mail the buyer the way to pay."""

    settles: int = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class CanSetStatus:
    """Limits of moving an order among the channel's own statuses, by its codes. None of them moves money or calls an
    order off: those have deeds of their own. `paid_only` are those that say that the money is there.
    """

    statuses: tuple[str, ...]
    paid_only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """All a channel can do; None means it cannot. `why_not` gives the reason by ability, for tooltips.

    `elsewhere` gives, by ability, the https address of the channel's own page where people do it, and `page_name` what
    these pages are called.
    """

    confirms_shipments: CanConfirmShipments | None = None
    cancels_orders: CanCancelOrders | None = None
    issues_refunds: CanIssueRefunds | None = None
    answers_returns: CanAnswerReturns | None = None
    answers_inquiries: CanAnswerInquiries | None = None
    sends_messages: CanSendMessages | None = None
    marks_paid: CanMarkPaid | None = None
    sends_pay_link: CanSendPayLink | None = None
    sets_status: CanSetStatus | None = None
    why_not: dict[str, str] = field(default_factory=dict)
    elsewhere: dict[str, str] = field(default_factory=dict)
    page_name: str = ""
