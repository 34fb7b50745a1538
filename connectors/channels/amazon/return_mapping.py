"""Owns the translation of what Amazon's reports tell of a return into a snapshot. No I/O; raises Unreadable."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import msgspec

from connectors.channels.amazon import return_words, units
from connectors.channels.amazon.return_report import ReturnFacts
from connectors.channels.amazon.settings import SellerSettings
from connectors.contract.errors import Unreadable
from connectors.contract.reasons import NO_DATE, NO_NUMBER, ODD_AMOUNT, ODD_DATE, ODD_QUANTITY
from connectors.contract.snapshots import CaseSnapshot
from desk.domain.cases import ENDED, CaseEvent, CaseKind, CaseLine, CaseState, Deadline
from desk.domain.clock import Instant, as_instant, parse_utc
from desk.domain.values import AccountId, Money, MoneyError, RemoteRef

log = logging.getLogger("sync")

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DAY = re.compile(r"(\d{1,2})-([A-Za-z]{3})-(\d{4})")
_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_ORDER = re.compile(r"[0-9A-Z]{3}-[0-9]{7}-[0-9]{7}")
_LARGEST_QUANTITY = 10**6
_ANSWER = timedelta(hours=24)
_REFUND_DAYS = 2
_NO = frozenset({"n", "no", "false"})


class ReturnMapping:
    """Reads the returns of one seller. `is_new` says whether something was told before, so that it is told once."""

    def __init__(self, account: AccountId, settings: SellerSettings, is_new: Callable[[str], bool]) -> None:
        self._account = account
        self._settings = settings
        self._is_new = is_new

    def read(self, facts: ReturnFacts) -> CaseSnapshot:
        """One return. Raises Unreadable."""
        about = facts.about
        rma, order = about.get("amazon_rma_id", ""), about.get("order_id", "")
        if not _NUMBER.fullmatch(rma) or not _ORDER.fullmatch(order):
            raise _unreadable(NO_NUMBER)
        opened = _needed(about.get("return_request_date", ""))
        delivered = _moment(about.get("return_delivery_date", ""))
        currency = self._currency(about)
        refunded = self._refunded(facts, currency)
        claimed = return_words.is_yes(about.get("a_to_z_claim", ""))
        status, number = about.get("return_request_status", ""), about.get("tracking_id", "")
        state = return_words.state_of(
            status,
            claimed=claimed,
            refunded=refunded is not None and bool(refunded.minor),
            delivered=delivered is not None,
            sent=bool(number),
        )
        if state is CaseState.UNKNOWN:
            self._tell("status of a return", status)
        reason, codes = self._reasons(facts)
        return CaseSnapshot(
            ref=RemoteRef(self._account, rma),
            kind=CaseKind.RETURN,
            order=RemoteRef(self._account, order),
            state=state,
            channel_state=status,
            opened_at=opened,
            reason=reason,
            channel_reason=", ".join(codes),
            lines=tuple(_line(item) for item in facts.items),
            deadlines=_deadlines(state, opened, delivered),
            refunded=refunded,
            carrier=about.get("return_carrier", "") if number else "",
            number=number,
            escalated_as=return_words.CLAIM if claimed else "",
            events=_events(facts, opened, delivered),
            open_in_channel=self._page(),
            raw=msgspec.json.encode({**about, "item_details": facts.items}),
        )

    def _reasons(self, facts: ReturnFacts) -> tuple[str, list[str]]:
        """Our code of the first reason that is known, and all of Amazon's as they came."""
        codes = list(dict.fromkeys(code for item in facts.items if (code := item.get("return_reason_code", ""))))
        known = [found for code in codes if (found := return_words.reason_of(code))]
        for code in codes:
            if not return_words.reason_of(code):
                self._tell("reason of a return", code)
        return next(iter(known), ""), codes

    def _currency(self, about: dict[str, str]) -> str:
        """As told; else that of the seller's marketplaces, where all have one."""
        told = about.get("currency_code", "").upper()
        if told:
            return told
        known = {units.MARKETPLACES[one].currency for one in self._settings.marketplaces if one in units.MARKETPLACES}
        return known.pop() if len(known) == 1 else ""

    def _refunded(self, facts: ReturnFacts, currency: str) -> Money | None:
        """What went back for the return's articles; None where neither report tells an amount."""
        told = [text for item in facts.items if (text := item.get("refund_amount", ""))]
        if not told or not currency:
            return None
        try:
            total = Money.zero(currency)
            for text in told:
                total += Money.parse(text, currency)
        except MoneyError as error:
            raise _unreadable(ODD_AMOUNT) from error
        if total.minor < 0:
            raise _unreadable(ODD_AMOUNT)
        return total

    def _page(self) -> str:
        known = units.MARKETPLACES.get(self._settings.marketplaces[0])
        domain = known.domain if known else units.MAIN_DOMAIN[self._settings.region]
        return f"https://sellercentral.amazon.{domain}/gp/returns/list"

    def _tell(self, what: str, word: str) -> None:
        shown = word[:60] if re.fullmatch(r"[\w .:-]*", word, re.ASCII) else "?"
        if self._is_new(f"{what} {shown}"):
            log.warning("account %d: %s %r is new to this Desk; it is kept", self._account, what, shown)


def _unreadable(reason: str) -> Unreadable:
    return Unreadable(
        "This return could not be read. It is kept in the repair list with what Amazon sent.",
        reason,
        code="unreadable_case",
    )


def _line(item: dict[str, str]) -> CaseLine:
    told = item.get("return_quantity", "") or "1"
    found = re.fullmatch(r"(\d{1,7})(?:\.0{1,4})?", told, re.ASCII)
    if found is None or int(found[1]) > _LARGEST_QUANTITY:
        raise _unreadable(ODD_QUANTITY)
    # Reports name no line: the seller's own word for the article tells it.
    return CaseLine(
        remote_line="",
        title=item.get("item_name", ""),
        quantity=int(found[1]),
        listing=item.get("merchant_sku", "") or item.get("asin", ""),
    )


def _deadlines(state: CaseState, opened: Instant, delivered: Instant | None) -> tuple[Deadline, ...]:
    """When somebody of ours should act, by what Amazon expects of every seller; it tells none itself."""
    if state is CaseState.REQUESTED:
        return (Deadline(what=return_words.ANSWER_DUE, at=Instant(opened + _ANSWER)),)
    if delivered is not None and state not in ENDED and state is not CaseState.ESCALATED:
        return (Deadline(what=return_words.REFUND_DUE, at=_business_days_after(delivered, _REFUND_DAYS)),)
    return ()


def _business_days_after(moment: Instant, days: int) -> Instant:
    """The end of the last of so many business days; holidays differ from place to place, so none is known here."""
    day = moment.date()
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5
    return as_instant(datetime.combine(day, time(23, 59, 59), UTC))


def _events(facts: ReturnFacts, opened: Instant, delivered: Instant | None) -> tuple[CaseEvent, ...]:
    """What else the reports tell, as the return's history: words of Amazon's and facts."""
    about = facts.about
    told = [CaseEvent(at=opened, actor="BUYER", what="RETURN_REQUESTED", text=_terms(facts))]
    if delivered is not None:
        told.append(CaseEvent(at=delivered, actor="BUYER", what="RETURN_DELIVERED"))
    if about.get("safe_t_id"):
        words = (about.get(f"safe_t_{name}", "") for name in ("id", "reason", "amount"))
        at = _day_or(about.get("safe_t_created", ""), opened)
        state = re.sub(r"\W+", "_", about.get("safe_t_state", "")).upper()
        told.append(CaseEvent(at=at, actor="SELLER", what=f"SAFE_T_{state}", text=", ".join(filter(None, words))))
    return tuple(told)


def _terms(facts: ReturnFacts) -> str:
    """On which terms the goods come back, in Amazon's words."""
    about = facts.about
    found = [item.get("resolution", "") for item in facts.items]
    if any(item.get("in_policy", "").strip().lower() in _NO for item in facts.items):
        found.append("not in policy")
    found.append(about.get("label_type", ""))
    found += [f"label paid by {who}"] if (who := about.get("label_to_be_paid_by", "")) else []
    found += [f"RMA {name}"] if (name := about.get("merchant_rma_id", "")) else []
    return ", ".join(dict.fromkeys(filter(None, found)))


def _needed(text: str) -> Instant:
    found = _moment(text)
    if found is None:
        raise _unreadable(NO_DATE)
    return found


def _day_or(text: str, other: Instant) -> Instant:
    try:
        return _moment(text) or other
    except Unreadable:
        return other


def _moment(text: str) -> Instant | None:
    """A time of the XML, or a day of the flat file in English whatever the marketplace; None where there is none."""
    text = text.strip()
    if not text:
        return None
    day = _DAY.fullmatch(text)
    try:
        if day is not None:
            month = _MONTHS.index(day[2].lower()) + 1
            found = as_instant(datetime(int(day[3]), month, int(day[1]), tzinfo=UTC))
        else:
            found = parse_utc(text)
    except (ValueError, OverflowError) as error:
        raise _unreadable(ODD_DATE) from error
    if not 1970 <= found.year < 2200:
        raise _unreadable(ODD_DATE)
    return found
