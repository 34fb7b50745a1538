"""When cases of a simulated eBay are asked for and how often, and what a reader knows after any trouble."""

from __future__ import annotations

import logging

import pytest
import requests

from connectors.channels.ebay import cases
from connectors.channels.ebay.cases import LARGEST_PAGE
from connectors.contract.errors import Unavailable
from connectors.contract.snapshots import Cursor
from desk.domain.cases import CaseKind, CaseState
from tests.connectors.ebay.account import ebay_account, through_json
from tests.connectors.ebay.case_reader import Reader, opened


def test_nothing_is_asked_before_it_is_time() -> None:
    with ebay_account() as account:
        reader = Reader(account)
        reader.run()
        asked = len(account.seen)
        account.later(minutes=14)
        before = reader.cursor
        assert reader.page() == ([], True)
        assert reader.cursor == before
        assert len(account.seen) == asked
        account.later(minutes=1)
        reader.run()
        assert len(account.seen) > asked


def test_who_asks_for_a_run_gets_what_changed_a_minute_ago() -> None:
    with ebay_account() as account:
        reader = Reader(account)
        reader.run()
        made = opened(account)["id"]
        account.later(minutes=1)
        assert reader.page() == ([], True)
        account.again(asked=True)
        assert [one.ref.id for one in reader.run()] == [made]
        assert reader.page() == ([], True), "once a run"


def test_closed_returns_come_once_a_day_also_those_that_never_were_seen_open() -> None:
    with ebay_account() as account:
        before = opened(account)["id"]
        account.do("close_return", **{"return": before})
        reader = Reader(account)
        (one,) = reader.run()
        assert (one.ref.id, one.state) == (before, CaseState.CLOSED)
        meanwhile = opened(account, 1)["id"]
        account.do("close_return", **{"return": meanwhile})
        assert reader.next_run() == []
        account.later(days=1)
        assert {one.ref.id for one in reader.run()} == {before, meanwhile}


@pytest.mark.parametrize("empty", ["204", "404", "list"])
def test_an_empty_window_is_no_trouble(empty: str) -> None:
    with ebay_account(2, empty_search=empty) as account:
        assert Reader(account).run() == []


def test_who_dies_at_any_page_goes_on_without_a_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cases, "_DETAILS_TO_A_PAGE", 3)
    with ebay_account(90, claims=60) as account:
        whole = Reader(account)
        whole.run()
        state = account.state()
        expected = {(CaseKind.RETURN, one["id"]) for one in state["returns"]}
        expected |= {(CaseKind.INQUIRY, one["id"]) for one in state["inquiries"]}
        assert {key for key in whole.known if key[0] is not CaseKind.CANCELLATION} == expected
        assert whole.pages > 5, "one page does not look at all of them"
        broken = Reader(account)
        done = False
        while not done:
            account.again()
            # What is read here dies with its process; only the page after it is kept.
            account.connector.fetch_cases(through_json(broken.cursor))
            account.again()
            _, done = broken.page()
        assert broken.known == whole.known


def test_pages_that_shift_hide_no_case() -> None:
    with ebay_account(LARGEST_PAGE // 2 + 40) as account:
        market = account.running.simulator.market
        orders = account.shipped_orders()
        for one in orders[:30]:
            account.do("open_return", order=one["id"])
        reader = Reader(account)
        reader.page()
        closed = next(iter(market.returns))
        account.do("close_return", **{"return": closed})
        late = account.do("open_return", order=orders[31]["id"])["id"]
        reader.run()
        reader.next_run()
        assert reader.the(CaseKind.RETURN, closed).state is CaseState.CLOSED
        assert reader.the(CaseKind.RETURN, late).state is CaseState.REQUESTED
        assert {key[1] for key in reader.known if key[0] is CaseKind.RETURN} >= set(market.returns)


@pytest.mark.parametrize(
    "profile", ["server_html", "throttle", "token_expired", "cut_body", "empty_200", "missing_field", "page_shift"]
)
def test_the_cases_come_in_whatever_ebay_suffers(profile: str) -> None:
    with ebay_account(30, claims=12) as account:
        account.faults(**{profile: 0.1 if profile == "token_expired" else 0.3})
        reader = Reader(account)
        reader.run()
        account.faults()
        reader.next_run()
        state = account.state()
        expected = {one["id"] for one in (*state["returns"], *state["inquiries"])}
        assert {number for kind, number in reader.known if kind is not CaseKind.CANCELLATION} == expected


def test_trouble_in_the_middle_keeps_what_was_read_by_then() -> None:
    with ebay_account(30, claims=12) as account:
        reader = Reader(account)
        limit = 4
        account.do("use_up", family="post-order.return", calls=5_000 - limit)
        items, done = reader.page()
        assert (len(items), done) == (limit - 1, False)
        with pytest.raises(Unavailable):
            reader.page()


def test_a_cursor_that_nobody_wrote_begins_anew() -> None:
    with ebay_account() as account:
        made = opened(account)
        for strange in ({"v": 7}, {"v": 1, "marks": 3}, {"v": 1, "walk": {"began": "x"}}):
            found = account.connector.fetch_cases(Cursor(dict(strange)))
            assert [one.ref.id for one in found.items] == [made["id"]]


def test_no_secret_and_no_buyer_reaches_a_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with ebay_account() as account:
        opened(account, comment="Mein Name ist Hase")
        account.do("bad_return", **{"return": opened(account, 1)["id"], "kind": "wrong_types"})
        Reader(account).run()
        buyers = {one["username"] for one in account.state()["orders"]}
        secrets = requests.get(f"{account.running.url}/_sim/state?secrets=1", timeout=5).json()["secrets"]
    ours = [one for one in caplog.records if not one.name.startswith(("urllib3", "uvicorn", "asyncio"))]
    told = "\n".join(one.getMessage() for one in ours)
    assert "return.search" in told or "/return/search" in told
    assert [one for one in (*secrets, *buyers, "Hase") if one and one in told] == []
