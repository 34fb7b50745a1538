"""Which fault is chosen: by the seed, at the shares that were asked for, never where it cannot be."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from connectors.simulation.faults import PROFILES, Faults, parse_faults
from connectors.simulation.wire import WireRequest

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)


def request(method: str = "GET", path: str = "/orders", query: str = "") -> WireRequest:
    return WireRequest(method, path, query, {}, b"", secure=False, at=AT)


def chosen(faults: Faults, count: int, method: str = "GET", query: str = "") -> list[str | None]:
    picks = [faults.choose(request(method, query=f"n={n}&{query}"), lambda _: True) for n in range(count)]
    return [pick.profile if pick else None for pick in picks]


def test_the_seed_decides() -> None:
    shares = {"throttle": 0.2, "cut_body": 0.2}
    assert chosen(Faults(1, dict(shares)), 50) == chosen(Faults(1, dict(shares)), 50)
    assert chosen(Faults(1, dict(shares)), 50) != chosen(Faults(2, dict(shares)), 50)


def test_signatures_and_dates_do_not_change_the_choice() -> None:
    shares = {"throttle": 0.5}
    plain = chosen(Faults(1, dict(shares)), 40)
    signed = chosen(Faults(1, dict(shares)), 40, query="oauth_nonce=abc&modified_after=2026-11-20T12:00:00")
    assert plain == signed


def test_other_requests_in_between_do_not_change_the_choice() -> None:
    alone, mixed = Faults(1, {"throttle": 0.3}), Faults(1, {"throttle": 0.3})
    first = [alone.choose(request(), lambda _: True) for _ in range(30)]
    second = []
    for turn in range(30):
        mixed.choose(request(path=f"/other/{turn}"), lambda _: True)
        second.append(mixed.choose(request(), lambda _: True))
    assert first == second
    assert any(first) and not all(first)  # noqa: PT018 - one statement on one list


def test_shares_are_kept() -> None:
    counted = Counter(chosen(Faults(3, {"throttle": 0.1, "slow_body": 0.3}), 4000))
    assert 0.08 < counted["throttle"] / 4000 < 0.12
    assert 0.27 < counted["slow_body"] / 4000 < 0.33


def test_a_read_is_never_a_deed_and_a_write_has_no_pages() -> None:
    every = dict.fromkeys(PROFILES, 1 / len(PROFILES))
    reads = set(chosen(Faults(1, dict(every)), 2000))
    writes = set(chosen(Faults(1, dict(every)), 2000, method="PUT"))
    assert {"deed_done_reset", "deed_done_no_answer", "channel_moved"}.isdisjoint(reads)
    assert {"page_shift", "token_repeated", "foreign_record", "missing_field"}.isdisjoint(writes)
    assert reads | writes >= set(PROFILES)


def test_planned_faults_come_first_and_run_out() -> None:
    faults = Faults(1)
    faults.configure({"planned": [{"profile": "cut_body", "count": 2, "method": "GET", "path_contains": "/ord"}]})
    assert faults.choose(request("POST"), lambda _: True) is None
    assert faults.choose(request(path="/notes"), lambda _: True) is None
    assert chosen(faults, 3) == ["cut_body", "cut_body", None]


def test_a_plan_may_let_some_go_free() -> None:
    faults = Faults(1)
    faults.configure({"planned": {"profile": "reset", "skip": 2}})
    assert chosen(faults, 4) == [None, None, "reset", None]


def test_faults_are_read_from_text() -> None:
    assert parse_faults(None) == {}
    assert parse_faults("cut_body") == {"cut_body": 0.05}
    assert parse_faults("throttle:0.5, reset:0.1") == {"throttle": 0.5, "reset": 0.1}
    assert set(parse_faults("all:0.01")) == set(PROFILES)


@pytest.mark.parametrize(
    "order,words",
    [
        ({"profiles": {"gremlins": 0.1}}, "no fault profile gremlins"),
        ({"profiles": {"throttle": 0.9, "reset": 0.9}}, "at most 1"),
        ({"planned": [{"profile": "throttle", "often": 3}]}, "A planned fault has"),
        ({"hodl": {}}, "does not know hodl"),
    ],
)
def test_nonsense_is_refused_with_a_sentence(order: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Faults(1).configure(order)
