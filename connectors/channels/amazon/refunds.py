"""Owns giving an Amazon order's money back: weighs it against Amazon's own numbers, sends it as a feed, and believes it
only when the feed's report and the seller's books both show it.

Amazon takes the same refund twice without a word. So a feed is sent again only when Amazon's list and what came of each
feed say that none of them was ours; where nobody can tell, the books decide, and after some days a person.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from functools import partial
from itertools import combinations

from connectors.channels.amazon import feeds, units
from connectors.channels.amazon.client import AmazonClient
from connectors.channels.amazon.feed_api import REFUNDS
from connectors.channels.amazon.feed_xml import Adjusted, refund_feed
from connectors.channels.amazon.feeds import NOT_SENT, FeedJob, Feeds, Step
from connectors.channels.amazon.finances import Finances, Transaction
from connectors.channels.amazon.mapping import parse_order, unreadable
from connectors.channels.amazon.payloads import Order
from connectors.channels.amazon.reading import one_order
from connectors.channels.amazon.refundable import Refundable, components, refundable, spread
from connectors.contract.capabilities import QT_TRANSLATE_NOOP, CanIssueRefunds
from connectors.contract.errors import Refused, Undecided
from connectors.contract.protocols import Accepted, AccountAccess, AlreadyDone, Look, Moved, NotThere, UnderWay
from connectors.contract.refunds import check_refund
from desk.domain.clock import Instant
from desk.domain.pushes import Attempt, Progress, RefundOrder, RefundReason
from desk.domain.values import Money, MoneyError

REASONS = {
    RefundReason.GOODWILL: "GeneralAdjustment",
    RefundReason.BUYER_CANCELLED: "CustomerCancel",
    RefundReason.MERCHANT_CANCELLED: "CouldNotShip",
    RefundReason.NOT_RECEIVED: "Undeliverable",
    RefundReason.RETURNED: "CustomerReturn",
    RefundReason.NOT_AS_DESCRIBED: "DifferentItem",
    RefundReason.SHIPPING_DISCOUNT: "GeneralAdjustment",
}
# What was sent is known by its feed; whoever looks within a minute sends nothing yet.
CAN_REFUND = CanIssueRefunds(reasons=tuple(REASONS), once_shipped=True, settles=60)
BOOKED_WITHIN = timedelta(days=3)
"""Amazon's books lag two days behind at most; a day more is patience."""
_MOST_TOGETHER = 10

_GONE = QT_TRANSLATE_NOOP("channel", "Amazon no longer has this order.")
_BY_AMAZON = QT_TRANSLATE_NOOP("channel", "Amazon ships this order itself, and gives its money back itself.")
_NO_LINE = QT_TRANSLATE_NOOP("channel", "The order was changed at Amazon: a line of this refund is gone.")
_SOMEBODY = QT_TRANSLATE_NOOP(
    "channel",
    "Somebody gave the same amount back at Amazon meanwhile. Look whether that was meant to be this refund.",
)


class Refunds:
    """Refunds of one account. Calling twice with one key is safe."""

    def __init__(self, client: AmazonClient, access: AccountAccess) -> None:
        self._client = client
        self._clock = access.clock
        self._feeds = Feeds(client, access)
        self._finances = Finances(client)
        # Entries of the books that were shown to be ours: no later refund takes them for somebody else's.
        self._proved = access.shared.of("amazon proved refunds", partial(set[str]))
        # What this try has found already: the look that follows the deed asks nothing twice.
        self._asked: tuple[Progress, Look] | None = None

    # --- looking -------------------------------------------------------------------------------------------

    def look(self, push: RefundOrder, attempt: Attempt) -> Look:
        """How far it is. Sends nothing. Raises Refused where it came to nothing, Undecided where nobody can tell."""
        if self._asked is not None and self._asked[0] is attempt.progress:
            return self._asked[1]
        job = feeds.read_job(attempt)
        if job.step in NOT_SENT or job.step is Step.FAILED:
            return NotThere()
        return self._look(push, job, attempt)

    def _look(self, push: RefundOrder, job: FeedJob, attempt: Attempt) -> Look:
        found = self._judged(push, self._feeds.follow(REFUNDS, job, attempt), attempt)
        self._asked = (attempt.progress, found)
        return found

    def _judged(self, push: RefundOrder, job: FeedJob, attempt: Attempt) -> Look:
        if job.step in NOT_SENT:
            return NotThere()
        if job.step is Step.FAILED:
            raise feeds.refused(job)
        unsure = job.step is Step.SUBMITTED and not job.perhaps and (job.broken or bool(job.silent))
        if job.step in (Step.DONE, Step.UNKNOWN) or unsure:
            return self._booked(push, job, attempt)
        return UnderWay(job.feed)

    def _booked(self, push: RefundOrder, job: FeedJob, attempt: Attempt) -> Look:
        """What the seller's books say, when Amazon has carried it out or does not tell."""
        proof = _proof(self._finances.of_order(push.order.id), job.known, push.amount)
        if proof:
            if job.step is not Step.DONE:
                feeds.give_up(job, attempt, Step.DONE, "")
            return self._done(proof)
        over = job.over_at or job.at or attempt.queued_at
        if self._clock.now() < over + BOOKED_WITHIN and job.step is not Step.UNKNOWN:
            return UnderWay(job.feed)
        if job.broken and job.step is Step.SUBMITTED:
            raise feeds.refused(feeds.give_up(job, attempt, Step.FAILED, "feed_broken"))
        code = job.code if job.step is Step.UNKNOWN else "refund_not_booked" if job.sure else "refund_unsure"
        if job.step is not Step.UNKNOWN:
            feeds.give_up(job, attempt, Step.UNKNOWN, code)
        raise Undecided(_UNDECIDED[code], f"feed {job.feed or ' '.join(job.silent)}", code=code)

    def _done(self, proof: tuple[str, ...]) -> AlreadyDone:
        self._proved.update(proof)
        return AlreadyDone(proof[0])

    # --- sending -------------------------------------------------------------------------------------------

    def issue(self, push: RefundOrder, attempt: Attempt) -> Accepted | AlreadyDone:
        """Look, weigh, then send. Raises Refused with code ``moved`` where it makes no sense any more."""
        self._asked = None
        check_refund(push)
        job = feeds.read_job(attempt)
        if job.step is Step.FAILED:
            job = self._after_failure(push, job, attempt)
        if job.step not in NOT_SENT:
            look = self._look(push, job, attempt)
            if isinstance(look, AlreadyDone):
                return look
            if isinstance(look, UnderWay):
                return Accepted(look.remote_ref)
            job = feeds.read_job(attempt)
        job = job if job.message else feeds.first(attempt)
        try:
            order, books = self._order(push.order.id), self._finances.of_order(push.order.id)
            if job.at is not None and (proof := _proof(books, job.known, push.amount)):
                # It was sent before, and was found nowhere but here.
                feeds.give_up(job, attempt, Step.DONE, "")
                return self._done(proof)
            if _foreign(books, {*push.known, *self._proved}, push.amount, attempt.queued_at):
                raise _moved(_SOMEBODY)
            found = _weighed(order, books, push)
        except Refused as refused:
            if refused.code == "moved":
                self._asked = (attempt.progress, Moved(refused.words))
            raise
        job = FeedJob(
            message=job.message,
            tries=job.tries,
            others=job.others,
            known=tuple(dict.fromkeys([*job.known, *(one.id for one in books if one.is_refund)])),
        )
        settings = self._client.settings
        adjusted = _adjusted(push, found, job, attempt)
        body = refund_feed(job.message, order.order_id, adjusted, settings.merchant_token)
        marketplace = order.sales_channel.marketplace_id or settings.marketplaces[0]
        job = self._feeds.submit(REFUNDS, marketplace, body, job, attempt)
        self._asked = (attempt.progress, UnderWay(job.feed))
        return Accepted(job.feed)

    def _after_failure(self, push: RefundOrder, job: FeedJob, attempt: Attempt) -> FeedJob:
        """It came to nothing before. Only the agent may have it tried anew, and the books speak first."""
        if attempt.sent_at is not None:
            raise feeds.refused(job)
        if job.broken and _proof(self._finances.of_order(push.order.id), job.known, push.amount):
            return feeds.give_up(job, attempt, Step.DONE, "")
        return feeds.anew(job, attempt)

    def _order(self, order: str) -> Order:
        try:
            answer = self._client.get_order(order, units.MONEY_SETS)
        except Refused as refused:
            if refused.code != "not_found":
                raise
            raise _moved(_GONE) from refused
        found = parse_order(one_order(answer))
        if found.order_id != order:
            raise unreadable("Amazon sent another order than asked for")
        return found


_UNDECIDED = {
    "refund_not_booked": (
        "Amazon says that it carried this refund out, and three days later its books do not show it. Look at the order "
        "in Seller Central, then say whether the money went back."
    ),
    "refund_unsure": (
        "Amazon gave no answer to this refund, and neither its feeds nor its books tell whether it arrived. Look at "
        "the order in Seller Central, then say whether the money went back."
    ),
}


def _weighed(order: Order, books: Sequence[Transaction], push: RefundOrder) -> Refundable:
    """The order's money as Amazon has it. Raises Refused where it says that less is left, or something else."""
    if order.fulfillment is None or order.fulfillment.fulfilled_by != units.BY_MERCHANT:
        raise _moved(_BY_AMAZON)
    try:
        found = refundable(order, books)
    except MoneyError as error:
        raise unreadable(str(error)) from error
    if push.amount.currency != found.currency:
        raise Refused(
            f"This order was paid in {found.currency}, so only {found.currency} can go back.",
            f"{push.amount.currency} for {found.currency}",
            code="other_currency",
        )
    if any(line.remote_id not in {one.item for one in found.items} for line in push.lines):
        raise _moved(_NO_LINE)
    if found.left < push.amount:
        raise _more_than_left(push.amount, found.left)
    for line, part in _by_line(push).items():
        if found.left_of(line) < part:
            raise _more_than_left(part, found.left_of(line))
    return found


def _adjusted(push: RefundOrder, found: Refundable, job: FeedJob, attempt: Attempt) -> list[Adjusted]:
    first = push.reason is RefundReason.SHIPPING_DISCOUNT
    shares = spread(found, push.amount, push.lines, shipping_first=first)
    return [
        Adjusted(
            item=item,
            mark=feeds.mark_of(attempt.key, job.tries, place),
            reason=REASONS[push.reason],
            parts=components(found, kinds),
        )
        for place, (item, kinds) in enumerate(shares.items(), start=1)
    ]


def _proof(books: Sequence[Transaction], known: Sequence[str], amount: Money) -> tuple[str, ...]:
    """The names of what the books show of this refund: one entry of its amount, or several that make it up."""
    fresh = [one for one in books if one.is_refund and one.id not in known and one.amount.currency == amount.currency][
        :_MOST_TOGETHER
    ]
    for many in range(1, len(fresh) + 1):
        for some in combinations(fresh, many):
            if sum(one.amount.minor for one in some) == amount.minor:
                return tuple(one.id for one in some)
    return ()


def _foreign(books: Sequence[Transaction], known: Collection[str], amount: Money, decided: Instant) -> bool:
    """Whether somebody else gave the same amount back since the agent decided."""
    return any(one.is_refund and one.id not in known and one.amount == amount and one.at > decided for one in books)


def _by_line(push: RefundOrder) -> dict[str, Money]:
    found: dict[str, Money] = {}
    for line in push.lines:
        found[line.remote_id] = found.get(line.remote_id, Money.zero(line.amount.currency)) + line.amount
    return found


def _more_than_left(amount: Money, left: Money) -> Refused:
    refused = Refused(
        "That is more than is left of what Amazon charged for the goods that have left. Look what went back already.",
        f"{amount.minor} of {left.minor}",
        code="more_than_left",
    )
    refused.facts["left"] = left.minor
    return refused


def _moved(words: str) -> Refused:
    return Refused(words, "the channel has moved", words=words, code="moved")
