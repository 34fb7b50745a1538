"""The walk over changed orders: Amazon's own time as cursor, filters sent again, tokens that live and die."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.channels.amazon import paging
from connectors.channels.amazon.connector import Amazon, connect
from connectors.channels.amazon.paging import Place, TokenRepeatedError, advance, window_of
from connectors.contract.errors import LoginNeeded, Refused, Unreadable
from connectors.contract.protocols import Shared
from connectors.contract.snapshots import Cursor, OrderSnapshot, Page
from desk.domain.clock import Instant, ManualClock, as_instant, parse_utc
from desk.domain.values import RemoteRef
from tests.connectors.amazon.desk_side import (
    ACCOUNT,
    GERMANY,
    NOW,
    ORDER,
    Asked,
    Fake,
    access,
    amazon,
    errors,
    order,
    page,
)
from tests.connectors.http.server import reply

FRANCE = "A13V1IB3VIYZZH"


def numbered(number: int, **changes: Any) -> dict[str, Any]:
    return order(orderId=f"302-0000000-{number:07d}", **changes)


def through_json(cursor: Cursor) -> Cursor:
    return Cursor(json.loads(json.dumps(cursor.value)))


def run(connector: Amazon, cursor: Cursor, most: int = 50) -> tuple[list[Page[Any]], Cursor]:
    pages = []
    for _ in range(most):
        found = connector.fetch_orders(through_json(cursor))
        pages.append(found)
        cursor = found.cursor
        if found.done:
            return pages, cursor
    raise AssertionError("the run never ends")


def connected(there: Fake, clock: ManualClock, **more: Any) -> Amazon:
    return connect(access(there.url, clock=clock, **more))


# --- the question --------------------------------------------------------------------------------------------


def test_the_cursor_is_amazons_time_of_the_first_page_and_the_next_run_overlaps_it() -> None:
    clock = ManualClock(NOW)
    answers = [
        page(numbered(1), token="t1", before="2026-11-20T09:57:00Z"),
        page(numbered(2), token="t2", before="2026-11-20T09:59:00Z"),
        page(numbered(3), before="2026-11-20T09:59:30Z"),
        page(before="2026-11-20T10:05:00Z"),
    ]
    with amazon(lambda _: reply(answers.pop(0))) as there:
        connector = connected(there, clock)
        pages, cursor = run(connector, Cursor())
        assert [[item.ref.id[-1] for item in one.items] for one in pages] == [["1"], ["2"], ["3"]]
        assert cursor.value["since"] == "2026-11-20T09:57:00Z"
        clock.advance(600)
        run(connector, cursor)
        connector.close()
        first, second, third, later = (one.query for one in there.calls)
        assert later["lastUpdatedAfter"] == "2026-11-20T09:47:00Z"
        assert "paginationToken" not in first
        assert (second.pop("paginationToken"), third.pop("paginationToken")) == ("t1", "t2")
        assert first == second == third, "the same filters go with each token"
        assert first["marketplaceIds"] == GERMANY
        assert first["maxResultsPerPage"] == "100"
        assert "lastUpdatedBefore" not in first
        wanted = "BUYER RECIPIENT TAX PROCEEDS PROMOTION CANCELLATION FULFILLMENT PACKAGES PAYMENT"
        assert first["includedData"].split(",") == wanted.split()


@pytest.mark.parametrize(
    "start,after",
    [
        (parse_utc("2026-06-01T00:00:00Z"), "2026-06-01T00:00:00Z"),
        (None, "2024-11-18T10:00:00Z"),
        (parse_utc("2026-11-20T09:59:00Z"), "2026-11-20T09:48:00Z"),
        (parse_utc("2027-01-01T00:00:00Z"), "2026-11-20T09:48:00Z"),
    ],
)
def test_the_first_run_begins_where_it_is_told_but_never_where_amazon_takes_no_question(
    start: Instant | None, after: str
) -> None:
    _, window = window_of(Place(), (GERMANY,), start, NOW)
    assert window.after == after


def test_an_answer_without_its_time_takes_that_of_its_server() -> None:
    told = page(numbered(1))
    del told["lastUpdatedBefore"]
    with amazon(lambda _: reply(told, Date="Fri, 20 Nov 2026 10:00:30 GMT")) as there:
        connector = connected(there, ManualClock(NOW))
        _, cursor = run(connector, Cursor())
        connector.close()
    assert cursor.value["since"] == "2026-11-20T09:58:30Z"


def test_an_answer_that_tells_no_time_at_all_leaves_the_cursor_where_it_was() -> None:
    told = page(numbered(1))
    del told["lastUpdatedBefore"]
    since = Cursor({"v": 1, "marketplaces": [GERMANY], "since": "2026-11-20T08:00:00Z"})
    with amazon(lambda _: reply(told)) as there:
        connector = connected(there, ManualClock(NOW))
        _, cursor = run(connector, since)
        connector.close()
    assert cursor == since


# --- tokens --------------------------------------------------------------------------------------------------


def by_token(pages: dict[str, dict[str, Any]]) -> Callable[[Asked], object]:
    return lambda asked: reply(pages[asked.query.get("paginationToken", "")])


def test_a_run_that_died_goes_on_with_its_token_within_a_day() -> None:
    clock = ManualClock(NOW)
    pages = {"": page(numbered(1), token="t1"), "t1": page(numbered(2))}
    with amazon(by_token(pages)) as there:
        first = connected(there, clock)
        cursor = through_json(first.fetch_orders(Cursor()).cursor)
        first.close()
        clock.advance(22 * 3600)
        second = connected(there, clock)
        found = second.fetch_orders(cursor)
        second.close()
        assert [one.query.get("paginationToken") for one in there.calls] == [None, "t1"]
        assert there.calls[1].query["lastUpdatedAfter"] == there.calls[0].query["lastUpdatedAfter"]
    assert [item.ref.id[-1] for item in found.items] == ["2"]
    assert found.done


def test_a_token_older_than_a_day_begins_its_window_anew() -> None:
    clock = ManualClock(NOW)
    pages = {"": page(numbered(1), token="t1"), "t1": page(numbered(2))}
    with amazon(by_token(pages)) as there:
        connector = connected(there, clock)
        cursor = connector.fetch_orders(Cursor({"v": 1, "marketplaces": [GERMANY], "since": "2026-11-20T08:00:00Z"}))
        clock.advance(24 * 3600)
        connector.fetch_orders(through_json(cursor.cursor))
        connector.close()
        assert [one.query.get("paginationToken") for one in there.calls] == [None, None]
        assert {one.query["lastUpdatedAfter"] for one in there.calls} == {"2026-11-20T07:50:00Z"}


def test_a_token_that_amazon_refuses_begins_its_window_anew() -> None:
    pages = {"": page(numbered(1), token="t1")}

    def script(asked: Asked) -> object:
        if asked.query.get("paginationToken") == "t1" and len(there.calls) == 2:
            return reply(errors("InvalidInput", "The paginationToken you have submitted is not valid."), 400)
        return reply({**pages, "t1": page(numbered(2))}[asked.query.get("paginationToken", "")])

    with amazon(script) as there:
        connector = connected(there, ManualClock(NOW))
        found, _ = run(connector, Cursor())
        connector.close()
    assert {item.ref.id[-1] for one in found for item in one.items} == {"1", "2"}
    assert [one.query.get("paginationToken") for one in there.calls] == [None, "t1", None, "t1"]


def test_a_question_that_amazon_refuses_is_told_not_repeated() -> None:
    with amazon(lambda _: reply(errors("InvalidInput", "Nonsense"), 400)) as there:
        connector = connected(there, ManualClock(NOW))
        with pytest.raises(Refused) as caught:
            connector.fetch_orders(Cursor())
        connector.close()
        assert len(there.calls) == 1
    assert caught.value.words == "Nonsense"


def test_amazons_own_example_of_a_refused_search_is_refused() -> None:
    example = {"errors": [{"code": "InvalidInput", "message": "Invalid Input", "details": "Invalid Input"}]}
    with amazon(lambda _: reply(example, 400)) as there:
        connector = connected(there, ManualClock(NOW))
        with pytest.raises(Refused) as caught:
            connector.fetch_orders(Cursor())
        connector.close()
    assert (caught.value.code, caught.value.words) == ("invalid_input", "Invalid Input")


@pytest.mark.parametrize("circle", [["t1", "t1"], ["t1", "t2", "t1"], ["t1", "t2", "t3", "t2"]])
def test_a_token_that_comes_twice_is_told_and_loops_nowhere(circle: list[str]) -> None:
    left = list(circle)

    def script(_: Asked) -> object:
        return reply(page(numbered(len(there.calls)), token=left.pop(0) if len(left) > 1 else left[0]))

    with amazon(script) as there:
        connector = connected(there, ManualClock(NOW))
        with pytest.raises(Unreadable) as caught:
            run(connector, Cursor())
        connector.close()
        assert len(there.calls) == len(circle) + 1, "it is asked once more, since it may pass"
    assert caught.value.code == "page_repeated"
    assert caught.value.account == 4


def test_a_token_that_comes_twice_by_accident_costs_one_more_question() -> None:
    answers = [page(numbered(1), token="t1"), page(numbered(2), token="t1"), page(numbered(2), token="t2"), page()]
    with amazon(lambda _: reply(answers.pop(0))) as there:
        connector = connected(there, ManualClock(NOW))
        pages, _ = run(connector, Cursor())
        connector.close()
    assert [item.ref.id[-1] for one in pages for item in one.items] == ["1", "2"]


# --- what comes twice, and what cannot be read -----------------------------------------------------------------


def test_an_order_that_slips_to_the_next_page_comes_once_and_one_that_changed_again() -> None:
    changed = "2026-11-19T10:00:00Z"
    pages = {
        "": page(numbered(1), numbered(2), token="t1"),
        "t1": page(numbered(2), numbered(1, lastUpdatedTime=changed), numbered(3)),
    }
    with amazon(by_token(pages)) as there:
        connector = connected(there, ManualClock(NOW))
        found, cursor = run(connector, Cursor())
        assert [[item.ref.id[-1] for item in one.items] for one in found] == [["1", "2"], ["1", "3"]]
        again, _ = run(connector, cursor)
        assert len(again[0].items) == 2, "a new run tells all of its window"
        connector.close()


def test_one_bad_record_goes_aside_with_its_bytes_and_the_page_goes_on() -> None:
    bad = numbered(2, createdTime="gestern")
    with amazon(lambda _: reply(page(numbered(1), bad, numbered(3)))) as there:
        connector = connected(there, ManualClock(NOW))
        found = connector.fetch_orders(Cursor())
        connector.close()
    assert [item.ref.id[-1] for item in found.items] == ["1", "3"]
    (aside,) = found.unreadable
    assert aside.remote_id == "302-0000000-0000002"
    assert json.loads(aside.sample) == bad


def test_each_order_is_kept_as_it_was_sent() -> None:
    text = json.dumps(numbered(1), indent=1)
    with amazon(lambda _: reply('{"orders":[' + text + '],"lastUpdatedBefore":"2026-11-20T09:58:00Z"}')) as there:
        connector = connected(there, ManualClock(NOW))
        found = connector.fetch_orders(Cursor())
        connector.close()
    (item,) = found.items
    assert isinstance(item, OrderSnapshot)
    assert item.raw.decode() == text


# --- marketplaces ----------------------------------------------------------------------------------------------


def test_a_marketplace_that_is_added_is_read_from_its_beginning() -> None:
    known = {"v": 1, "marketplaces": [GERMANY], "since": "2026-11-20T08:00:00Z"}
    with amazon(lambda _: reply(page())) as there:
        for wanted in ("DE", "DE,FR", "FR"):
            connector = connected(there, ManualClock(NOW), marketplaces=wanted)
            connector.fetch_orders(Cursor(dict(known)))
            connector.close()
        same, added, other = (one.query for one in there.calls)
    assert same["lastUpdatedAfter"] == "2026-11-20T07:50:00Z"
    assert added["lastUpdatedAfter"] == other["lastUpdatedAfter"] == "2024-11-18T10:00:00Z"
    assert added["marketplaceIds"] == f"{GERMANY},{FRANCE}"


def test_a_window_is_finished_with_the_marketplaces_it_began_with() -> None:
    clock = ManualClock(NOW)
    pages = {"": page(numbered(1), token="t1"), "t1": page()}
    with amazon(by_token(pages)) as there:
        first = connected(there, clock, marketplaces="DE,FR")
        cursor = first.fetch_orders(Cursor()).cursor
        first.close()
        second = connected(there, clock, marketplaces="FR,DE")
        second.fetch_orders(through_json(cursor))
        second.close()
        assert there.calls[1].query["marketplaceIds"] == there.calls[0].query["marketplaceIds"]


# --- cursors that this code did not write ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "odd",
    [
        {"v": 99},
        {"since": "2026"},
        {"v": 1, "since": "yesterday"},
        {"v": 1, "window": {"after": "x", "marketplaces": []}},
        {"v": 1, "window": {"nonsense": 1, "marketplaces": []}},
        {"v": 1, "window": "x"},
        {"v": 1, "marketplaces": 7},
    ],
)
def test_an_unknown_cursor_begins_anew_and_says_so(odd: dict[str, Any], caplog: pytest.LogCaptureFixture) -> None:
    with amazon(lambda _: reply(page(numbered(1)))) as there:
        connector = connected(there, ManualClock(NOW))
        with caplog.at_level(logging.WARNING):
            found = connector.fetch_orders(Cursor(odd))
        connector.close()
    assert len(found.items) == 1
    assert "begins anew" in caplog.text


@given(
    tokens=st.lists(st.text(min_size=1, max_size=8), unique=True, max_size=8),
    hours=st.lists(st.floats(0, 40), min_size=9, max_size=9),
)
def test_a_place_survives_json_and_only_ever_goes_on_or_begins_its_window_anew(
    tokens: list[str], hours: list[float]
) -> None:
    place, now, first = Place(), NOW, ""
    for number, token in enumerate([*tokens, ""]):
        place = Place.read(json.loads(json.dumps(place.write())))
        place, window = window_of(place, (GERMANY,), None, now)
        first = first if window.token else window.after
        assert window.after == first
        slept = number and timedelta(hours=hours[number - 1]) >= paging.TOKEN_LIFE
        assert bool(window.token) == (number > 0 and not slept)
        if slept:
            return
        try:
            place = advance(place, window, token, "2026-11-20T09:58:00Z", now)
        except TokenRepeatedError:
            raise AssertionError("no token came twice") from None
        now = as_instant(now + timedelta(hours=hours[number]))
    assert place == Place(since="2026-11-20T09:58:00Z", marketplaces=(GERMANY,))


# --- personal data -----------------------------------------------------------------------------------------------


def test_where_personal_data_is_refused_orders_come_without_it_and_it_is_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def script(asked: Asked) -> object:
        if "BUYER" in asked.query["includedData"]:
            return reply(errors("AccessDenied", "Access to requested resource is denied."), 403)
        if "paginationToken" in asked.query or asked.path.endswith(ORDER):
            return reply({"order": order(buyer=None, recipient=None), "orders": []})
        return reply(page(numbered(1, buyer=None, recipient=None), token="t1"))

    shared = Shared()
    with amazon(script) as there, caplog.at_level(logging.WARNING):
        connector = connected(there, ManualClock(NOW), shared=shared)
        pages, _ = run(connector, Cursor())
        connector.close()
        second = connected(there, ManualClock(NOW), shared=shared)
        second.fetch_order(RemoteRef(ACCOUNT, ORDER))
        second.close()
        sets = [one.query["includedData"].split(",") for one in there.calls]
    assert [("BUYER" in one, "RECIPIENT" in one, "TAX" in one) for one in sets] == [(True,) * 3, *[(False,) * 3] * 3]
    assert all("PROCEEDS" in one and "PACKAGES" in one for one in sets)
    assert len(pages[0].items) == 1
    assert [record.getMessage() for record in caplog.records] == [
        "account 4: Amazon refuses personal data, orders come without it"
    ]


def test_where_everything_is_refused_a_login_is_asked_for() -> None:
    with amazon(lambda _: reply(errors("AccessDenied", "Access to requested resource is denied."), 403)) as there:
        connector = connected(there, ManualClock(NOW))
        with pytest.raises(LoginNeeded) as caught:
            connector.fetch_orders(Cursor())
        connector.close()
        assert len(there.calls) == 2
    assert (caught.value.field, caught.value.code) == ("refresh_token", "not_permitted")
    assert not caught.value.words.startswith("Atz")
