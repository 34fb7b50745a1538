"""Accounts from the command line: keys from environment or keyring, new keys for an old account, clear refusals."""

from __future__ import annotations

import pytest

from desk.domain.errors import SecretsUnavailable
from tests.cli import conftest
from tests.cli.conftest import Call
from tests.services.fakes import KEY, FakeChannel
from tests.support.orders import order

ADD = ("accounts", "add", "fake", "--set", "base_url=https://shop.example.org")


def test_keys_that_serve_a_scheduled_command_serve_setting_up_too(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    assert call(*ADD).status == 2
    monkeypatch.setenv("DESK_SECRET_CONSUMER_KEY", KEY)
    assert call(*ADD).status == 0


def test_keys_of_one_account_serve_setting_it_up(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_SECRET_CONSUMER_KEY", "another account's")
    monkeypatch.setenv("DESK_SECRET_SHOP_TWO_CONSUMER_KEY", KEY)
    assert call(*ADD).status == 1
    assert call(*ADD, "--set", "name=Shop two").status == 0


@pytest.mark.parametrize(
    "arguments, words",
    [
        (("accounts", "add", "nonsense"), "nonsense"),
        ((*ADD, "--set", "colour=red", "--secret", "consumer_key=KEY"), "colour"),
        ((*ADD, "--set", "consumer_key=x", "--secret", "consumer_key=KEY"), "consumer_key"),
        ((*ADD, "--set", "tracking=pigeon", "--secret", "consumer_key=KEY"), "auto, meta"),
        ((*ADD, "--set", "colour"), "KEY=VALUE"),
        ((*ADD, "--secret", "consumer_key=NOT_SET"), "NOT_SET"),
        (ADD, "--secret consumer_key=ENVVAR"),
        (("accounts", "add", "fake", "--secret", "consumer_key=KEY"), "base_url"),
    ],
)
def test_wrong_usage_is_told_before_any_keyring_is_asked(
    call: Call, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], words: str
) -> None:
    def no_keyring(*_: object, **__: object) -> None:
        raise SecretsUnavailable("Desk cannot use this computer's keyring.")

    monkeypatch.setattr(conftest, "open_store", no_keyring)
    said = call(*arguments)
    assert (said.status, said.out) == (2, "")
    assert "keyring" not in said.err
    assert words.replace("NOT_SET", "consumer_key") in " ".join(said.err.replace("│", " ").split())
    assert call("accounts", "list").status == 1


def test_an_account_gets_new_keys_without_losing_its_orders(
    shop: Call, channel: FakeChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel.key = "the new key"
    assert shop("sync").status == 1
    assert "The shop does not know this key." in shop("accounts", "list").out
    refused = shop("accounts", "set", "fake", "--secret", "consumer_key=KEY")
    assert (refused.status, refused.err) == (1, "The shop does not know this key.\n")
    monkeypatch.setenv("KEY", channel.key)
    assert shop("accounts", "set", "fake", "--secret", "consumer_key=KEY").status == 0
    assert shop("sync").status == 0
    assert "Ready, writing  2 orders" in shop("accounts", "list").out


@pytest.mark.parametrize(
    "arguments",
    [(), ("colour=red",), ("writing=perhaps",), ("writing",), ("--secret", "consumer_key"), ("--secret", "x=NOT_SET")],
)
def test_what_cannot_be_changed_is_wrong_usage(shop: Call, arguments: tuple[str, ...]) -> None:
    said = shop("accounts", "set", "fake", *arguments)
    assert (said.status, said.out) == (2, "")


def test_a_look_shows_orders_and_keeps_nothing(
    call: Call, channel: FakeChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel.add(*(order(str(number)) for number in range(1, 6)))
    monkeypatch.setenv("DESK_SECRET_CONSUMER_KEY", KEY)
    said = call(*ADD, "--look")
    assert said.status == 0
    assert "Signed in: https://shop.example.org" in said.out
    assert len([line for line in said.out.splitlines() if " pieces " in line]) == 3
    assert "No account yet" in call("accounts", "list").out
    told = call(*ADD, "--look", "--json").document
    assert isinstance(told, dict)
    assert len(told["orders"]) == 3


def test_settings_of_an_account_are_changed_once_the_channel_answers(shop: Call, channel: FakeChannel) -> None:
    assert shop("accounts", "set", "fake", "tracking=meta", "writing=off").status == 0
    assert channel.connected[-1].settings["tracking"] == "meta"
    assert "read-only" in shop("accounts", "list").out
    said = shop("accounts", "set", "fake", "tracking=pigeon")
    assert said.status == 2
    assert "auto, meta" in " ".join(said.err.replace("│", " ").split())
    channel.key = "another"
    assert shop("accounts", "set", "fake", "tracking=auto").status == 1
    channel.key = KEY
    assert shop("accounts", "test", "fake").status == 0
    assert channel.connected[-1].settings["tracking"] == "meta", "what was refused is not kept"


def test_an_unknown_secret_is_named_with_those_there_are(shop: Call) -> None:
    said = shop("accounts", "set", "fake", "--secret", "password=KEY")
    assert (said.status, said.err) == (1, "Fake shop has no secret 'password'. It knows: consumer_key.\n")


def test_a_name_that_fits_several_accounts_is_told_so(shop: Call) -> None:
    assert shop(*ADD, "--set", "name=Second", "--secret", "consumer_key=KEY").status == 0
    said = shop("accounts", "test", "fake")
    assert said.status == 1
    assert said.err == "Several accounts fit 'fake': Fake shop (id 1), Second (id 2). Give the name or the id.\n"
    assert shop("accounts", "test", "2").status == 0


def test_an_account_is_not_forgotten_by_a_script_that_does_not_say_so(shop: Call) -> None:
    said = shop("accounts", "remove", "fake", "--json")
    assert (said.status, said.out) == (2, "")
    assert "--yes" in said.err
    assert shop("accounts", "remove", "fake", "--yes", "--json").document == {"removed": "Fake shop"}
