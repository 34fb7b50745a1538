"""Owns Desk's sentences about orders, pushes and errors: English sources, told in the reader's language by a `Say`.

Qt-free. `QT_TRANSLATE_NOOP` only marks a text for the translators' tools; the window's `Say` looks it up, that of
the terminal leaves it English.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from string import Formatter
from typing import TYPE_CHECKING

from desk.domain import return_numbers
from desk.domain.cases import CaseDeed, CaseKind, CaseState
from desk.domain.errors import DeskError
from desk.domain.orders import OrderFacet, PaymentFacet, ShippingFacet
from desk.domain.push_states import CancelReason, PushState, RefundReason, ReturnAnswer
from desk.domain.rows import AccountState, EventKind, Permission
from desk.domain.values import Money
from desk.services import wording_deeds, wording_returns
from desk.services.marking import QT_TRANSLATE_NOOP
from desk.services.wording_standings import Say

if TYPE_CHECKING:
    from desk.domain.views import TimelineEntry

Facts = Mapping[str, str | int]
PARCEL = "confirm_shipment"
"""The deed whose entries speak of a shipment, as do those that were written before there were others."""


PUSH_STATES: dict[PushState, str] = {
    PushState.APPROVAL: QT_TRANSLATE_NOOP("wording", "Waits for approval"),
    PushState.HELD: QT_TRANSLATE_NOOP("wording", "Held"),
    PushState.WAITING: QT_TRANSLATE_NOOP("wording", "Waiting"),
    PushState.SENDING: QT_TRANSLATE_NOOP("wording", "Sending"),
    PushState.CONFIRMED: QT_TRANSLATE_NOOP("wording", "Confirmed"),
    PushState.FAILED: QT_TRANSLATE_NOOP("wording", "Failed"),
    PushState.UNCLEAR: QT_TRANSLATE_NOOP("wording", "Unclear"),
    PushState.CONFLICT: QT_TRANSLATE_NOOP("wording", "Conflict"),
    PushState.RECALLED: QT_TRANSLATE_NOOP("wording", "Recalled"),
}

ORDER_FACETS: dict[OrderFacet, str] = {
    OrderFacet.OPEN: QT_TRANSLATE_NOOP("wording", "Open"),
    OrderFacet.COMPLETED: QT_TRANSLATE_NOOP("wording", "Completed"),
    OrderFacet.CANCELLED: QT_TRANSLATE_NOOP("wording", "Cancelled"),
    OrderFacet.REMOVED: QT_TRANSLATE_NOOP("wording", "Removed"),
    OrderFacet.UNKNOWN: QT_TRANSLATE_NOOP("wording", "Unknown state"),
}

PAYMENT_FACETS: dict[PaymentFacet, str] = {
    PaymentFacet.UNPAID: QT_TRANSLATE_NOOP("wording", "Awaiting payment"),
    PaymentFacet.PARTLY_PAID: QT_TRANSLATE_NOOP("wording", "Partly paid"),
    PaymentFacet.PAID: QT_TRANSLATE_NOOP("wording", "Paid"),
    PaymentFacet.PARTLY_REFUNDED: QT_TRANSLATE_NOOP("wording", "Partly refunded"),
    PaymentFacet.REFUNDED: QT_TRANSLATE_NOOP("wording", "Refunded"),
    PaymentFacet.FAILED: QT_TRANSLATE_NOOP("wording", "Payment failed"),
    PaymentFacet.PAY_LATER: QT_TRANSLATE_NOOP("wording", "Pays later"),
    PaymentFacet.UNKNOWN: QT_TRANSLATE_NOOP("wording", "Unknown state"),
}

SHIPPING_FACETS: dict[ShippingFacet, str] = {
    ShippingFacet.NOTHING_TO_SHIP: QT_TRANSLATE_NOOP("wording", "Nothing to ship"),
    ShippingFacet.UNSHIPPED: QT_TRANSLATE_NOOP("wording", "Not shipped"),
    ShippingFacet.PARTLY_SHIPPED: QT_TRANSLATE_NOOP("wording", "Partly shipped"),
    ShippingFacet.SHIPPED: QT_TRANSLATE_NOOP("wording", "Shipped"),
    ShippingFacet.UNKNOWN: QT_TRANSLATE_NOOP("wording", "Unknown state"),
}

ACCOUNT_STATES: dict[AccountState, str] = {
    AccountState.READY: QT_TRANSLATE_NOOP("wording", "Ready"),
    AccountState.PAUSED: QT_TRANSLATE_NOOP("wording", "Paused"),
    AccountState.LOGIN_NEEDED: QT_TRANSLATE_NOOP("wording", "Sign-in needed"),
}

# Title and detail of each kind of history entry; {gaps} are facts.
_ENTRIES: dict[EventKind, tuple[str, str]] = {
    EventKind.IMPORTED: (
        QT_TRANSLATE_NOOP("wording", "Ordered"),
        QT_TRANSLATE_NOOP("wording", "{items} pieces, {amount}"),
    ),
    EventKind.ORDER_FACET: (QT_TRANSLATE_NOOP("wording", "Order: {new}"), QT_TRANSLATE_NOOP("wording", "was {old}")),
    EventKind.PAYMENT_FACET: (
        QT_TRANSLATE_NOOP("wording", "Payment: {new}"),
        QT_TRANSLATE_NOOP("wording", "was {old}"),
    ),
    EventKind.SHIPPING_FACET: (
        QT_TRANSLATE_NOOP("wording", "Shipping: {new}"),
        QT_TRANSLATE_NOOP("wording", "was {old}"),
    ),
    EventKind.CHANNEL_STATUS: (
        QT_TRANSLATE_NOOP("wording", "State in the channel: {new}"),
        QT_TRANSLATE_NOOP("wording", "was {old}"),
    ),
    EventKind.RECIPIENT_CHANGED: (
        QT_TRANSLATE_NOOP("wording", "Delivery address changed"),
        QT_TRANSLATE_NOOP("wording", "{new} (was {old})"),
    ),
    EventKind.BILLING_CHANGED: (
        QT_TRANSLATE_NOOP("wording", "Billing address changed"),
        QT_TRANSLATE_NOOP("wording", "{new} (was {old})"),
    ),
    EventKind.BUYER_CHANGED: (
        QT_TRANSLATE_NOOP("wording", "Buyer's details changed"),
        QT_TRANSLATE_NOOP("wording", "{new} (was {old})"),
    ),
    EventKind.BUYER_NOTE: (QT_TRANSLATE_NOOP("wording", "Buyer's note"), "{new}"),
    EventKind.LINES_CHANGED: (
        QT_TRANSLATE_NOOP("wording", "Items changed"),
        QT_TRANSLATE_NOOP("wording", "{new} (was {old})"),
    ),
    EventKind.TOTAL_CHANGED: (
        QT_TRANSLATE_NOOP("wording", "Total changed: {new_amount}"),
        QT_TRANSLATE_NOOP("wording", "was {old_amount}"),
    ),
    EventKind.PAID: (QT_TRANSLATE_NOOP("wording", "Payment received: {amount}"), "{method}"),
    EventKind.REFUNDED: (QT_TRANSLATE_NOOP("wording", "Refunded: {amount}"), "{reason}"),
    EventKind.SHIPMENT_SEEN: (QT_TRANSLATE_NOOP("wording", "Shipped"), "{carrier} {number}"),
    EventKind.SHIPMENT_GONE: (QT_TRANSLATE_NOOP("wording", "Parcel taken back in the channel"), "{carrier} {number}"),
    EventKind.REMOVED: (QT_TRANSLATE_NOOP("wording", "Removed in the channel"), ""),
    EventKind.RESTORED: (
        QT_TRANSLATE_NOOP("wording", "Restored in the channel"),
        QT_TRANSLATE_NOOP("wording", "now {new}"),
    ),
    EventKind.PUSH_QUEUED: (QT_TRANSLATE_NOOP("wording", "Shipment to be reported"), "{carrier} {number}"),
    EventKind.PUSH_SENT: (QT_TRANSLATE_NOOP("wording", "Shipment sent to the channel"), "{carrier} {number}"),
    EventKind.PUSH_CONFIRMED: (
        QT_TRANSLATE_NOOP("wording", "Shipment reported to the channel"),
        QT_TRANSLATE_NOOP("wording", "{carrier} {number} · confirmed"),
    ),
    EventKind.PUSH_FAILED: (
        QT_TRANSLATE_NOOP("wording", "Shipment report refused"),
        QT_TRANSLATE_NOOP("wording", "{carrier} {number} · {error}"),
    ),
    EventKind.PUSH_UNCLEAR: (
        QT_TRANSLATE_NOOP("wording", "Shipment report unclear"),
        QT_TRANSLATE_NOOP("wording", "{carrier} {number} · look into the channel"),
    ),
    EventKind.PUSH_CONFLICT: (
        QT_TRANSLATE_NOOP("wording", "Shipment report in conflict"),
        QT_TRANSLATE_NOOP("wording", "{carrier} {number} · {error}"),
    ),
    EventKind.PUSH_RECALLED: (QT_TRANSLATE_NOOP("wording", "Shipment report taken back"), "{carrier} {number}"),
    EventKind.PUSH_RETRIED: (QT_TRANSLATE_NOOP("wording", "Shipment report tried again"), "{carrier} {number}"),
    EventKind.PUSH_RESOLVED: (QT_TRANSLATE_NOOP("wording", "Shipment report settled by hand"), "{carrier} {number}"),
    EventKind.PUSH_APPROVED: (QT_TRANSLATE_NOOP("wording", "Approved by a second person"), ""),
    EventKind.PUSH_DECLINED: (QT_TRANSLATE_NOOP("wording", "Declined by a second person"), ""),
    EventKind.NOTE: (QT_TRANSLATE_NOOP("wording", "Internal note"), "{text}"),
    EventKind.CASE_OPENED: ("", "{reason}"),  # the title is that of the kind of case
    EventKind.CASE_CHANGED: ("", QT_TRANSLATE_NOOP("wording", "was {old}")),
    EventKind.MESSAGE_RECEIVED: (QT_TRANSLATE_NOOP("wording", "Message from the buyer"), "{text}"),
    EventKind.MESSAGE_SENT: (QT_TRANSLATE_NOOP("wording", "Message to the buyer"), "{text}"),
    EventKind.BUYER_FORGOTTEN: (
        QT_TRANSLATE_NOOP("wording", "Buyer forgotten"),
        QT_TRANSLATE_NOOP("wording", "as the privacy rules want it, {days} days after the order was over"),
    ),
    EventKind.RETURN_OPENED: (QT_TRANSLATE_NOOP("wording", "Return {return} opened"), "{new}"),
    EventKind.RETURN_MOVED: (QT_TRANSLATE_NOOP("wording", "Return {return}: {new}"), "{text}"),
    EventKind.RETURN_TASK: (QT_TRANSLATE_NOOP("wording", "Return {return}: to be done by hand"), "{task}"),
    EventKind.RETURN_TASK_DONE: (QT_TRANSLATE_NOOP("wording", "Return {return}: done by hand"), "{task}"),
    EventKind.RETURN_EXCHANGED: (
        QT_TRANSLATE_NOOP("wording", "Return {return}: replacement sent"),
        "{carrier} {number} {amount}",
    ),
    EventKind.RETURN_DEDUCTED: (
        QT_TRANSLATE_NOOP("wording", "Return {return}: {amount} held back"),
        "{loss_reason} · {text}",
    ),
    EventKind.RETURN_TAKEN_BACK: (
        QT_TRANSLATE_NOOP("wording", "Return {return}: taken back"),
        QT_TRANSLATE_NOOP("wording", "now: {new}"),
    ),
}

_ONE_PIECE = QT_TRANSLATE_NOOP("wording", "1 piece, {amount}")
_ONE_ALONE = QT_TRANSLATE_NOOP("wording", "1 piece")  # where the channel keeps the amount to itself yet
_PIECES_ALONE = QT_TRANSLATE_NOOP("wording", "{items} pieces")

# Errors and reasons by code; a code that is not here is told by its own English sentence.
_DEEDS_REASONS = wording_deeds.REASONS | wording_returns.REASONS
_REASONS: dict[str, str] = _DEEDS_REASONS | {
    "account_has_pushes": QT_TRANSLATE_NOOP(
        "wording", "{waiting} changes of this account still wait in the outbox. Push or recall them first."
    ),
    "account_paused": QT_TRANSLATE_NOOP("wording", "{account} is paused. Let it go on first."),
    "busy_elsewhere": QT_TRANSLATE_NOOP(
        "wording", "Another Desk is at work on {account} right now. Wait until it has finished."
    ),
    "approval_same_person": QT_TRANSLATE_NOOP("wording", "{agent} has queued this: somebody else has to agree."),
    "push_not_for_approval": QT_TRANSLATE_NOOP("wording", "This entry does not wait for a second person."),
    "carrier_missing": QT_TRANSLATE_NOOP("wording", "Choose the carrier of the parcel."),
    "carrier_odd": QT_TRANSLATE_NOOP(
        "wording",
        "This is no carrier's name. Choose the carrier of the parcel, and scan the number into its own field.",
    ),
    "carrier_none": QT_TRANSLATE_NOOP(
        "wording", "Desk knows no carrier with such numbers. Check it, and give the carrier."
    ),
    "carrier_unsure": QT_TRANSLATE_NOOP(
        "wording", "The number does not tell its carrier for sure (fitting: {candidates}). Give the carrier."
    ),
    "buyer_asks_to_cancel": QT_TRANSLATE_NOOP(
        "wording", "The buyer asks to cancel this order. Agree, or say no, before anything is shipped."
    ),
    "channel_keeps_back": QT_TRANSLATE_NOOP("wording", "The channel has not released this order yet: do not ship it."),
    "channel_ships": QT_TRANSLATE_NOOP("wording", "The channel ships this order itself."),
    "channel_cannot_ship": QT_TRANSLATE_NOOP("wording", "This channel takes no parcel numbers."),
    "file_broken": QT_TRANSLATE_NOOP(
        "wording",
        "{file} cannot be read from line {line} on. Look there for a quotation mark too many, or save the sheet as CSV "
        "again.",
    ),
    "file_columns": QT_TRANSLATE_NOOP(
        "wording",
        "In {file} the columns of order numbers and tracking numbers cannot be told. Put a header above each: order, "
        "number.",
    ),
    "file_empty": QT_TRANSLATE_NOOP("wording", "{file} holds no rows."),
    "file_not_csv": QT_TRANSLATE_NOOP("wording", "{file} is no CSV file. Save the sheet as CSV first."),
    "file_too_large": QT_TRANSLATE_NOOP("wording", "{file} is larger than 20 MB. Split it."),
    "file_too_long": QT_TRANSLATE_NOOP("wording", "{file} has too many rows. Split it."),
    "line_missing": QT_TRANSLATE_NOOP(
        "wording", "Some rows of this parcel name a line and others none. Name it in each."
    ),
    "more_numbers_than_rows": QT_TRANSLATE_NOOP(
        "wording",
        "There are more numbers than rows without one. Paste them together with their order numbers.",
    ),
    "pieces_not_left": QT_TRANSLATE_NOOP("wording", "Only {left} of this line are left to ship, not {wanted}."),
    "moved": QT_TRANSLATE_NOOP("wording", "The channel has moved elsewhere meanwhile."),
    "no_https": QT_TRANSLATE_NOOP(
        "wording", "The server does not speak https there, so nothing was sent. Check the address and its port."
    ),
    "no_line": QT_TRANSLATE_NOOP(
        "wording", "A quantity needs its line. Name the line, or leave both empty for all pieces."
    ),
    "line_unknown": QT_TRANSLATE_NOOP("wording", "The order has no line {line}. It has: {known}."),
    "no_parcel": QT_TRANSLATE_NOOP("wording", "Enter at least one parcel."),
    "not_shown": QT_TRANSLATE_NOOP(
        "wording",
        "The channel took this more than a day ago and still does not show it. Look there; try again if it is missing.",
    ),
    "nothing_left_to_ship": QT_TRANSLATE_NOOP("wording", "Nothing of this order is left to ship."),
    "number_missing": QT_TRANSLATE_NOOP("wording", "A parcel needs its tracking number."),
    "number_odd": QT_TRANSLATE_NOOP(
        "wording", "This does not look like a tracking number. Check what was scanned or pasted."
    ),
    "number_repeated": QT_TRANSLATE_NOOP("wording", "The number {number} is reported for this order already."),
    "number_rounded": QT_TRANSLATE_NOOP(
        "wording",
        "The spreadsheet has rounded this number: {number} ends in zeros. Format the column as text and copy it anew.",
    ),
    "number_scientific": QT_TRANSLATE_NOOP(
        "wording",
        "The spreadsheet has shortened this number to {number}; its last digits are lost. Format the column as text "
        "and copy it anew.",
    ),
    "order_ambiguous": QT_TRANSLATE_NOOP("wording", "Several orders bear the number {order}. Report it there."),
    "order_missing": QT_TRANSLATE_NOOP("wording", "The row names no order."),
    "order_unknown": QT_TRANSLATE_NOOP("wording", "No order bears the number {order}."),
    "order_cancelled": QT_TRANSLATE_NOOP("wording", "This order is cancelled."),
    "order_refunded": QT_TRANSLATE_NOOP("wording", "This order is refunded in full."),
    "order_removed": QT_TRANSLATE_NOOP("wording", "The channel has removed this order."),
    "parcels_without_lines": QT_TRANSLATE_NOOP(
        "wording",
        "This order has several parcels here. Say by line and quantity what is in each; only the last may go without "
        "and holds the rest.",
    ),
    "push_not_retried": QT_TRANSLATE_NOOP("wording", "There is nothing to try again here."),
    "push_recalled": QT_TRANSLATE_NOOP("wording", "It was taken back already."),
    "push_sent": QT_TRANSLATE_NOOP("wording", "It is sent already and cannot be taken back."),
    "quantity_below_one": QT_TRANSLATE_NOOP("wording", "A parcel holds at least one piece of a line."),
    "quantity_odd": QT_TRANSLATE_NOOP("wording", "{quantity} is no number of pieces."),
    "rate_limited": QT_TRANSLATE_NOOP("wording", "The channel asks Desk to wait. It goes on by itself."),
    "store_damaged": QT_TRANSLATE_NOOP(
        "wording",
        "The store is damaged. Restore the newest backup; Desk will fetch from the channels what came after.",
    ),
    "store_disk_full": QT_TRANSLATE_NOOP(
        "wording", "The disk is full. Free some space; Desk goes on where it stopped."
    ),
    "store_locked": QT_TRANSLATE_NOOP("wording", "Another program keeps the store locked. Close it and try again."),
    "store_read_only": QT_TRANSLATE_NOOP("wording", "The store cannot be written. Check the rights on its folder."),
    "unavailable": QT_TRANSLATE_NOOP("wording", "The channel is out of reach. Desk tries again by itself."),
    "writing_off": QT_TRANSLATE_NOOP("wording", "{account} is read-only. Switch writing on for this account first."),
    "zeros_lost": QT_TRANSLATE_NOOP(
        "wording",
        "The spreadsheet seems to have taken the zeros from the front of {number}. Is it {meant}?",
    ),
}


def push_state(one: PushState, say: Say) -> str:
    return say.text(PUSH_STATES[one])


def timeline(entry: TimelineEntry, say: Say) -> tuple[str, str]:
    """Title and detail of a history entry."""
    title, detail = _sources(entry)
    gaps = _gaps(entry, say)
    if "{old}" in detail and not gaps.get("old") and "new" in gaps:
        detail = "{new}"  # there was nothing before
    if entry.kind is EventKind.IMPORTED:
        one, known = gaps.get("items") == "1", "amount" in gaps
        detail = (_ONE_PIECE if known else _ONE_ALONE) if one else (detail if known else _PIECES_ALONE)
    filled = [_fill(say.text(source) if source else "", gaps) for source in (title, detail)]
    return filled[0], filled[1]


def _sources(entry: TimelineEntry) -> tuple[str, str]:
    title, detail = _ENTRIES[entry.kind]
    if entry.kind in (EventKind.CASE_OPENED, EventKind.CASE_CHANGED):
        titles = wording_deeds.CASE_CHANGED
        if entry.kind is EventKind.CASE_OPENED:
            titles = wording_deeds.CASE_OPENED if entry.facts.get("by_buyer", 1) else wording_deeds.OURS_OPENED
        return titles[CaseKind(str(entry.facts.get("case_kind", CaseKind.RETURN)))], detail
    what = str(entry.facts.get("deed", PARCEL))
    if entry.kind in wording_deeds.HAPPENED and what != PARCEL:
        detail = wording_deeds.DEEDS[what][1]
        return wording_deeds.HAPPENED[entry.kind], f"{detail} · {{error}}"
    return title, detail


def deed(facts: Facts, say: Say) -> tuple[str, str]:
    """What a push is called, and what is told of it, from its facts (PushView.what)."""
    title, detail = wording_deeds.DEEDS[str(facts.get("deed", PARCEL))]
    return say.text(title), _fill(detail, _gaps_of(facts, say))


def case_kind(one: CaseKind, say: Say) -> str:
    return say.text(wording_deeds.CASE_KINDS[one])


def case_state(one: CaseState, channel_state: str, say: Say) -> str:
    """Its state; one that Desk does not know by the channel's own word."""
    return channel_state if one is CaseState.UNKNOWN and channel_state else say.text(wording_deeds.CASE_STATES[one])


def case_deed(one: CaseDeed, say: Say) -> str:
    """What stands on its button."""
    return say.text(wording_deeds.CASE_DEEDS[one])


def cancel_reason(one: CancelReason, say: Say) -> str:
    return say.text(wording_deeds.CANCEL_REASONS[one])


def refund_reason(one: RefundReason, say: Say) -> str:
    return say.text(wording_deeds.REFUND_REASONS[one])


def case_reason(code: str, channel_reason: str, say: Say) -> str:
    """Why there is a case; a reason that Desk does not know by the channel's own word."""
    source = wording_deeds.CASE_REASONS.get(code)
    return say.text(source) if source else channel_reason


def _gaps(entry: TimelineEntry, say: Say) -> dict[str, str]:
    gaps = _gaps_of(entry.facts, say)
    if entry.kind in wording_deeds.HAPPENED and gaps.get("deed", PARCEL) != PARCEL:
        gaps["deed"] = say.text(wording_deeds.DEEDS[gaps["deed"]][0])
    if entry.kind is EventKind.CASE_OPENED:
        gaps["reason"] = case_reason(gaps.get("reason_code", ""), gaps.get("channel_reason", ""), say)
    if entry.kind is EventKind.CASE_CHANGED:
        for name in ("old", "new"):
            state = gaps.get(name, "")
            known = state in set(CaseState)
            gaps[name] = case_state(CaseState(state), gaps.get(f"{name}_word", ""), say) if known else state
    if entry.kind.startswith("RETURN_"):
        gaps["return"] = return_numbers.shown(gaps.get("return", ""))
        gaps |= wording_returns.gaps(gaps, say.text)
    labels = _FACETS.get(entry.kind)
    if labels is not None:
        for name in ("old", "new"):
            gaps[name] = labels(gaps.get(name, ""), say)
    if "error_code" in gaps or "error_text" in gaps:
        theirs = gaps.get("channel_words", "")
        gaps["error"] = (
            say.text(theirs)  # a connector's words of ours are marked, a channel's own stay as they are
            if theirs
            else _reason(gaps.get("error_code", ""), gaps.get("error_text", ""), entry.facts, say)
        )
    return gaps


def _gaps_of(facts: Facts, say: Say) -> dict[str, str]:
    """Facts as texts: amounts and codes in the reader's language."""
    gaps = {name: str(value) for name, value in facts.items()}
    currency = gaps.get("currency", "")
    for name, value in facts.items():
        if name.endswith("_minor") and isinstance(value, int) and currency:
            told = "amount" if name == "amount_minor" else name.removesuffix("_minor") + "_amount"
            gaps[told] = say.money(Money(value, currency))
    if "cancel_reason" in gaps:
        gaps["cancel_reason"] = cancel_reason(CancelReason(gaps["cancel_reason"]), say)
    if "refund_reason" in gaps:
        gaps["refund_reason"] = refund_reason(RefundReason(gaps["refund_reason"]), say)
    if "answer" in gaps:
        gaps["answer"] = say.text(wording_deeds.RETURN_ANSWERS[ReturnAnswer(gaps["answer"])])
    if "approve" in gaps:
        gaps["approval"] = say.text(wording_deeds.APPROVAL[int(gaps["approve"])])
    return gaps


def _order_facet(code: str, say: Say) -> str:
    return say.text(ORDER_FACETS[OrderFacet(code)])


def _payment_facet(code: str, say: Say) -> str:
    return say.text(PAYMENT_FACETS[PaymentFacet(code)])


def _shipping_facet(code: str, say: Say) -> str:
    return say.text(SHIPPING_FACETS[ShippingFacet(code)])


_FACETS: dict[EventKind, Callable[[str, Say], str]] = {
    EventKind.ORDER_FACET: _order_facet,
    EventKind.REMOVED: _order_facet,
    EventKind.RESTORED: _order_facet,
    EventKind.PAYMENT_FACET: _payment_facet,
    EventKind.SHIPPING_FACET: _shipping_facet,
}


class _Gaps(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return ""


def _fill(template: str, gaps: Mapping[str, str]) -> str:
    """Put facts into a sentence. Only whole `{name}` gaps are filled; what a fact itself holds stays as it is."""
    return template.format_map(_Gaps(gaps)).strip(" ·")


def error(one: DeskError, say: Say) -> str:
    """An error's sentence in the reader's language."""
    return _reason(one.code, one.text, one.facts, say)


def reason(one: Permission, say: Say, **facts: str | int) -> str:
    """Why a deed is not possible now."""
    return _reason(one.code, one.text, facts, say)


def trouble(code: str, text: str, say: Say, **facts: str | int) -> str:
    """A sentence kept as code and English text, as rows of the store keep it."""
    return _reason(code, text, facts, say)


def _reason(code: str, text: str, facts: Facts, say: Say) -> str:
    source = _REASONS.get(code)
    if source is None:
        return text
    gaps = {name: str(value) for name, value in facts.items()}
    if not _complete(source, gaps):
        return text
    return _fill(say.text(source), gaps)


def _complete(source: str, gaps: Mapping[str, str]) -> bool:
    return all(name is None or name in gaps for _, name, _, _ in Formatter().parse(source))
