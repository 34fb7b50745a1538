"""Owns the words of cases, deeds and what stands against them: English sources; desk.services.wording tells them.

Qt-free.
"""

from __future__ import annotations

from desk.domain.cases import CallOffReason, CaseDeed, CaseKind, CaseState
from desk.domain.push_states import CancelReason, RefundReason, ReturnAnswer
from desk.domain.rows import EventKind
from desk.services.marking import QT_TRANSLATE_NOOP

CASE_KINDS: dict[CaseKind, str] = {
    CaseKind.RETURN: QT_TRANSLATE_NOOP("wording", "Return"),
    CaseKind.INQUIRY: QT_TRANSLATE_NOOP("wording", "Nothing arrived"),
    CaseKind.CANCELLATION: QT_TRANSLATE_NOOP("wording", "Cancellation"),
}

CASE_STATES: dict[CaseState, str] = {
    CaseState.REQUESTED: QT_TRANSLATE_NOOP("wording", "Requested"),
    CaseState.APPROVED: QT_TRANSLATE_NOOP("wording", "Approved"),
    CaseState.DECLINED: QT_TRANSLATE_NOOP("wording", "Declined"),
    CaseState.LABEL_ISSUED: QT_TRANSLATE_NOOP("wording", "Label given"),
    CaseState.IN_TRANSIT: QT_TRANSLATE_NOOP("wording", "On its way back"),
    CaseState.DELIVERED_TO_US: QT_TRANSLATE_NOOP("wording", "Delivered to us"),
    CaseState.REFUND_PENDING: QT_TRANSLATE_NOOP("wording", "Refund under way"),
    CaseState.REFUNDED: QT_TRANSLATE_NOOP("wording", "Refunded"),
    CaseState.EXCHANGE_SENT: QT_TRANSLATE_NOOP("wording", "Exchange sent"),
    CaseState.ESCALATED: QT_TRANSLATE_NOOP("wording", "The channel decides"),
    CaseState.CANCELLED: QT_TRANSLATE_NOOP("wording", "Withdrawn"),
    CaseState.EXPIRED: QT_TRANSLATE_NOOP("wording", "Expired"),
    CaseState.CLOSED: QT_TRANSLATE_NOOP("wording", "Closed"),
    CaseState.UNKNOWN: QT_TRANSLATE_NOOP("wording", "Unknown state"),
}

# What stands on the buttons of a case.
CASE_DEEDS: dict[CaseDeed, str] = {
    CaseDeed.APPROVE: QT_TRANSLATE_NOOP("wording", "Approve"),
    CaseDeed.DECLINE: QT_TRANSLATE_NOOP("wording", "Decline"),
    CaseDeed.OFFER_PART: QT_TRANSLATE_NOOP("wording", "Offer part of the money"),
    CaseDeed.SEND_LABEL: QT_TRANSLATE_NOOP("wording", "Give a label"),
    CaseDeed.RECEIVE: QT_TRANSLATE_NOOP("wording", "Goods are back"),
    CaseDeed.REFUND: QT_TRANSLATE_NOOP("wording", "Refund"),
    CaseDeed.WRITE: QT_TRANSLATE_NOOP("wording", "Write to the buyer"),
    CaseDeed.ESCALATE: QT_TRANSLATE_NOOP("wording", "Let the channel decide"),
    CaseDeed.TELL_SHIPMENT: QT_TRANSLATE_NOOP("wording", "Tell the parcel"),
}

CANCEL_REASONS: dict[CancelReason, str] = {
    CancelReason.OUT_OF_STOCK: QT_TRANSLATE_NOOP("wording", "Out of stock"),
    CancelReason.BUYER_ASKED: QT_TRANSLATE_NOOP("wording", "The buyer asked for it"),
    CancelReason.ADDRESS: QT_TRANSLATE_NOOP("wording", "Trouble with the address"),
    CancelReason.UNPAID: QT_TRANSLATE_NOOP("wording", "Not paid"),
}

CALL_OFF_REASONS: dict[CallOffReason, str] = {
    CallOffReason.MISTAKE: QT_TRANSLATE_NOOP("wording", "Ordered by mistake"),
    CallOffReason.CHEAPER_ELSEWHERE: QT_TRANSLATE_NOOP("wording", "Found a better price"),
    CallOffReason.TOO_EXPENSIVE: QT_TRANSLATE_NOOP("wording", "Too expensive"),
    CallOffReason.TOO_LATE: QT_TRANSLATE_NOOP("wording", "Would arrive too late"),
    CallOffReason.WRONG_ADDRESS: QT_TRANSLATE_NOOP("wording", "Wrong address given"),
    CallOffReason.WRONG_PAYMENT: QT_TRANSLATE_NOOP("wording", "Wrong way to pay chosen"),
    CallOffReason.WRONG_SHIPPING: QT_TRANSLATE_NOOP("wording", "Wrong way of shipping chosen"),
    CallOffReason.OTHER: QT_TRANSLATE_NOOP("wording", "Other"),
}

REFUND_REASONS: dict[RefundReason, str] = {
    RefundReason.GOODWILL: QT_TRANSLATE_NOOP("wording", "Goodwill"),
    RefundReason.BUYER_CANCELLED: QT_TRANSLATE_NOOP("wording", "Cancelled by the buyer"),
    RefundReason.MERCHANT_CANCELLED: QT_TRANSLATE_NOOP("wording", "Cancelled by us"),
    RefundReason.NOT_RECEIVED: QT_TRANSLATE_NOOP("wording", "Not received"),
    RefundReason.RETURNED: QT_TRANSLATE_NOOP("wording", "Returned"),
    RefundReason.NOT_AS_DESCRIBED: QT_TRANSLATE_NOOP("wording", "Not as described"),
    RefundReason.SHIPPING_DISCOUNT: QT_TRANSLATE_NOOP("wording", "Discount on shipping"),
}

RETURN_ANSWERS: dict[ReturnAnswer, str] = {
    ReturnAnswer.APPROVE: QT_TRANSLATE_NOOP("wording", "Return approved"),
    ReturnAnswer.DECLINE: QT_TRANSLATE_NOOP("wording", "Return declined"),
    ReturnAnswer.OFFER_PART: QT_TRANSLATE_NOOP("wording", "Part of the money offered"),
}

# Why buyers send goods back: the codes and labels of return_reasons.csv.
RETURN_REASONS: dict[str, str] = {
    "CHANGED_MIND": QT_TRANSLATE_NOOP("wording", "Changed mind"),
    "WITHDRAWAL_DECLARED": QT_TRANSLATE_NOOP("wording", "Withdrawal (no reason given)"),
    "ORDERED_BY_MISTAKE": QT_TRANSLATE_NOOP("wording", "Ordered by mistake"),
    "BETTER_PRICE": QT_TRANSLATE_NOOP("wording", "Found a better price"),
    "TOO_SMALL": QT_TRANSLATE_NOOP("wording", "Too small"),
    "TOO_LARGE": QT_TRANSLATE_NOOP("wording", "Too large"),
    "DOES_NOT_FIT": QT_TRANSLATE_NOOP("wording", "Does not fit / not compatible"),
    "STYLE_COLOR": QT_TRANSLATE_NOOP("wording", "Colour or style"),
    "QUALITY": QT_TRANSLATE_NOOP("wording", "Quality not acceptable"),
    "NOT_AS_DESCRIBED": QT_TRANSLATE_NOOP("wording", "Not as described"),
    "DEFECTIVE": QT_TRANSLATE_NOOP("wording", "Defective"),
    "EXPIRED_ITEM": QT_TRANSLATE_NOOP("wording", "Past its date"),
    "COUNTERFEIT": QT_TRANSLATE_NOOP("wording", "Suspected counterfeit"),
    "MISSING_PARTS": QT_TRANSLATE_NOOP("wording", "Missing parts"),
    "WRONG_ITEM_SENT": QT_TRANSLATE_NOOP("wording", "Wrong item sent"),
    "EXTRA_ITEM": QT_TRANSLATE_NOOP("wording", "Extra item delivered"),
    "DAMAGED_IN_TRANSIT": QT_TRANSLATE_NOOP("wording", "Arrived damaged"),
    "ARRIVED_LATE": QT_TRANSLATE_NOOP("wording", "Arrived too late"),
    "UNDELIVERABLE": QT_TRANSLATE_NOOP("wording", "Undeliverable"),
    "REFUSED": QT_TRANSLATE_NOOP("wording", "Refused at delivery"),
    "WARRANTY_REPAIR": QT_TRANSLATE_NOOP("wording", "Warranty or repair"),
    "UNAUTHORISED": QT_TRANSLATE_NOOP("wording", "Unauthorised purchase"),
    "OTHER": QT_TRANSLATE_NOOP("wording", "Other"),
}

CASE_REASONS: dict[str, str] = {
    **{str(code): words for code, words in (*CANCEL_REASONS.items(), *CALL_OFF_REASONS.items())},
    **RETURN_REASONS,
}

# What a push is called, and what is told of it; {gaps} are its facts.
DEEDS: dict[str, tuple[str, str]] = {
    "confirm_shipment": (QT_TRANSLATE_NOOP("wording", "Parcel"), "{carrier} {number}"),
    "correct_shipment": (QT_TRANSLATE_NOOP("wording", "Correction of a parcel"), "{old_number} → {carrier} {number}"),
    "cancel_order": (QT_TRANSLATE_NOOP("wording", "Cancellation"), "{cancel_reason}"),
    "answer_cancellation": (QT_TRANSLATE_NOOP("wording", "Answer to a cancellation"), "{approval}"),
    "refund_order": (QT_TRANSLATE_NOOP("wording", "Refund"), "{amount} · {refund_reason}"),
    "answer_return": (QT_TRANSLATE_NOOP("wording", "Answer to a return"), "{answer} · {amount}"),
    "send_return_label": (QT_TRANSLATE_NOOP("wording", "Return label"), "{carrier} {number}"),
    "receive_return": (QT_TRANSLATE_NOOP("wording", "Receipt of a return"), ""),
    "refund_return": (QT_TRANSLATE_NOOP("wording", "Refund of a return"), "{amount}"),
    "escalate_return": (QT_TRANSLATE_NOOP("wording", "Return handed to the channel"), "{reason}"),
    "write_to_return": (QT_TRANSLATE_NOOP("wording", "Message in a return"), "{text}"),
    "tell_inquiry": (QT_TRANSLATE_NOOP("wording", "Answer: the parcel is on its way"), "{carrier} {number}"),
    "refund_inquiry": (QT_TRANSLATE_NOOP("wording", "Refund: nothing arrived"), "{amount}"),
    "send_message": (QT_TRANSLATE_NOOP("wording", "Message"), "{text}"),
    "mark_paid": (QT_TRANSLATE_NOOP("wording", "Payment received"), "{transaction}"),
    "send_pay_link": (QT_TRANSLATE_NOOP("wording", "Link to pay"), ""),
    "set_status": (QT_TRANSLATE_NOOP("wording", "Status at the channel"), "{status}"),
}
APPROVAL = {
    1: QT_TRANSLATE_NOOP("wording", "Approved"),
    0: QT_TRANSLATE_NOOP("wording", "Declined: the goods are on their way"),
}

# What became of any push but a parcel's; {deed} is what it is called.
HAPPENED: dict[EventKind, str] = {
    EventKind.PUSH_QUEUED: QT_TRANSLATE_NOOP("wording", "{deed}: waits in the outbox"),
    EventKind.PUSH_SENT: QT_TRANSLATE_NOOP("wording", "{deed}: sent to the channel"),
    EventKind.PUSH_CONFIRMED: QT_TRANSLATE_NOOP("wording", "{deed}: confirmed by the channel"),
    EventKind.PUSH_FAILED: QT_TRANSLATE_NOOP("wording", "{deed}: refused by the channel"),
    EventKind.PUSH_UNCLEAR: QT_TRANSLATE_NOOP("wording", "{deed}: unclear, look into the channel"),
    EventKind.PUSH_CONFLICT: QT_TRANSLATE_NOOP("wording", "{deed}: in conflict with the channel"),
    EventKind.PUSH_RECALLED: QT_TRANSLATE_NOOP("wording", "{deed}: taken back"),
    EventKind.PUSH_RETRIED: QT_TRANSLATE_NOOP("wording", "{deed}: tried again"),
    EventKind.PUSH_RESOLVED: QT_TRANSLATE_NOOP("wording", "{deed}: settled by hand"),
    EventKind.PUSH_APPROVED: QT_TRANSLATE_NOOP("wording", "{deed}: approved by a second person"),
    EventKind.PUSH_DECLINED: QT_TRANSLATE_NOOP("wording", "{deed}: declined by a second person"),
}

CASE_OPENED: dict[CaseKind, str] = {
    CaseKind.RETURN: QT_TRANSLATE_NOOP("wording", "Return opened"),
    CaseKind.INQUIRY: QT_TRANSLATE_NOOP("wording", "Buyer says that nothing arrived"),
    CaseKind.CANCELLATION: QT_TRANSLATE_NOOP("wording", "Cancellation asked for"),
}
OURS_OPENED: dict[CaseKind, str] = {
    CaseKind.RETURN: QT_TRANSLATE_NOOP("wording", "Return opened by us"),
    CaseKind.INQUIRY: QT_TRANSLATE_NOOP("wording", "Buyer says that nothing arrived"),
    CaseKind.CANCELLATION: QT_TRANSLATE_NOOP("wording", "Called off by us"),
}
CASE_CHANGED: dict[CaseKind, str] = {
    CaseKind.RETURN: QT_TRANSLATE_NOOP("wording", "Return: {new}"),
    CaseKind.INQUIRY: QT_TRANSLATE_NOOP("wording", "Nothing arrived: {new}"),
    CaseKind.CANCELLATION: QT_TRANSLATE_NOOP("wording", "Cancellation: {new}"),
}

# Errors and reasons by code, beside those of desk.services.wording.
REASONS: dict[str, str] = {
    "refund_under_way": QT_TRANSLATE_NOOP(
        "wording",
        "The channel still works on an earlier refund of this order. This one goes when that is through.",
    ),
    "sheet_full": QT_TRANSLATE_NOOP(
        "wording", "A spreadsheet takes no more than 1,048,575 orders. Export a part, or a .csv file."
    ),
    "undecided": QT_TRANSLATE_NOOP(
        "wording", "It may have arrived, and the channel does not tell. Look there, then say how it ended."
    ),
    "amount_missing": QT_TRANSLATE_NOOP("wording", "Say how much goes back: an amount, or amounts of single lines."),
    "amount_not_taken": QT_TRANSLATE_NOOP("wording", "An amount goes with an offer only."),
    "amount_odd": QT_TRANSLATE_NOOP("wording", "A refund is more than nothing."),
    "buyer_has_pushes": QT_TRANSLATE_NOOP(
        "wording", "{waiting} changes for this buyer still wait in the outbox. Push or recall them first."
    ),
    "buyer_unknown": QT_TRANSLATE_NOOP(
        "wording", "The channel does not tell who the buyer is, so nobody can be written to."
    ),
    "buyer_writes_first": QT_TRANSLATE_NOOP("wording", "On this channel only the buyer can begin a conversation."),
    "cancellation_on_its_way": QT_TRANSLATE_NOOP("wording", "A cancellation of this order is on its way already."),
    "cancellation_open": QT_TRANSLATE_NOOP("wording", "There is an open cancellation of this order. Answer that one."),
    "cancellation_refunds": QT_TRANSLATE_NOOP(
        "wording", "A cancellation is on its way; the channel gives the money back with it."
    ),
    "cancelled_refunds": QT_TRANSLATE_NOOP(
        "wording", "This order is cancelled: the channel gives the money back itself."
    ),
    "case_ended": QT_TRANSLATE_NOOP("wording", "This case is closed."),
    "case_escalated": QT_TRANSLATE_NOOP("wording", "The channel decides this case now."),
    "case_not_now": QT_TRANSLATE_NOOP("wording", "The channel does not take this at the moment."),
    "case_on_its_way": QT_TRANSLATE_NOOP("wording", "Your answer to this case is on its way to the channel."),
    "channel_cannot": QT_TRANSLATE_NOOP("wording", "This channel takes no such change."),
    "channel_handles": QT_TRANSLATE_NOOP("wording", "The channel sees to this order itself."),
    "comment_not_taken": QT_TRANSLATE_NOOP("wording", "The channel takes no comment here. Leave it empty."),
    "comment_too_long": QT_TRANSLATE_NOOP(
        "wording", "The comment has {length} characters; the channel takes {longest}."
    ),
    "conversation_closed": QT_TRANSLATE_NOOP("wording", "This conversation is closed."),
    "correction_on_its_way": QT_TRANSLATE_NOOP("wording", "A correction of this parcel is on its way already."),
    "currencies_mixed": QT_TRANSLATE_NOOP("wording", "Goods and shipping are refunded in one currency."),
    "currency_odd": QT_TRANSLATE_NOOP("wording", "This order is in {currency}."),
    "escalation_unknown": QT_TRANSLATE_NOOP("wording", "The channel takes these reasons: {known}."),
    "image_address": QT_TRANSLATE_NOOP(
        "wording",
        "A picture is given by an https address that anybody can open; files of this computer cannot be sent.",
    ),
    "images_too_many": QT_TRANSLATE_NOOP("wording", "The channel takes at most {most} pictures with a message."),
    "inquiry_open": QT_TRANSLATE_NOOP("wording", "The buyer says that nothing arrived: answer that case."),
    "label_empty": QT_TRANSLATE_NOOP("wording", "The label's file is empty."),
    "label_kind": QT_TRANSLATE_NOOP("wording", "The channel takes labels as {kinds} only."),
    "label_large": QT_TRANSLATE_NOOP("wording", "The label is larger than {most}. Make it smaller."),
    "label_not_that": QT_TRANSLATE_NOOP(
        "wording", "This file is no {ending}, whatever its name says. Save the label anew."
    ),
    "line_twice": QT_TRANSLATE_NOOP("wording", "A line is named twice. Give its whole amount once."),
    "link_on_its_way": QT_TRANSLATE_NOOP("wording", "A link to pay is on its way already."),
    "listing_unknown": QT_TRANSLATE_NOOP(
        "wording", "The channel does not tell what was bought from. Write to the buyer there."
    ),
    "name_odd": QT_TRANSLATE_NOOP("wording", "This is no user name, id or token. Check what was pasted."),
    "no_email": QT_TRANSLATE_NOOP("wording", "The channel has no e-mail address of the buyer, so nothing can be sent."),
    "no_parcel_yet": QT_TRANSLATE_NOOP("wording", "The channel knows no parcel of this order yet."),
    "no_status": QT_TRANSLATE_NOOP("wording", "The channel has no other status for this order."),
    "no_such_case": QT_TRANSLATE_NOOP("wording", "This order has no such case."),
    "no_such_conversation": QT_TRANSLATE_NOOP("wording", "This order has no such conversation."),
    "no_such_parcel": QT_TRANSLATE_NOOP(
        "wording", "The channel knows no parcel {number} of this order. Look at the order's parcels."
    ),
    "nobody_named": QT_TRANSLATE_NOOP("wording", "Say who: a user name, an id or a token."),
    "not_paid": QT_TRANSLATE_NOOP("wording", "Nothing was paid yet, so there is nothing to give back."),
    "not_prepaid": QT_TRANSLATE_NOOP("wording", "This order is not to be paid beforehand."),
    "nothing_left_to_refund": QT_TRANSLATE_NOOP("wording", "Nothing of this order's money is left to give back."),
    "number_for_refusal": QT_TRANSLATE_NOOP(
        "wording", "Say no only when the goods are on their way: give the parcel's tracking number."
    ),
    "approver_unknown": QT_TRANSLATE_NOOP("wording", "Say who you are: history keeps who agreed."),
    "forget_after_odd": QT_TRANSLATE_NOOP("wording", "forget_after is a number of days from 1 to 3650, or off."),
    "second_person_odd": QT_TRANSLATE_NOOP(
        "wording", "second_person_above is an amount such as 50.00, in the currency of each order, or off."
    ),
    "count_rows_odd": QT_TRANSLATE_NOOP("wording", "count_typed_from_rows is a number of rows from 1 to 10000."),
    "count_amount_odd": QT_TRANSLATE_NOOP(
        "wording", "count_typed_from_amount is an amount such as 1000.00, in the currency of each order."
    ),
    "offer_missing": QT_TRANSLATE_NOOP("wording", "Say how much is offered."),
    "order_paid": QT_TRANSLATE_NOOP("wording", "This order is paid, so it cannot be called off as unpaid."),
    "order_shipped": QT_TRANSLATE_NOOP(
        "wording", "Goods of this order are on their way. Take them back as a return instead."
    ),
    "paid_already": QT_TRANSLATE_NOOP("wording", "The order is paid already."),
    "parcel_with_approval": QT_TRANSLATE_NOOP("wording", "A parcel is told only with a refusal."),
    "partly_refunded": QT_TRANSLATE_NOOP("wording", "Some of the money went back already. Refund the rest instead."),
    "payment_on_its_way": QT_TRANSLATE_NOOP("wording", "Saying that the order is paid is on its way already."),
    "placeholder_left": QT_TRANSLATE_NOOP(
        "wording", "The text still has a placeholder in it: {placeholder}. Fill it in."
    ),
    "reason_not_taken": QT_TRANSLATE_NOOP("wording", "The channel does not take this reason for this order."),
    "refund_all_only": QT_TRANSLATE_NOOP("wording", "This channel takes refunds of the whole amount only."),
    "refund_by_hand_not_taken": QT_TRANSLATE_NOOP("wording", "This channel always sends the money itself."),
    "refund_in_cancellation": QT_TRANSLATE_NOOP(
        "wording",
        "There is an open cancellation of this order: with it the channel gives the money back. Answer that one.",
    ),
    "refund_in_inquiry": QT_TRANSLATE_NOOP("wording", "The buyer says that nothing arrived: refund it in that case."),
    "refund_in_return": QT_TRANSLATE_NOOP("wording", "A return of this order is open: refund it in the return."),
    "refund_not_shipped": QT_TRANSLATE_NOOP("wording", "Nothing of this order has left yet. Call it off instead."),
    "refund_over_left": QT_TRANSLATE_NOOP("wording", "Only {left} are left to give back."),
    "refund_over_line": QT_TRANSLATE_NOOP("wording", "Only {left} of this line are left to give back."),
    "refund_sum_odd": QT_TRANSLATE_NOOP("wording", "The amount is not the sum of the lines. Give one of both."),
    "refund_too_late": QT_TRANSLATE_NOOP("wording", "The channel takes no refund for so old an order."),
    "refund_whole_only": QT_TRANSLATE_NOOP("wording", "This channel takes refunds for the order as a whole only."),
    "return_number_odd": QT_TRANSLATE_NOOP("wording", "This is no number of a return. Check what was pasted."),
    "return_open": QT_TRANSLATE_NOOP("wording", "A return of this order is open: give the money back there."),
    "shipment_on_its_way": QT_TRANSLATE_NOOP(
        "wording", "A parcel of this order is being reported. Take that back first."
    ),
    "shipping_over": QT_TRANSLATE_NOOP("wording", "Shipping cost {left}; no more of it can go back."),
    "status_on_its_way": QT_TRANSLATE_NOOP("wording", "Another status of this order is on its way already."),
    "status_there": QT_TRANSLATE_NOOP("wording", "The order has this status already."),
    "status_unknown": QT_TRANSLATE_NOOP("wording", "The channel takes these statuses for this order: {known}."),
    "text_empty": QT_TRANSLATE_NOOP("wording", "Write something first."),
    "text_odd": QT_TRANSLATE_NOOP("wording", "There are signs in the text that nobody can read. Type it anew."),
    "text_too_long": QT_TRANSLATE_NOOP("wording", "The text has {length} characters; the channel takes {longest}."),
    "unpaid_too_early": QT_TRANSLATE_NOOP("wording", "The buyer still has time to pay; the channel takes it later."),
    "unpaid_too_late": QT_TRANSLATE_NOOP("wording", "The channel does not take a cancellation as unpaid any more."),
}
