from __future__ import annotations

from dataclasses import replace

import keyring
import keyring.backends.fail
import pytest

from connectors.contract.errors import LoginNeeded, Unavailable
from desk.domain.clock import parse_utc
from desk.domain.errors import NotAllowed, NotFound, SecretsUnavailable
from desk.domain.values import OrderId
from desk.domain.views import AccountState
from desk.services import accounts
from desk.services.context import Desk
from desk.store.accounts import Account
from desk.system.secrets import EnvironmentSecrets, KeyringSecrets, MemorySecrets
from tests.services.conftest import Synced
from tests.services.fakes import KEY, FakeChannel, unavailable
from tests.services.outbox_deeds import drain, ship
from tests.support.orders import order

SETTINGS = {"base_url": " https://shop.example.org "}
SECRETS = {"consumer_key": f" {KEY}\n"}


def test_an_account_is_kept_with_what_the_channel_said_of_itself(desk: Desk) -> None:
    made = accounts.add(desk, "fake", {**SETTINGS, "start_date": "2026-01-31", "merchant": "Firma"}, SECRETS)
    assert (made.name, made.state, made.writing, made.orders) == ("Fake shop", AccountState.READY, False, 0)
    assert (made.base_url, made.findings) == ("https://shop.example.org", (("version", "9.8"),))
    kept = accounts.load(desk, made.id)
    assert (kept.start_date, kept.merchant) == (parse_utc("2026-01-31"), "Firma")
    assert dict(kept.settings) == {"base_url": "https://shop.example.org"}
    assert desk.secrets.get("account/Fake shop/consumer_key") == KEY


def test_secrets_never_reach_the_store(desk: Desk) -> None:
    accounts.add(desk, "fake", SETTINGS, SECRETS)
    connection = desk.store.raw_connection()
    tables = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
    dump = "".join(str(connection.execute(f"select * from {name}").fetchall()) for name in tables)
    connection.close()
    assert "https://shop.example.org" in dump
    assert KEY not in dump


@pytest.mark.parametrize(
    "kind,settings,secrets,code",
    [
        ("amiga", SETTINGS, SECRETS, "no_such_channel"),
        ("fake", {}, SECRETS, "setting_missing"),
        ("fake", SETTINGS, {}, "setting_missing"),
        ("fake", SETTINGS, {"consumer_key": "  "}, "setting_missing"),
        ("fake", {**SETTINGS, "colour": "red"}, SECRETS, "no_such_setting"),
        ("fake", {**SETTINGS, "consumer_key": KEY}, {}, "setting_misplaced"),
        ("fake", {**SETTINGS, "consumer_key": KEY}, SECRETS, "setting_misplaced"),
        ("fake", {}, {**SECRETS, "base_url": "https://x"}, "setting_misplaced"),
        ("fake", {**SETTINGS, "tracking": "pigeon"}, SECRETS, "no_such_choice"),
        ("fake", {**SETTINGS, "writing": "maybe"}, SECRETS, "not_a_switch"),
        ("fake", {**SETTINGS, "start_date": "31.01.2026"}, SECRETS, "not_a_date"),
    ],
)
def test_settings_that_make_no_sense_are_told_before_the_channel_is_asked(
    desk: Desk, channel: FakeChannel, kind: str, settings: dict[str, str], secrets: dict[str, str], code: str
) -> None:
    with pytest.raises((NotAllowed, NotFound)) as refused:
        accounts.add(desk, kind, settings, secrets)
    assert refused.value.code == code
    assert refused.value.text.endswith(".")
    assert KEY not in refused.value.text
    assert (accounts.overview(desk), channel.calls) == ((), [])


def test_nothing_is_kept_when_the_channel_does_not_let_us_in(desk: Desk, channel: FakeChannel) -> None:
    with pytest.raises(LoginNeeded) as refused:
        accounts.add(desk, "fake", SETTINGS, {"consumer_key": "wrong"})
    assert refused.value.field == "consumer_key"
    channel.plan("check_login", unavailable())
    with pytest.raises(Unavailable):
        accounts.add(desk, "fake", SETTINGS, SECRETS)
    assert accounts.overview(desk) == ()
    assert desk.secrets.get("account/Fake shop/consumer_key") is None
    assert channel.closed == len(channel.connected) == 2
    assert accounts.add(desk, "fake", SETTINGS, SECRETS).id, "the recovery"


def test_no_name_is_taken_twice(desk: Desk) -> None:
    accounts.add(desk, "fake", SETTINGS, SECRETS)
    with pytest.raises(NotAllowed, match="another name") as refused:
        accounts.add(desk, "fake", SETTINGS, SECRETS)
    assert refused.value.code == "account_name_taken"
    assert accounts.add(desk, "fake", {**SETTINGS, "name": "Second"}, SECRETS).name == "Second"
    assert accounts.add(desk, "fake", SETTINGS, SECRETS, name="Third").name == "Third"


def test_without_a_keyring_an_account_is_not_kept_anywhere(desk: Desk) -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(keyring.backends.fail.Keyring())  # type: ignore[no-untyped-call]
    try:
        with pytest.raises(SecretsUnavailable, match="keyring"):
            accounts.add(replace(desk, secrets=KeyringSecrets()), "fake", SETTINGS, SECRETS)
        assert accounts.overview(desk) == ()
        given = EnvironmentSecrets(KeyringSecrets(), {"DESK_SECRET_CONSUMER_KEY": KEY})
        served = replace(desk, secrets=given)
        made = accounts.add(served, "fake", SETTINGS, SECRETS)
        assert accounts.test(served, accounts.load(desk, made.id)).identity
    finally:
        keyring.set_keyring(before)


@pytest.mark.parametrize("text", ["Shop", "1", "fake", "FAKE", "shop"])
def test_an_account_is_found_by_name_number_or_kind(desk: Desk, account: Account, text: str) -> None:
    assert accounts.find(desk, text) == account


def test_what_fits_no_account_or_several_is_told(desk: Desk, account: Account) -> None:
    accounts.add(desk, "fake", SETTINGS, SECRETS, name="Second")
    with pytest.raises(NotFound, match=r"Several accounts fit 'fake': Shop \(id 1\), Second \(id 2\)"):
        accounts.find(desk, "fake")
    for text in ("Nobody", ""):
        with pytest.raises(NotFound, match="There are: Shop, Second"):
            accounts.find(desk, text)
    assert accounts.find(desk, "Shop").id == account.id


def test_trying_the_keys_again_keeps_what_was_found(desk: Desk, account: Account, channel: FakeChannel) -> None:
    channel.identity = "https://moved.example.org"
    report = accounts.test(desk, account)
    assert accounts.load(desk, account.id).identity == report.identity == "https://moved.example.org"
    channel.key = "another"
    with pytest.raises(LoginNeeded):
        accounts.test(desk, account)
    assert accounts.load(desk, account.id).state is AccountState.LOGIN_NEEDED
    channel.key = KEY
    accounts.test(desk, accounts.load(desk, account.id))
    told = accounts.load(desk, account.id)
    assert (told.state, told.trouble_code) == (AccountState.READY, "")


def test_an_account_with_open_pushes_is_not_removed(
    desk: Desk, account: Account, channel: FakeChannel, synced: Synced
) -> None:
    channel.add(order("1"))
    order_id: OrderId = synced()["1"]
    ship(desk, order_id, "7")
    with pytest.raises(NotAllowed, match="1 changes of this account still wait") as refused:
        accounts.remove(desk, account)
    assert refused.value.facts == {"waiting": 1}
    drain(desk, account)
    accounts.remove(desk, account)
    assert accounts.overview(desk) == ()
    connection = desk.store.raw_connection()
    for table in ("orders", "channel_pushes", "cursors", "leases", "order_events", "unreadable_records"):
        assert connection.execute(f"select count(*) from {table}").fetchone() == (0,), table
    connection.close()


def test_an_empty_desk_has_no_accounts(desk: Desk) -> None:
    assert accounts.overview(desk) == ()
    with pytest.raises(NotFound, match="There are: none"):
        accounts.find(desk, "Shop")
    assert isinstance(desk.secrets, MemorySecrets)
