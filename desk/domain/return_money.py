"""Owns how much a return gives back, step by step (DOMAIN 4.5). Pure: no step and no rounding gives a cent too much.

    refund = goods + shipping + extra credit - loss of value - label fee - already refunded

never below zero, never above what is left of the order's money.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from desk.domain.values import Money


class MoneyStep(StrEnum):
    """One step of the reckoning; the agent sees each."""

    GOODS = "GOODS"
    SHIPPING = "SHIPPING"
    EXTRA = "EXTRA"
    LOSS_OF_VALUE = "LOSS_OF_VALUE"
    LABEL_FEE = "LABEL_FEE"
    REFUNDED = "REFUNDED"
    LIMIT = "LIMIT"  # what would be more than is left, or less than nothing


class LossReason(StrEnum):
    """Why money is held back for what came back; the buyer is told."""

    WORN = "WORN"
    DAMAGED = "DAMAGED"
    INCOMPLETE = "INCOMPLETE"
    WRONG_CONTENT = "WRONG_CONTENT"
    OTHER = "OTHER"  # the words alone say it


@dataclass(frozen=True, slots=True, kw_only=True)
class Deduction:
    """What was held back of a return's money, why, and what the agent said of it."""

    amount: Money
    reason: LossReason
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidLine:
    """What `ordered` pieces of a line cost together, discounts taken off; `gone` of them were given back before."""

    total: Money
    ordered: int
    gone: int = 0

    def share(self, quantity: int) -> Money:
        """What so many more of them cost: shares of one piece after another add up to the line's total exactly.

        Raises ValueError for more pieces than there are.
        """
        if not 0 <= quantity <= self.ordered - self.gone:
            raise ValueError("more pieces than were ordered")
        return Money(self._until(self.gone + quantity) - self._until(self.gone), self.total.currency)

    def _until(self, pieces: int) -> int:
        return self.total.minor * pieces // self.ordered if self.ordered else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What speaks for and against giving back. All amounts are zero or above."""

    goods: Sequence[tuple[PaidLine, int]]
    shipping: Money
    extra: Money
    loss_of_value: Money
    label_fee: Money
    refunded: Money  # of this return, before
    left: Money  # of the order's money, all refunds and those on their way taken off


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """The amount and how it came about; the steps add up to it."""

    steps: tuple[tuple[MoneyStep, Money], ...]
    amount: Money

    @property
    def spent(self) -> bool:
        """Whether something is due, and nothing of the order's money is left to give it."""
        return not self.amount and any(step is MoneyStep.LIMIT and cut.minor < 0 for step, cut in self.steps)


def shipping_back(paid: Money, cheapest: Money | None, *, whole: bool) -> Money:
    """What of the way there goes back: on a whole withdrawal at most the cheapest offered, else nothing (§357(2) BGB).

    `cheapest` is None where nobody knows it: then what was paid.
    """
    if not whole:
        return Money.zero(paid.currency)
    return paid if cheapest is None else min(paid, cheapest, key=lambda one: one.minor)


def reckon(claim: Claim) -> Reckoning:
    """How much goes back. Raises MoneyError where two currencies meet."""
    goods = sum((line.share(quantity) for line, quantity in claim.goods), Money.zero(claim.left.currency))
    steps = [
        (MoneyStep.GOODS, goods),
        (MoneyStep.SHIPPING, claim.shipping),
        (MoneyStep.EXTRA, claim.extra),
        (MoneyStep.LOSS_OF_VALUE, -claim.loss_of_value),
        (MoneyStep.LABEL_FEE, -claim.label_fee),
        (MoneyStep.REFUNDED, -claim.refunded),
    ]
    due = sum((amount for _, amount in steps), Money.zero(claim.left.currency))
    amount = Money(max(0, min(due.minor, claim.left.minor)), due.currency)
    if amount.minor != due.minor:
        steps.append((MoneyStep.LIMIT, amount - due))
    return Reckoning(steps=tuple(step for step in steps if step[1] or step[0] is MoneyStep.GOODS), amount=amount)
