"""Owns the words for returns: their states, conditions, what becomes of the goods, and why a step is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from desk.domain.return_goods import Disposition, Grade
from desk.domain.return_money import LossReason, MoneyStep
from desk.domain.return_states import ReturnState
from desk.domain.return_tasks import TaskKind
from desk.services.marking import QT_TRANSLATE_NOOP

RETURN_STATES: dict[ReturnState, str] = {
    ReturnState.REQUESTED: QT_TRANSLATE_NOOP("wording", "Requested"),
    ReturnState.APPROVED: QT_TRANSLATE_NOOP("wording", "Approved"),
    ReturnState.DECLINED: QT_TRANSLATE_NOOP("wording", "Declined"),
    ReturnState.LABEL_ISSUED: QT_TRANSLATE_NOOP("wording", "Label given"),
    ReturnState.IN_TRANSIT: QT_TRANSLATE_NOOP("wording", "On its way back"),
    ReturnState.IN_CUSTOMS: QT_TRANSLATE_NOOP("wording", "At customs"),
    ReturnState.DELIVERED_TO_US: QT_TRANSLATE_NOOP("wording", "Delivered to us"),
    ReturnState.RECEIVED: QT_TRANSLATE_NOOP("wording", "Received"),
    ReturnState.INSPECTED: QT_TRANSLATE_NOOP("wording", "Inspected"),
    ReturnState.REFUND_PENDING: QT_TRANSLATE_NOOP("wording", "Refund under way"),
    ReturnState.REFUNDED: QT_TRANSLATE_NOOP("wording", "Refunded"),
    ReturnState.EXCHANGE_SENT: QT_TRANSLATE_NOOP("wording", "Exchange sent"),
    ReturnState.IN_REPAIR: QT_TRANSLATE_NOOP("wording", "In repair"),
    ReturnState.REJECTED_AFTER_INSPECTION: QT_TRANSLATE_NOOP("wording", "Rejected after inspection"),
    ReturnState.ESCALATED: QT_TRANSLATE_NOOP("wording", "The channel decides"),
    ReturnState.CANCELLED: QT_TRANSLATE_NOOP("wording", "Withdrawn"),
    ReturnState.EXPIRED: QT_TRANSLATE_NOOP("wording", "Expired"),
    ReturnState.CLOSED: QT_TRANSLATE_NOOP("wording", "Closed"),
}

# The labels of return_grades.csv.
GRADES: dict[Grade, str] = {
    Grade.NEW: QT_TRANSLATE_NOOP("wording", "New, sealed"),
    Grade.OPENED: QT_TRANSLATE_NOOP("wording", "Opened, like new"),
    Grade.USED: QT_TRANSLATE_NOOP("wording", "Signs of use"),
    Grade.DAMAGED: QT_TRANSLATE_NOOP("wording", "Damaged or incomplete"),
    Grade.UNUSABLE: QT_TRANSLATE_NOOP("wording", "Unusable"),
    Grade.WRONG: QT_TRANSLATE_NOOP("wording", "Wrong content"),
}

DISPOSITIONS: dict[Disposition, str] = {
    Disposition.RESTOCK: QT_TRANSLATE_NOOP("wording", "Back to stock"),
    Disposition.RESELL_USED: QT_TRANSLATE_NOOP("wording", "Sell as used"),
    Disposition.REPAIR: QT_TRANSLATE_NOOP("wording", "Repair"),
    Disposition.SCRAP: QT_TRANSLATE_NOOP("wording", "Dispose of"),
    Disposition.QUARANTINE: QT_TRANSLATE_NOOP("wording", "Keep apart"),
}

MONEY_STEPS: dict[MoneyStep, str] = {
    MoneyStep.GOODS: QT_TRANSLATE_NOOP("wording", "Goods"),
    MoneyStep.SHIPPING: QT_TRANSLATE_NOOP("wording", "Shipping"),
    MoneyStep.EXTRA: QT_TRANSLATE_NOOP("wording", "Extra credit"),
    MoneyStep.LOSS_OF_VALUE: QT_TRANSLATE_NOOP("wording", "Loss of value"),
    MoneyStep.LABEL_FEE: QT_TRANSLATE_NOOP("wording", "Return label"),
    MoneyStep.REFUNDED: QT_TRANSLATE_NOOP("wording", "Refunded before"),
    MoneyStep.LIMIT: QT_TRANSLATE_NOOP("wording", "Not above what is left, nor below zero"),
}

LOSS_REASONS: dict[LossReason, str] = {
    LossReason.WORN: QT_TRANSLATE_NOOP("wording", "Signs of use"),
    LossReason.DAMAGED: QT_TRANSLATE_NOOP("wording", "Damaged"),
    LossReason.INCOMPLETE: QT_TRANSLATE_NOOP("wording", "Incomplete"),
    LossReason.WRONG_CONTENT: QT_TRANSLATE_NOOP("wording", "Wrong content"),
    LossReason.OTHER: QT_TRANSLATE_NOOP("wording", "Another reason"),
}

TASKS: dict[TaskKind, str] = {
    TaskKind.APPROVE: QT_TRANSLATE_NOOP("wording", "Approve the return in the channel"),
    TaskKind.DECLINE: QT_TRANSLATE_NOOP("wording", "Decline the return in the channel"),
    TaskKind.CLAIM: QT_TRANSLATE_NOOP("wording", "Object to the return in the channel"),
    TaskKind.ANSWER: QT_TRANSLATE_NOOP("wording", "Answer in the channel: it decides"),
    TaskKind.EXCHANGE: QT_TRANSLATE_NOOP("wording", "Tell the channel of the replacement"),
    TaskKind.DECIDE: QT_TRANSLATE_NOOP("wording", "Decide: the parcel came, and nobody had agreed"),
    TaskKind.SEND_MONEY: QT_TRANSLATE_NOOP("wording", "Send the money: the channel only books it"),
    TaskKind.REFUND_FAILED: QT_TRANSLATE_NOOP("wording", "Look into the refund: it failed"),
}


def gaps(facts: Mapping[str, str], text: Callable[[str], str]) -> dict[str, str]:
    """The codes among a history entry's facts in the reader's language."""
    found: dict[str, str] = {}
    if facts.get("new") in set(ReturnState):
        found["new"] = text(RETURN_STATES[ReturnState(facts["new"])])
    if facts.get("task") in set(TaskKind):
        found["task"] = text(TASKS[TaskKind(facts["task"])])
    if facts.get("loss_reason") in set(LossReason):
        found["loss_reason"] = text(LOSS_REASONS[LossReason(facts["loss_reason"])])
    return found


# Why a step of a return is refused, by code.
REASONS: dict[str, str] = {
    "no_such_return": QT_TRANSLATE_NOOP(
        "wording", "There is no return {number}. A number looks like RT-2026-000123-K."
    ),
    "no_such_return_line": QT_TRANSLATE_NOOP("wording", "This return has no such line."),
    "return_approve_channel": QT_TRANSLATE_NOOP("wording", "The channel does not take an approval of this return now."),
    "return_code_ours": QT_TRANSLATE_NOOP("wording", "This code needs no meaning: it is one of Desk's own."),
    "return_customs_words": QT_TRANSLATE_NOOP("wording", "Say what customs ask for."),
    "return_decline_words": QT_TRANSLATE_NOOP("wording", "Say why: the buyer has to be told."),
    "return_dispute_words": QT_TRANSLATE_NOOP("wording", "Say what the buyer disputes."),
    "return_exchange_reference": QT_TRANSLATE_NOOP("wording", "Name the order or parcel that goes out instead."),
    "return_gone": QT_TRANSLATE_NOOP("wording", "This return is not in the store."),
    "return_keep_over": QT_TRANSLATE_NOOP("wording", "These goods are worth {below} or more: let them come back."),
    "return_label_young": QT_TRANSLATE_NOOP(
        "wording", "The label is younger than {days} days: the parcel may still come."
    ),
    "return_deed_followed": QT_TRANSLATE_NOOP("wording", "More was done with this return since. Take that back first."),
    "return_deed_moved": QT_TRANSLATE_NOOP(
        "wording", "This return has gone on since, so it cannot be taken back any more. Look at it again."
    ),
    "return_no_deed": QT_TRANSLATE_NOOP(
        "wording", "There is nothing to take back: it was done already, or too long ago."
    ),
    "return_nothing_left": QT_TRANSLATE_NOOP(
        "wording",
        "Nothing of this order can come back: as far as Desk knows nothing has left, or all is in a return. If goods "
        "did leave, report their parcel first.",
    ),
    "return_lines_missing": QT_TRANSLATE_NOOP("wording", "Say which lines come back."),
    "return_lines_open": QT_TRANSLATE_NOOP(
        "wording", "Some pieces have not come or were not inspected. Say that they are missing, or inspect them."
    ),
    "return_lost_words": QT_TRANSLATE_NOOP("wording", "Say what the carrier answered."),
    "return_money_conflict": QT_TRANSLATE_NOOP(
        "wording",
        "The channel may have given this money back already: look there, then settle its entry in the outbox.",
    ),
    "return_money_gone": QT_TRANSLATE_NOOP(
        "wording",
        "Nothing is left of this order's money: it went back already, or goes back with another return. "
        "See its payments, then close this return.",
    ),
    "return_money_under_way": QT_TRANSLATE_NOOP("wording", "The money of this return is on its way already."),
    "return_no_finding": QT_TRANSLATE_NOOP("wording", "There is no finding that could be taken back."),
    "return_no_money": QT_TRANSLATE_NOOP(
        "wording", "Nothing goes back for this return: close it, or change the amounts."
    ),
    "return_none_missing": QT_TRANSLATE_NOOP("wording", "Nothing more of this return is expected."),
    "return_none_waiting": QT_TRANSLATE_NOOP("wording", "Nothing of this return waits for inspection."),
    "return_nothing_came": QT_TRANSLATE_NOOP("wording", "Nothing of this return has come yet."),
    "return_nothing_expected": QT_TRANSLATE_NOOP("wording", "Nothing more of this return is expected. Say what came."),
    "return_numbers_gone": QT_TRANSLATE_NOOP("wording", "All numbers of this year are given to returns."),
    "return_over_shipped": QT_TRANSLATE_NOOP(
        "wording",
        "Only {left} pieces of this line can come back: the others were not shipped, or are in a return.",
    ),
    "return_photo_missing": QT_TRANSLATE_NOOP("wording", "Add a photo of the wrong content: the channel asks for it."),
    "return_pieces_waiting": QT_TRANSLATE_NOOP("wording", "{waiting} pieces still wait for inspection."),
    "return_quantity": QT_TRANSLATE_NOOP("wording", "Say how many pieces came: at least one."),
    "return_reason_none": QT_TRANSLATE_NOOP(
        "wording", "No return has the reason {reason}, and Desk knows none. Take one of these: {known}."
    ),
    "export_kind": QT_TRANSLATE_NOOP("wording", "Desk writes tables as .csv or .xlsx. Choose such a name for {file}."),
    "return_reason_unknown": QT_TRANSLATE_NOOP("wording", "This is no reason that Desk knows."),
    "return_reason_unmapped": QT_TRANSLATE_NOOP(
        "wording", "Desk does not know the channel's reason {reason}: it may be a withdrawal. Say first what it means."
    ),
    "return_reject_words": QT_TRANSLATE_NOOP("wording", "Say on what ground it is rejected."),
    "return_reopen_words": QT_TRANSLATE_NOOP("wording", "Say why it is opened again."),
    "return_repair_words": QT_TRANSLATE_NOOP("wording", "Say whether it is a warranty, or which offer was taken."),
    "return_step": QT_TRANSLATE_NOOP("wording", "This step does not follow from where the return stands."),
    "return_step_elsewhere": QT_TRANSLATE_NOOP("wording", "This step comes with its goods or its money."),
    "return_terms_odd": QT_TRANSLATE_NOOP("wording", "Amounts of a settlement are not below zero."),
    "return_uninspected": QT_TRANSLATE_NOOP("wording", "Only {waiting} pieces of this line wait for inspection."),
    "file_return_columns": QT_TRANSLATE_NOOP(
        "wording",
        "{file} lacks the column of returns. Put a header above each: return, and where wanted shipping, extra, loss, "
        "why, words, label.",
    ),
    "label_twice": QT_TRANSLATE_NOOP("wording", "Another row above has this number."),
    "return_several": QT_TRANSLATE_NOOP("wording", "This order has several returns. Name the return."),
    "loss_amount_missing": QT_TRANSLATE_NOOP(
        "wording", "A reason for a loss of value is given, but no amount. Say how much is held back."
    ),
    "loss_reason_missing": QT_TRANSLATE_NOOP("wording", "Say why money is held back: the buyer has to be told."),
    "loss_reason_unknown": QT_TRANSLATE_NOOP(
        "wording", "{reason} is no reason for a loss of value. Take one of these: {known}."
    ),
    "loss_words_missing": QT_TRANSLATE_NOOP("wording", "Say in words why money is held back."),
    "loss_words_odd": QT_TRANSLATE_NOOP("wording", "This is no sentence, or longer than 500 characters."),
    "return_amount_odd": QT_TRANSLATE_NOOP("wording", "{amount} is no amount."),
    "return_twice": QT_TRANSLATE_NOOP("wording", "This return stands in the table twice."),
    "return_unknown": QT_TRANSLATE_NOOP("wording", "There is no such return."),
    "return_withdrawal": QT_TRANSLATE_NOOP(
        "wording", "The buyer withdraws from the purchase in time: such a return cannot be declined."
    ),
    "return_words_odd": QT_TRANSLATE_NOOP("wording", "This is no sentence, or longer than 2000 characters."),
    "exchange_none": QT_TRANSLATE_NOOP("wording", "Nothing went out instead of this return."),
    "exchange_nothing_owed": QT_TRANSLATE_NOOP("wording", "The buyer owes nothing for this exchange."),
    "photo_empty": QT_TRANSLATE_NOOP("wording", "The file is empty."),
    "photo_gone": QT_TRANSLATE_NOOP("wording", "This picture is not in the store."),
    "photo_kind": QT_TRANSLATE_NOOP(
        "wording", "This file is no picture that Desk keeps. Take a JPEG, PNG or WebP, whatever its name says."
    ),
    "photo_large": QT_TRANSLATE_NOOP("wording", "The picture is larger than 10 MB. Make it smaller."),
    "photo_many": QT_TRANSLATE_NOOP("wording", "A return holds {most} pictures at most."),
    "photo_named": QT_TRANSLATE_NOOP("wording", "A finding names this picture. Take that back first."),
    "photo_unknown": QT_TRANSLATE_NOOP("wording", "This return has no picture {name}. Add it first."),
    "photo_points": QT_TRANSLATE_NOOP("wording", "The picture has too many points, or none. Make it smaller."),
    "stray_bare": QT_TRANSLATE_NOOP("wording", "Say something of the parcel: its number, sender or looks."),
    "stray_matched": QT_TRANSLATE_NOOP("wording", "This parcel was seen to already."),
    "stray_note_long": QT_TRANSLATE_NOOP("wording", "A note has {most} characters at most."),
    "stray_unknown": QT_TRANSLATE_NOOP("wording", "There is no such parcel."),
    "task_unknown": QT_TRANSLATE_NOOP("wording", "There is no such task."),
    "view_gone": QT_TRANSLATE_NOOP("wording", "This view is gone."),
    "view_many": QT_TRANSLATE_NOOP("wording", "A list keeps {most} views at most. Remove one first."),
    "view_name_odd": QT_TRANSLATE_NOOP("wording", "A name has 60 letters at most."),
    "view_name_taken": QT_TRANSLATE_NOOP("wording", "Another view has this name."),
    "view_nameless": QT_TRANSLATE_NOOP("wording", "Give the view a name."),
}
