"""Who may enter the simulated Amazon: Login with Amazon, and the access token of each call."""

import pytest

from connectors.channels.amazon.simulator_model import SellerOptions
from connectors.simulation.starting import own_options
from tests.connectors.amazon.simulator_account import ORDERS, SELLERS, TOKEN, Account, Answer

pytestmark = pytest.mark.requests_by_hand


def lwa_error(answer: Answer) -> tuple[int, str]:
    assert set(answer.json) == {"error", "error_description"}
    return answer.status, answer.json["error"]


def test_a_token_opens_the_api_for_an_hour() -> None:
    account = Account(3)
    told = account.login().json
    assert told["token_type"] == "bearer"
    assert told["expires_in"] == 3600
    assert told["access_token"].startswith("Atza|")
    # Refresh tokens are not rotated.
    assert told["refresh_token"] == account.simulator.credentials["refresh_token"]
    account.token = told["access_token"]
    account.later(seconds=3599)
    assert account.get(SELLERS).status == 200
    account.later(seconds=1)
    refused = account.get(SELLERS)
    assert refused.error == (403, "Unauthorized")
    assert "expired" in refused.words
    account.new_token()
    assert account.get(SELLERS).status == 200


@pytest.mark.parametrize(
    "changed, code",
    [
        ({"refresh_token": "Atzr|other"}, "invalid_grant"),
        ({"client_secret": "wrong"}, "invalid_client"),
        ({"client_id": "amzn1.application-oa2-client.other"}, "invalid_client"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "client_credentials", "scope": "everything"}, "invalid_scope"),
        ({"refresh_token": None}, "invalid_request"),
        ({"client_secret": None}, "invalid_request"),
    ],
)
def test_what_login_refuses(changed: dict[str, str | None], code: str) -> None:
    assert lwa_error(Account(1).login(**changed)) == (400, code)


def test_login_takes_a_form_and_nothing_else() -> None:
    account = Account(1)
    body = {"grant_type": "refresh_token", "client_id": account.simulator.login.client_id}
    assert lwa_error(account.ask("POST", TOKEN, body=body)) == (400, "invalid_request")
    assert account.ask("GET", TOKEN).status == 405


def test_a_withdrawn_authorisation_ends_tokens_at_once() -> None:
    account = Account(2)
    account.do("revoke")
    assert lwa_error(account.login()) == (400, "invalid_grant")
    refused = account.get(SELLERS)
    assert refused.error == (403, "Unauthorized")
    assert "revoked" in refused.words
    told = account.do("authorise")
    assert lwa_error(account.login(refresh_token="Atzr|old")) == (400, "invalid_grant")
    assert told["refresh_token"] == account.simulator.credentials["refresh_token"]
    account.new_token()
    assert account.get(SELLERS).status == 200


def test_an_old_secret_lives_for_a_week() -> None:
    account = Account(1)
    old = account.simulator.credentials["client_secret"]
    new = account.do("rotate_secret")["client_secret"]
    assert new != old
    account.later(days=6, hours=23)
    assert account.login(client_secret=old).status == 200
    account.later(hours=2)
    assert lwa_error(account.login(client_secret=old)) == (400, "invalid_client")
    assert account.login(client_secret=new).status == 200


def test_a_suspended_application() -> None:
    account = Account(1)
    account.do("suspend_app")
    assert lwa_error(account.login()) == (400, "unauthorized_client")
    account.do("suspend_app", suspended=False)
    assert account.login().status == 200


def test_tokens_ended_before_their_time() -> None:
    account = Account(1)
    account.do("expire_tokens")
    assert account.get(SELLERS).error == (403, "Unauthorized")
    account.new_token()
    assert account.get(SELLERS).status == 200


def test_a_token_without_a_seller_reads_no_orders() -> None:
    account = Account(1)
    answer = account.login(grant_type="client_credentials", scope="sellingpartnerapi::notifications")
    assert "refresh_token" not in answer.json
    account.token = answer.json["access_token"]
    assert account.get(ORDERS).error == (403, "Unauthorized")


def test_headers_that_a_call_needs() -> None:
    account = Account(1)
    missing = account.ask("GET", SELLERS, token="")
    assert missing.error == (403, "Unauthorized")
    assert "missing" in missing.words
    assert account.ask("GET", SELLERS, headers={"user-agent": ""}).error == (400, "InvalidInput")
    for token in ("Atza|forged.0000", "Atza|ä", account.token + "0", account.token[5:]):
        assert account.ask("GET", SELLERS, token=token).error == (403, "Unauthorized")


def test_the_host_is_never_judged() -> None:
    # The client library cuts the first letters off it on http.
    account = Account(1)
    assert account.ask("GET", SELLERS, headers={"host": ".0.0.1:8080"}).status == 200


def test_addresses_that_are_none_meet_the_gateway() -> None:
    account = Account(1)
    for method, path in (("GET", "/orders/v0/orders"), ("POST", ORDERS), ("GET", "/")):
        answer = account.ask(method, path)
        assert (answer.status, answer.json) == (403, {"message": "Forbidden"})
    account.do("forbid", count=2)
    assert [account.get(SELLERS).status for _ in range(3)] == [403, 403, 200]


def test_a_restarted_simulator_knows_its_tokens() -> None:
    first, second = Account(1, seed=6), Account(1, seed=6)
    assert second.ask("GET", SELLERS, token=first.token).status == 200
    assert Account(1, seed=7).ask("GET", SELLERS, token=first.token).status == 403


def test_every_answer_has_a_request_id() -> None:
    account = Account(1)
    answers = [account.get(SELLERS), account.login(), account.get(f"{ORDERS}/x"), account.get(SELLERS)]
    assert len({answer.headers["x-amzn-requestid"] for answer in answers}) == 4


def test_the_drill_is_told_what_no_log_may_hold() -> None:
    account = Account(1)
    secrets = account.state(secrets="1")["secrets"]
    assert {*account.simulator.credentials.values(), account.token} <= set(secrets)


def test_options_from_a_command_line() -> None:
    options = own_options(SellerOptions, {"tax_role": "off", "page_cap": "7", "fba_percent": 0}, "An Amazon")
    assert (options.tax_role, options.page_cap, options.fba_percent) == (False, 7, 0)
    for wrong in ({"colour": "red"}, {"marketplaces": "ATVPDKIKX0DER"}, {"denied": "some"}, {"page_cap": 101}):
        with pytest.raises(ValueError, match=r"."):
            own_options(SellerOptions, wrong, "An Amazon")
