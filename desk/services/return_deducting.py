"""Owns why money of a return is held back: what has to be said of it, how it is read, and what the buyer is told."""

from __future__ import annotations

from desk.domain.errors import NotAllowed
from desk.domain.return_money import Deduction, LossReason
from desk.domain.values import Money
from desk.services import sheets

LONGEST_WORDS = 500
_GERMAN = frozenset({"DE", "AT", "CH", "LI", "LU"})
_LOSS = "Loss of value", "Wertersatz"
_TOLD: dict[LossReason, tuple[str, str]] = {
    LossReason.WORN: ("signs of use", "Gebrauchsspuren"),
    LossReason.DAMAGED: ("damaged", "beschädigt"),
    LossReason.INCOMPLETE: ("incomplete", "unvollständig"),
    LossReason.WRONG_CONTENT: ("wrong content", "falscher Inhalt"),
    LossReason.OTHER: ("", ""),
}
_NAMES: dict[str, LossReason] = {
    name: reason
    for reason, names in {
        LossReason.WORN: "worn used signsofuse gebrauchsspuren gebraucht abgenutzt",
        LossReason.DAMAGED: "damaged beschädigt defekt",
        LossReason.INCOMPLETE: "incomplete unvollständig",
        LossReason.WRONG_CONTENT: "wrongcontent falscherinhalt",
        LossReason.OTHER: "other sonstiges anderer andere",
    }.items()
    for name in names.split()
}


def read(text: str) -> LossReason | None:
    """The reason that people name by its code or its word; None for nothing. Raises NotAllowed for what is none."""
    plain = sheets.bare(text)
    if not plain:
        return None
    if plain not in _NAMES:
        known = ", ".join(LossReason)
        raise NotAllowed(
            f"{text[:40]} is no reason for a loss of value. Take one of these: {known}.",
            code="loss_reason_unknown",
            reason=text[:40],
            known=known,
        )
    return _NAMES[plain]


def judged(loss: Money | None, reason: LossReason | None, words: str) -> Deduction | None:
    """What is held back with its reason; None where nothing is. Raises NotAllowed where one lacks the other."""
    told = " ".join(words.split())
    if not loss:
        if reason is not None or told:
            raise NotAllowed(
                "A reason for a loss of value is given, but no amount. Say how much is held back.",
                code="loss_amount_missing",
            )
        return None
    if reason is None:
        raise NotAllowed("Say why money is held back: the buyer has to be told.", code="loss_reason_missing")
    if reason is LossReason.OTHER and not told:
        raise NotAllowed("Say in words why money is held back.", code="loss_words_missing")
    if len(told) > LONGEST_WORDS or not told.isprintable():
        raise NotAllowed(f"This is no sentence, or longer than {LONGEST_WORDS} characters.", code="loss_words_odd")
    return Deduction(amount=loss, reason=reason, words=told)


def to_buyer(held: Deduction | None, country: str, longest: int) -> str:
    """What the buyer reads of it in the channel, in the language of their country; nothing where it takes no word."""
    if held is None or not longest:
        return ""
    german = country.upper() in _GERMAN
    amount = str(held.amount).replace(".", ",") if german else str(held.amount)
    why = ". ".join(one for one in (_TOLD[held.reason][german], held.words) if one)
    return f"{_LOSS[german]} {amount}: {why}"


def room(held: Deduction, country: str, longest: int) -> int:
    """How many characters of the agent's own words fit into what the buyer reads; all of them where none does."""
    head = to_buyer(Deduction(amount=held.amount, reason=held.reason, words="-"), country, longest)
    return min(LONGEST_WORDS, max(0, longest - len(head) + 1)) if longest else LONGEST_WORDS
