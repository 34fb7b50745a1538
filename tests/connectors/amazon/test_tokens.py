"""Access tokens: fetched once for an account, never another's, renewed in time, evicted when refused (sheet 11, 3)."""

from __future__ import annotations

import threading

import pytest

from connectors.channels.amazon import library
from connectors.contract.errors import LoginNeeded, Unavailable
from connectors.contract.protocols import Shared
from desk.domain.clock import ManualClock
from tests.connectors.amazon.calls import BODY, CALLS, QUERY, SETS, client_of
from tests.connectors.amazon.desk_side import (
    NOW,
    ORDER,
    SECRETS,
    Asked,
    access,
    amazon,
    errors,
    order,
    page,
    token_answer,
)
from tests.connectors.http.server import reply


def test_two_accounts_never_share_a_token_nor_the_librarys_cache() -> None:
    """Even with one refresh token, by which the library keys its cache."""
    cache = library.load("sp_api.auth.access_token_client").cache
    cache.clear()
    with amazon(lambda _: reply(page())) as there:
        for account in (1, 2):
            client = client_of(access(there.url, account=account))
            client.search_orders(QUERY)
            client.close()
        assert [one.token for one in there.calls] == ["Atza|token-1", "Atza|token-2"]
    assert not cache, "nothing of ours is left for others of this process"


def test_what_the_librarys_cache_holds_is_not_used() -> None:
    module = library.load("sp_api.auth.access_token_client")
    key = library.load("sp_api.auth._core").build_cache_key(SECRETS["refresh_token"])
    module.cache[key] = token_answer("Atza|of-somebody-else")
    try:
        with amazon(lambda _: reply(page())) as there:
            client = client_of(access(there.url))
            client.search_orders(QUERY)
            client.close()
            assert there.calls[0].token == "Atza|token-1"
    finally:
        module.cache.clear()


def test_one_account_fetches_one_token_however_many_threads_need_it() -> None:
    shared = Shared()
    begin = threading.Barrier(4)
    with amazon(lambda _: reply({"order": order()})) as there:

        def ask() -> None:
            client = client_of(access(there.url, shared=shared))
            begin.wait(5)
            client.get_order(ORDER, SETS)
            client.close()

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        assert len(there.forms) == 1
        assert {one.token for one in there.calls} == {"Atza|token-1"}
        assert len(there.calls) == 4


def test_other_keys_of_an_account_never_meet_its_old_token() -> None:
    shared = Shared()
    with amazon(lambda _: reply({"order": order()})) as there:
        for secret in ("old", "new"):
            secrets = {**SECRETS, "client_secret": f"amzn1.oa2-cs.v1.{secret}"}
            client = client_of(access(there.url, shared=shared, secrets=secrets))
            client.get_order(ORDER, SETS)
            client.close()
        assert [one.token for one in there.calls] == ["Atza|token-1", "Atza|token-2"]


def test_a_token_is_renewed_before_it_ends_by_the_accounts_clock() -> None:
    clock = ManualClock(NOW)
    with amazon(lambda _: reply({"order": order()})) as there:
        client = client_of(access(there.url, clock=clock))
        client.get_order(ORDER, SETS)
        clock.advance(3400)
        client.get_order(ORDER, SETS)
        clock.advance(100)
        client.get_order(ORDER, SETS)
        client.close()
        assert [one.token[-1] for one in there.calls] == ["1", "1", "2"]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("status", [401, 403])
def test_an_expired_token_is_evicted_and_the_call_made_once_more(call: str, status: int) -> None:
    expired = errors("Unauthorized", "Access to requested resource is denied.", "The access token has expired.")
    good = {
        "search_orders": page(),
        "get_order": {"order": order()},
        "find_marketplaces": {"payload": []},
        "confirm_shipment": b"",
    }

    def script(asked: Asked) -> object:
        if asked.token == "Atza|token-1":
            return reply(expired, status)
        return reply(good[call], 204 if call == "confirm_shipment" else 200)

    with amazon(script) as there:
        client = client_of(access(there.url))
        CALLS[call](client)
        client.close()
        assert [one.token for one in there.calls] == ["Atza|token-1", "Atza|token-2"]


def test_tokens_that_are_never_accepted_ask_for_a_login_in_the_end_but_not_at_once() -> None:
    """One fresh token for each call; the keys were just accepted, so a refusal is first taken for passing trouble."""
    expired = errors("Unauthorized", "Access to requested resource is denied.", "The access token has expired.")
    with amazon(lambda _: reply(expired, 403)) as there:
        client = client_of(access(there.url))
        with pytest.raises(Unavailable) as caught:
            client.confirm_shipment(ORDER, BODY)
        assert (caught.value.code, len(there.calls), len(there.forms)) == ("token_not_accepted", 2, 2)
        for _ in range(6):
            with pytest.raises(Unavailable):
                client.confirm_shipment(ORDER, BODY)
        with pytest.raises(LoginNeeded) as asked:
            client.confirm_shipment(ORDER, BODY)
        client.close()
    assert (asked.value.field, asked.value.code) == ("refresh_token", "token_refused")


def test_a_missing_role_is_not_taken_for_an_expired_token() -> None:
    denied = errors("AccessDenied", "Access to requested resource is denied.", "The access token lacks a role.")
    with amazon(lambda _: reply(denied, 403)) as there:
        client = client_of(access(there.url))
        with pytest.raises(LoginNeeded) as caught:
            client.get_order(ORDER, SETS)
        client.close()
        assert (len(there.calls), len(there.forms)) == (1, 1)
    assert (caught.value.field, caught.value.code) == ("refresh_token", "not_permitted")


# --- what the sign-in says instead of a token ------------------------------------------------------------------


@pytest.mark.parametrize(
    "status,error,told,field",
    [
        (400, "invalid_grant", "The request has an invalid grant parameter : refresh_token.", "refresh_token"),
        (401, "invalid_client", "Client authentication failed", "client_secret"),
        (400, "invalid_client", "Unknown client_id", "client_id"),
        (400, "unauthorized_client", "Not authorized for requested operation", "client_id"),
        (400, "invalid_request", "The request is missing a required parameter : client_id", "client_id"),
        (400, "invalid_request", "The request has an invalid parameter : client_secret", "client_secret"),
        (400, "something_new", "Nobody knows", "refresh_token"),
    ],
)
def test_a_refused_sign_in_names_the_key_at_fault(status: int, error: str, told: str, field: str) -> None:
    refusal = reply({"error": error, "error_description": told}, status)
    with amazon(lambda _: reply(page()), token=lambda _: refusal) as there:
        client = client_of(access(there.url))
        with pytest.raises(LoginNeeded) as caught:
            client.get_order(ORDER, SETS)
        client.close()
        assert (len(there.forms), there.calls) == (1, [])
    assert (caught.value.field, caught.value.code, caught.value.operation) == (field, error, "sign_in")
    assert caught.value.account == 4


@pytest.mark.parametrize(
    "answer",
    [
        reply({"token_type": "bearer", "expires_in": 3600}),
        reply({"access_token": "", "expires_in": 3600}),
        reply({"access_token": 7}),
        reply("", 200),
        reply("<html>Sorry</html>", 200, "text/html"),
        reply("<html>Bad Gateway</html>", 502, "text/html"),
        reply("", 500),
        reply({"error": "slow_down"}, 400),
        reply({"error": "x"}, 429),
        reply({"error": "server_error", "error_description": "x"}, 503),
    ],
)
def test_a_sign_in_in_trouble_is_no_word_about_the_keys(answer: bytes) -> None:
    with amazon(lambda _: reply(page()), token=lambda _: answer) as there:
        client = client_of(access(there.url))
        with pytest.raises(Unavailable) as caught:
            client.search_orders(QUERY)
        client.close()
        assert there.calls == []
    assert caught.value.operation == "sign_in"


@pytest.mark.parametrize("lives", [3600, "3600", None, -5, 10**9])
def test_a_token_without_a_sensible_life_lives_an_hour(lives: object) -> None:
    clock = ManualClock(NOW)
    told = {"access_token": "Atza|x", "expires_in": lives}
    with amazon(lambda _: reply({"order": order()}), token=lambda _: reply(told)) as there:
        client = client_of(access(there.url, clock=clock))
        for seconds in (0, 3400, 100):
            clock.advance(seconds)
            client.get_order(ORDER, SETS)
        client.close()
        assert len(there.forms) == 2
