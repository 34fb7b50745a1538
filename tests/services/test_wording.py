from __future__ import annotations

import ast
from enum import StrEnum
from pathlib import Path
from string import Formatter

import pytest

from connectors.contract.errors import RateLimited, Unavailable
from desk.domain.clock import Instant
from desk.domain.errors import DeskError, NotAllowed, StoreUnavailable
from desk.domain.orders import OrderFacet, PaymentFacet, ShippingFacet
from desk.domain.pushes import PushState
from desk.domain.standing import Standing
from desk.domain.values import Money
from desk.domain.views import AccountState, EventKind, Permission, TimelineEntry
from desk.services import wording, wording_standings
from tests.services.say import PlainSay
from tests.support.orders import START

ROOT = Path(__file__).parents[2]
SAY = PlainSay()


class Backwards(PlainSay):
    """A reader of a language that says everything backwards, gaps aside."""

    def text(self, source: str) -> str:
        parts = [f"{{{name}}}" if name else text for text, name, _, _ in _pieces(source)]
        return "«" + "".join(reversed(parts)) + "»"

    def money(self, amount: Money) -> str:
        return f"{amount.currency} {amount.minor}"

    def moment(self, at: Instant) -> str:
        return "?"


def _pieces(source: str) -> list[tuple[str, str | None, str | None, str | None]]:
    found: list[tuple[str, str | None, str | None, str | None]] = []
    for text, name, spec, conversion in Formatter().parse(source):
        found.append((text, None, None, None))
        if name is not None:
            found.append(("", name, spec, conversion))
    return found


@pytest.mark.parametrize(
    "kind,words",
    [
        (Standing, wording_standings.STANDINGS),
        (PushState, wording.PUSH_STATES),
        (OrderFacet, wording.ORDER_FACETS),
        (PaymentFacet, wording.PAYMENT_FACETS),
        (ShippingFacet, wording.SHIPPING_FACETS),
        (AccountState, wording.ACCOUNT_STATES),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_every_state_has_a_word(kind: type[StrEnum], words: dict[StrEnum, str]) -> None:
    assert {one for one in kind if not words.get(one)} == set()


def entry(kind: EventKind, **facts: str | int) -> TimelineEntry:
    return TimelineEntry(at=START, kind=kind, facts=facts, actor="")


def test_entries_are_told_in_the_readers_language_with_its_amounts() -> None:
    told = wording.timeline(entry(EventKind.TOTAL_CHANGED, old_minor=100, new_minor=250, currency="EUR"), Backwards())
    assert told == ("«EUR 250Total changed: »", "«EUR 100was »")
    told = wording.timeline(entry(EventKind.ORDER_FACET, old="OPEN", new="CANCELLED"), Backwards())
    assert told == ("««Cancelled»Order: »", "««Open»was »")


def test_what_a_fact_holds_is_no_sentence_of_ours() -> None:
    """A parcel number or a channel's words are filled in once, never read as a template."""
    told = wording.timeline(
        entry(EventKind.PUSH_FAILED, carrier="{number}", number="{0}", error_code="x", channel_words="{carrier}"), SAY
    )
    assert told[1] == "{number} {0} · {carrier}"


def test_gaps_nobody_fills_leave_no_trace() -> None:
    assert wording.timeline(entry(EventKind.PUSH_FAILED, carrier="DHL", number="7"), SAY)[1] == "DHL 7"
    assert wording.timeline(entry(EventKind.PAID, amount_minor=5, currency="EUR"), SAY) == (
        "Payment received: 0.05 EUR",
        "",
    )


def test_an_error_is_told_by_its_code_else_in_its_own_words() -> None:
    one = NotAllowed("English.", code="pieces_not_left", left=1, wanted=2)
    assert wording.error(one, SAY) == "Only 1 of this line are left to ship, not 2."
    assert wording.error(NotAllowed("English.", code="pieces_not_left", left=1), SAY) == "English.", "a gap is missing"
    assert wording.error(NotAllowed("English.", code="nobody_knows"), Backwards()) == "English."
    assert wording.error(StoreUnavailable("x", code="store_disk_full"), Backwards()).startswith("«")
    assert wording.error(Unavailable("x"), SAY) == "The channel is out of reach. Desk tries again by itself."
    assert wording.error(RateLimited("x"), SAY) == "The channel asks Desk to wait. It goes on by itself."


def test_a_reason_kept_as_code_and_text_is_told_the_same_way() -> None:
    one = Permission(False, "writing_off", "Shop is read-only.")
    assert wording.reason(one, SAY, account="Shop") == "Shop is read-only. Switch writing on for this account first."
    assert wording.reason(one, SAY) == "Shop is read-only."
    assert wording.trouble("unavailable", "x", SAY) == wording.error(Unavailable("x"), SAY)


def raised_sentences() -> list[tuple[str, str, str]]:
    """Every plain English sentence that desk raises with a code that has words: file, code, sentence."""
    found = []
    for path in sorted((ROOT / "desk").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            text = node.args[0]
            codes = [one.value for one in node.keywords if one.arg == "code"]
            plain = isinstance(text, ast.Constant) and isinstance(text.value, str)
            if plain and codes and isinstance(codes[0], ast.Constant) and codes[0].value in wording._REASONS:
                found.append((path.name, str(codes[0].value), str(text.value)))  # type: ignore[attr-defined]
    return found


def test_the_sentence_raised_and_the_one_translated_are_the_same() -> None:
    sentences = raised_sentences()
    assert len(sentences) > 8
    assert [one for one in sentences if wording._REASONS[one[1]] != one[2]] == []


def test_errors_know_their_sentence_even_without_words() -> None:
    class Odd(DeskError):
        code = "odd"

    assert wording.error(Odd("What to do next."), SAY) == "What to do next."


@pytest.mark.parametrize("items,told", [(1, "1 piece, EUR 500"), (2, "2 pieces, EUR 500")])
def test_one_piece_is_not_told_as_several(items: int, told: str) -> None:
    facts: dict[str, str | int] = {"items": items, "amount_minor": 500, "currency": "EUR"}
    entry = TimelineEntry(at=START, kind=EventKind.IMPORTED, facts=facts, actor="")

    class Reader(PlainSay):
        def money(self, amount: Money) -> str:
            return f"{amount.currency} {amount.minor}"

    assert wording.timeline(entry, Reader()) == ("Ordered", told)
