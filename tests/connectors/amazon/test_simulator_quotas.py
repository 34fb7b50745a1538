"""Amazon's quotas in the simulated account's own time, and the headers that say little of them."""

import pytest

from tests.connectors.amazon.simulator_account import GERMANY, ORDERS, SELLERS, Account, Answer

pytestmark = pytest.mark.requests_by_hand


def until_refused(ask: object, most: int = 60) -> int:
    assert callable(ask)
    for count in range(most):
        answer: Answer = ask()
        assert answer.status != 403
        if answer.status == 429:
            assert answer.error == (429, "QuotaExceeded")
            return count
    raise AssertionError("the quota never ran out")


def test_twenty_searches_and_then_one_in_three_minutes() -> None:
    account = Account(3, quotas=True)

    def search() -> Answer:
        return account.search(marketplaceIds=GERMANY)

    assert until_refused(search) == 20
    account.later(seconds=178)
    assert search().status == 429
    account.later(seconds=1)
    assert search().status == 200
    assert search().status == 429
    account.later(hours=2)
    account.new_token()
    assert until_refused(search) == 20


@pytest.mark.parametrize(
    "path, burst, seconds",
    [(SELLERS, 15, 63), (f"{ORDERS}/123-1234567-1234567", 30, 2)],
)
def test_the_other_operations(path: str, burst: int, seconds: int) -> None:
    account = Account(1, quotas=True)
    assert until_refused(lambda: account.get(path)) == burst
    # Each operation has a bucket of its own.
    assert account.search().status == 200
    account.later(seconds=seconds)
    assert account.get(path).status != 429
    assert account.get(path).status == 429


def test_confirmations() -> None:
    account = Account(1, quotas=True)
    order = account.some()
    assert until_refused(lambda: account.confirm(order, carrierCode="")) == 10
    account.later(seconds=0.5)
    assert account.confirm(order).status == 204


def test_refused_tokens_cost_nothing() -> None:
    account = Account(1, quotas=True)
    for _ in range(40):
        assert account.ask("GET", SELLERS, token="Atza|x").status == 403
    assert account.get(SELLERS).status == 200
    assert account.state(orders="0")["quotas"] == {"getMarketplaceParticipations": 14.0}


def test_a_clock_that_steps_back_gives_nothing() -> None:
    account = Account(1, quotas=True)
    until_refused(lambda: account.get(SELLERS))
    account.later(seconds=-90)
    assert account.get(SELLERS).status == 429
    account.later(seconds=90)
    assert account.get(SELLERS).status == 429


def test_the_advice_is_unreliable() -> None:
    account = Account(1)
    told = [account.get(SELLERS).headers.get("x-amzn-ratelimit-limit") for _ in range(30)]
    assert set(told) == {None, "n/a", "0.016"}
    numeric, silent = Account(1, rate_header="numeric"), Account(1, rate_header="none")
    assert {numeric.get(SELLERS).headers.get("x-amzn-ratelimit-limit") for _ in range(9)} == {"0.016"}
    assert {silent.get(SELLERS).headers.get("x-amzn-ratelimit-limit") for _ in range(9)} == {None}
    busy = Account(1, quotas=True)
    until_refused(lambda: busy.get(SELLERS))
    assert {busy.get(SELLERS).headers.get("retry-after") for _ in range(9)} == {None, "1"}
