"""Trying an account out before it is kept, and changing one that is."""

from __future__ import annotations

import threading

import pytest

from connectors.contract.errors import ConnectorError, LoginNeeded
from desk.domain.errors import NotAllowed
from desk.domain.views import AccountState
from desk.services import accounts
from desk.services.context import Desk
from desk.store.accounts import Account
from desk.system.secrets import MemorySecrets
from tests.services.fakes import KEY, FakeChannel
from tests.support.orders import order

SETTINGS = {"base_url": " https://shop.example.org ", "name": "Shop", "start_date": "2026-01-31"}
SECRETS = {"consumer_key": f" {KEY}\n"}


def dump(desk: Desk) -> str:
    connection = desk.store.raw_connection()
    tables = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
    found = "".join(str(connection.execute(f"select * from {name}").fetchall()) for name in tables)
    connection.close()
    return found


def test_a_trial_shows_who_answers_and_the_three_newest_orders_and_stores_nothing(
    desk: Desk, channel: FakeChannel
) -> None:
    channel.add(*(order(str(number)) for number in range(1, 6)))
    before, journal = dump(desk), len(channel.journal)
    tried = accounts.try_out(desk, "fake", SETTINGS, SECRETS)
    assert tried.report.identity == channel.identity
    assert len(tried.orders) == 3
    one = tried.orders[0]
    source = channel.order("1")
    assert (one.total, one.placed_at) == (source.totals.total, source.placed_at)
    assert one.number
    assert one.name
    assert (dump(desk), len(channel.journal)) == (before, journal)
    assert isinstance(desk.secrets, MemorySecrets)
    assert desk.secrets.get("account/Shop/consumer_key") is None
    assert channel.closed == len(channel.connected)


def test_a_trial_of_a_shop_without_orders_is_a_good_one(desk: Desk) -> None:
    assert accounts.try_out(desk, "fake", SETTINGS, SECRETS).orders == ()


@pytest.mark.parametrize("operation", ["check_login", "fetch_orders"])
def test_what_goes_wrong_in_a_trial_names_the_field(desk: Desk, channel: FakeChannel, operation: str) -> None:
    channel.plan(operation, LoginNeeded("The key may not read.", field="consumer_key"))
    with pytest.raises(LoginNeeded) as refused:
        accounts.try_out(desk, "fake", SETTINGS, SECRETS)
    assert refused.value.field == "consumer_key"
    with pytest.raises(NotAllowed) as missing:
        accounts.try_out(desk, "fake", SETTINGS, {})
    assert missing.value.facts["setting"] == "consumer_key"
    assert channel.closed == len(channel.connected)


def test_who_leaves_while_the_keys_are_tried_leaves_nothing_behind(desk: Desk, channel: FakeChannel) -> None:
    stop = threading.Event()
    channel.plan("check_login", stop.set)
    with pytest.raises(ConnectorError) as stopped:
        accounts.add(desk, "fake", SETTINGS, SECRETS, stop=stop)
    assert stopped.value.code == "stopped"
    assert accounts.overview(desk) == ()
    assert desk.secrets.get("account/Shop/consumer_key") is None


def test_other_settings_are_kept_once_the_channel_has_answered_to_them(
    desk: Desk, account: Account, channel: FakeChannel
) -> None:
    channel.key = "fresh"
    with pytest.raises(LoginNeeded):
        accounts.change(desk, account, {"tracking": "meta"}, {"consumer_key": "wrong"})
    kept = accounts.load(desk, account.id)
    assert (dict(kept.settings), kept.state) == (dict(account.settings), AccountState.READY)
    assert desk.secrets.get("account/Shop/consumer_key") == KEY
    accounts.note_trouble(desk, account.id, LoginNeeded("Wrong.", code="key_wrong"))
    waiting = accounts.load(desk, account.id)
    accounts.change(desk, waiting, {"tracking": " meta "}, {"consumer_key": " fresh "})
    kept = accounts.load(desk, account.id)
    assert (kept.settings["tracking"], kept.state, kept.trouble_code) == ("meta", AccountState.READY, "")
    assert desk.secrets.get("account/Shop/consumer_key") == "fresh"
    accounts.change(desk, kept, {"tracking": ""}, {})
    assert "tracking" not in accounts.load(desk, account.id).settings


@pytest.mark.parametrize("settings", [{"colour": "red"}, {"writing": "on"}, {"tracking": "pigeon"}, {"base_url": ""}])
def test_a_change_that_makes_no_sense_is_told_before_the_channel_is_asked(
    desk: Desk, account: Account, channel: FakeChannel, settings: dict[str, str]
) -> None:
    asked = len(channel.calls)
    with pytest.raises(NotAllowed) as refused:
        accounts.change(desk, account, settings, {})
    assert refused.value.facts["setting"] == next(iter(settings)) or refused.value.code == "no_such_choice"
    assert len(channel.calls) == asked


def test_details_tell_which_secrets_are_there_and_never_what_they_are(desk: Desk, account: Account) -> None:
    found = accounts.details(desk, account.id)
    assert (found.name, found.kind.kind, found.kept) == ("Shop", "fake", frozenset({"consumer_key"}))
    assert KEY not in repr(found)
    desk.secrets.delete("account/Shop/consumer_key")
    assert accounts.details(desk, account.id).kept == frozenset()
