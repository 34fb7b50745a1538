"""Owns what each step of a return asks for (the guards of return_transitions.csv), and what it changes of it. Pure.

Settling has a room of its own (return_settling), and so has what arrives (return_receiving).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from desk.domain.cases import CaseDeed
from desk.domain.errors import NotAllowed
from desk.domain.return_states import ReturnState, ReturnStep
from desk.services import case_rules
from desk.services.return_file import ReturnFile, Said
from desk.services.shipments import carrier_named
from desk.store.returns import StoredReturn
from desk.system import tables

LONGEST_WORDS = 2000
WITHDRAWAL_DAYS = 14
"""How long a consumer may withdraw from the purchase without a reason (§355 BGB), counted from the parcel's way."""
LABEL_DAYS = 30

Guard = Callable[[ReturnFile, Said], StoredReturn]


def judged(file: ReturnFile, step: ReturnStep, said: Said) -> StoredReturn:
    """The return as the guard of this step leaves it, its state untouched. Raises NotAllowed."""
    guard = GUARDS.get(step)
    return file.told if guard is None else guard(file, said)


def _words(said: Said, missing: str, code: str) -> str:
    words = said.words.strip()
    if not words:
        raise NotAllowed(missing, code=code)
    if len(words) > LONGEST_WORDS or not words.isprintable():
        raise NotAllowed(f"This is no sentence, or longer than {LONGEST_WORDS} characters.", code="return_words_odd")
    return words


def _approve(file: ReturnFile, _said: Said) -> StoredReturn:
    case = file.case
    if case is None or not case_rules.is_known(file.order, case, CaseDeed.APPROVE):
        return file.told  # what the channel lets no program do becomes a task
    if not case_rules.now(file.order, case, CaseDeed.APPROVE).allowed:
        raise NotAllowed("The channel does not take an approval of this return now.", code="return_approve_channel")
    return file.told


def _decline(file: ReturnFile, said: Said) -> StoredReturn:
    words = _words(said, "Say why: the buyer has to be told.", "return_decline_words")
    in_time = _in_time(file)
    odd = next((one.reason for one in file.told.lines if one.reason and one.reason not in _codes()), "")
    if in_time and odd:
        raise NotAllowed(
            f"Desk does not know the channel's reason {odd}: it may be a withdrawal. Say first what it means.",
            code="return_reason_unmapped",
            reason=odd,
        )
    if in_time and {one.reason for one in file.told.lines} & _withdrawals():
        raise NotAllowed(
            "The buyer withdraws from the purchase in time: such a return cannot be declined.",
            code="return_withdrawal",
        )
    return replace(file.told, words=words)


def _in_time(file: ReturnFile) -> bool:
    """Whether a consumer is within the statutory days. From when they count is the parcel's way at the earliest."""
    if file.order.order.buyer.company:
        return False  # DOMAIN 4.10: between businesses there is no withdrawal
    gone = [one.shipped_at for one in file.order.order.shipments or () if one.shipped_at is not None]
    since = max(gone, default=file.order.order.placed_at)
    return file.told.opened_at <= since + timedelta(days=WITHDRAWAL_DAYS)


def _codes() -> set[str]:
    return {one.code for one in tables.return_reasons()}


def _withdrawals() -> set[str]:
    """Reasons of taste, size and the like: with each of them the buyer withdraws (return_reasons.csv)."""
    return {one.code for one in tables.return_reasons() if one.is_withdrawal}


def _label(file: ReturnFile, said: Said) -> StoredReturn:
    return replace(_parcel(file, said), words="")


def _parcel(file: ReturnFile, said: Said) -> StoredReturn:
    """The number is kept before the parcel moves."""
    number = said.parcel.strip() or file.told.parcel
    if not number:
        raise NotAllowed("A parcel needs its tracking number.", code="number_missing")
    case_rules.check_number(number)
    carrier = carrier_named(said.carrier).code if said.carrier.strip() else file.told.carrier
    return replace(file.told, parcel=number, carrier=carrier)


def _expired(file: ReturnFile, _said: Said) -> StoredReturn:
    if file.now < file.told.changed_at + timedelta(days=LABEL_DAYS):
        raise NotAllowed(
            f"The label is younger than {LABEL_DAYS} days: the parcel may still come.",
            code="return_label_young",
            days=LABEL_DAYS,
        )
    return file.told


def _customs(file: ReturnFile, said: Said) -> StoredReturn:
    words = _words(said, "Say what customs ask for.", "return_customs_words")
    return replace(file.told, words=words)


def _lost(file: ReturnFile, said: Said) -> StoredReturn:
    words = _words(said, "Say what the carrier answered.", "return_lost_words")
    return replace(file.told, words=words)


def _wrong(file: ReturnFile, said: Said) -> StoredReturn:
    if not said.photo.strip():
        raise NotAllowed("Add a photo of the wrong content: the channel asks for it.", code="return_photo_missing")
    return replace(file.told, words=said.words.strip() or said.photo.strip())


def _inspected(file: ReturnFile, _said: Said) -> StoredReturn:
    waiting = sum(one.uninspected for one in file.told.lines)
    if waiting:
        raise NotAllowed(f"{waiting} pieces still wait for inspection.", code="return_pieces_waiting", waiting=waiting)
    if not any(one.findings for one in file.told.lines):
        raise NotAllowed("Nothing of this return has come yet.", code="return_nothing_came")
    return file.told


def _exchanged(file: ReturnFile, said: Said) -> StoredReturn:
    if not said.reference.strip():
        raise NotAllowed("Name the order or parcel that goes out instead.", code="return_exchange_reference")
    return replace(file.told, words=said.reference.strip())


def _repair(file: ReturnFile, said: Said) -> StoredReturn:
    words = _words(said, "Say whether it is a warranty, or which offer was taken.", "return_repair_words")
    return replace(file.told, words=words)


def _rejected(file: ReturnFile, said: Said) -> StoredReturn:
    words = _words(said, "Say on what ground it is rejected.", "return_reject_words")
    return replace(file.told, words=words)


def _disputed(file: ReturnFile, said: Said) -> StoredReturn:
    words = _words(said, "Say what the buyer disputes.", "return_dispute_words")
    return replace(file.told, words=words)


def _closed(file: ReturnFile, _said: Said) -> StoredReturn:
    if file.told.state is ReturnState.REFUNDED and any(one.expected or one.uninspected for one in file.told.lines):
        raise NotAllowed(
            "Some pieces have not come or were not inspected. Say that they are missing, or inspect them.",
            code="return_lines_open",
        )
    return file.told


def _reopened(file: ReturnFile, said: Said) -> StoredReturn:
    words = _words(said, "Say why it is opened again.", "return_reopen_words")
    return replace(file.told, words=words)


GUARDS: dict[ReturnStep, Guard] = {
    ReturnStep.APPROVE: _approve,
    ReturnStep.DECLINE: _decline,
    ReturnStep.ISSUE_LABEL: _label,
    ReturnStep.FIRST_SCAN: _parcel,
    ReturnStep.LABEL_EXPIRED: _expired,
    ReturnStep.CUSTOMS_EVENT: _customs,
    ReturnStep.LOST_CONFIRMED: _lost,
    ReturnStep.WRONG_CONTENT: _wrong,
    ReturnStep.INSPECT: _inspected,
    ReturnStep.RESOLVE_EXCHANGE: _exchanged,
    ReturnStep.RESOLVE_REPAIR: _repair,
    ReturnStep.REJECT: _rejected,
    ReturnStep.CUSTOMER_DISPUTES: _disputed,
    ReturnStep.CLOSE: _closed,
    ReturnStep.REOPEN: _reopened,
}
"""Steps that ask for nothing but the state they start from are not named here."""
