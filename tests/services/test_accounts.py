from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import keyring
import keyring.backends.fail
import pytest

from connectors.contract.capabilities import ConnectorKind, Setting
from connectors.contract.errors import ConnectorError, LoginNeeded, Unavailable
from desk.domain.clock import parse_utc
from desk.domain.errors import NotAllowed, NotFound, SecretsUnavailable
from desk.domain.values import OrderId
from desk.domain.views import AccountState
from desk.services import accounts, sync_centre
from desk.services.context import Desk
from desk.services.schedule import Schedule
from desk.store import accounts as account_store
from desk.store.accounts import Account
from desk.system.secrets import EnvironmentSecrets, KeyringSecrets, MemorySecrets
from tests.services.conftest import Synced
from tests.services.fakes import KEY, FakeChannel, FakeRegistry, unavailable
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


def out_of_reach() -> Unavailable:
    return Unavailable("shop.example.org cannot be reached just now. Desk keeps trying.", code="connection_refused")


def address_at_fault() -> None:
    """What connectors make of it while keys are tried."""
    trouble = out_of_reach()
    raise LoginNeeded(trouble.text, field="base_url", code=trouble.code) from trouble


@pytest.mark.parametrize("step", [out_of_reach(), address_at_fault], ids=["unavailable", "login needed"])
def test_whoever_sets_an_account_up_is_told_to_check_the_address(
    desk: Desk, channel: FakeChannel, step: Unavailable
) -> None:
    channel.plan("check_login", step)
    with pytest.raises(ConnectorError) as refused:
        accounts.add(desk, "fake", SETTINGS, SECRETS)
    assert refused.value.text == "shop.example.org cannot be reached just now. Check the address."


def test_a_shop_out_of_reach_while_its_keys_are_tried_stops_no_account(
    desk: Desk, account: Account, channel: FakeChannel
) -> None:
    channel.plan("check_login", address_at_fault)
    with pytest.raises(LoginNeeded) as refused:
        accounts.check_login(desk, account)
    assert refused.value.text.endswith("Check the address.")
    (view,) = accounts.overview(desk)
    assert (view.state, view.trouble_code) == (AccountState.READY, "connection_refused")
    assert view.trouble_text.endswith("Desk keeps trying."), "which is true of an account that goes on"


def test_a_shop_out_of_reach_does_not_hide_that_its_keys_are_wrong(
    desk: Desk, account: Account, channel: FakeChannel
) -> None:
    for step, code in ((LoginNeeded("Wrong key.", code="key_wrong"), "key_wrong"), (address_at_fault, "key_wrong")):
        channel.plan("check_login", step)
        with pytest.raises(LoginNeeded):
            accounts.check_login(desk, account)
        account = accounts.load(desk, account.id)
        assert account.state is AccountState.LOGIN_NEEDED
        assert accounts.overview(desk)[0].trouble_code == code


@pytest.mark.parametrize("base_url", ["http://shop.example.org", "https://shop.example.org"])
@pytest.mark.parametrize("content", [None, b"no certificate"])
def test_a_certificate_file_that_is_none_is_told_whatever_the_address(
    desk: Desk, channel: FakeChannel, tmp_path: Path, base_url: str, content: bytes | None
) -> None:
    file = tmp_path / "ca.pem"
    if content is not None:
        file.write_bytes(content)
    settings = {"base_url": base_url, "ca_file": str(file)}
    with pytest.raises(NotAllowed) as refused:
        accounts.add(desk, "fake", settings, SECRETS)
    assert (refused.value.code, channel.calls) == ("ca_file_missing", [])
    file.write_bytes(b"-----BEGIN CERTIFICATE-----")
    assert accounts.add(desk, "fake", settings, SECRETS).id


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
        assert accounts.check_login(served, accounts.load(desk, made.id)).identity
    finally:
        keyring.set_keyring(before)


class SealedRegistry(FakeRegistry):
    """Its channel takes one more secret, which most accounts go without."""

    def describe(self, kind: str) -> ConnectorKind:
        seal = Setting(name="seal", label="Seal", secret=True, required=False)
        return replace(super().describe(kind), settings=(*super().describe(kind).settings, seal))


def test_without_a_keyring_a_secret_that_may_be_missing_is_missing(desk: Desk) -> None:
    registry = SealedRegistry()
    before = keyring.get_keyring()
    keyring.set_keyring(keyring.backends.fail.Keyring())  # type: ignore[no-untyped-call]
    try:
        given = EnvironmentSecrets(KeyringSecrets(), {"DESK_SECRET_CONSUMER_KEY": KEY})
        served = replace(desk, secrets=given, connectors=registry)
        made = accounts.load(served, accounts.add(served, "fake", SETTINGS, SECRETS).id)
        assert accounts.change_secrets(served, made, SECRETS).identity
        assert accounts.check_login(served, made).identity
        with pytest.raises(SecretsUnavailable, match="keyring"):
            accounts.check_login(replace(served, secrets=EnvironmentSecrets(KeyringSecrets(), {})), made)
    finally:
        keyring.set_keyring(before)
    assert dict(registry.channel.connected[-1].secrets) == {"consumer_key": KEY}


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
    report = accounts.check_login(desk, account)
    assert accounts.load(desk, account.id).identity == report.identity == "https://moved.example.org"
    channel.key = "another"
    with pytest.raises(LoginNeeded):
        accounts.check_login(desk, account)
    assert accounts.load(desk, account.id).state is AccountState.LOGIN_NEEDED
    channel.key = KEY
    accounts.check_login(desk, accounts.load(desk, account.id))
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


def test_the_number_of_a_removed_account_is_given_to_nobody(desk: Desk, account: Account) -> None:
    accounts.remove(desk, account)
    settings = {"base_url": "https://shop.example.org"}
    after = accounts.add(desk, "fake", settings, {"consumer_key": KEY}, name="Another")
    assert after.id > account.id


def test_the_last_of_a_store_from_before_numbers_were_counted_comes_back_to_nobody(
    desk: Desk, account: Account
) -> None:
    with desk.store.write() as transaction:
        transaction.exec_driver_sql("delete from counters")
    accounts.remove(desk, account)
    assert accounts.add(desk, "fake", {"base_url": "https://x.example.org"}, {"consumer_key": KEY}).id > account.id


def test_an_account_of_a_kind_only_a_newer_desk_knows_stops_no_other(desk: Desk, account: Account) -> None:
    with desk.store.write() as transaction:
        newer = account_store.add_account(
            transaction,
            kind="newer",
            name="From tomorrow",
            merchant="",
            settings={},
            writing=True,
            start_date=None,
            now=desk.clock.now(),
        )
    assert [due.account for due in Schedule(desk).due()] == [account.id]
    told = {one.id: one.trouble_text for one in accounts.overview(desk)}
    assert "Update Desk" in told[newer]
    assert told[account.id] == ""
    assert {one.account.id for one in sync_centre.overview(desk)} == {account.id, newer}
    accounts.remove(desk, accounts.load(desk, newer))
    assert [one.id for one in accounts.overview(desk)] == [account.id]
