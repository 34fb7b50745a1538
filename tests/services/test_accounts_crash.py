"""Setting accounts up and removing them when something goes wrong between the keyring and the store."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desk.domain.clock import ManualClock
from desk.domain.errors import NotAllowed, SecretsUnavailable
from desk.services import accounts, leases
from desk.services.context import Desk
from desk.services.leases import Task
from desk.store.accounts import Account
from desk.system.secrets import MemorySecrets
from tests.services.fakes import KEY, FakeChannel

SETTINGS = {"base_url": "https://second.example.org"}


class NoKeyring(MemorySecrets):
    def set(self, name: str, value: str) -> None:
        raise SecretsUnavailable("Desk cannot use this computer's keyring.")


def test_without_a_keyring_there_is_no_account_either(desk: Desk) -> None:
    with pytest.raises(SecretsUnavailable):
        accounts.add(replace(desk, secrets=NoKeyring()), "fake", SETTINGS, {"consumer_key": KEY}, name="second")
    assert all(one.name != "second" for one in accounts.overview(desk))


def test_who_comes_second_with_a_name_does_not_take_the_first_ones_keys(desk: Desk, channel: FakeChannel) -> None:
    """Both found the name free, and tried their keys meanwhile."""

    def faster() -> None:
        accounts.add(desk, "fake", SETTINGS, {"consumer_key": KEY}, name="second")

    channel.plan("check_login", faster)
    with pytest.raises(NotAllowed) as caught:
        accounts.add(desk, "fake", SETTINGS, {"consumer_key": f" {KEY} "}, name="second")
    assert caught.value.code == "account_name_taken"
    assert [one.name for one in accounts.overview(desk)].count("second") == 1


@pytest.mark.parametrize("name", ["a\nb", "\x1b[31mred", "x" * 81, "a\x00b"])
def test_a_name_that_cannot_be_shown_is_refused(desk: Desk, name: str) -> None:
    with pytest.raises(NotAllowed) as caught:
        accounts.add(desk, "fake", SETTINGS, {"consumer_key": KEY}, name=name)
    assert caught.value.code == "account_name_odd"


@pytest.mark.parametrize("task", list(Task))
def test_a_lease_from_before_the_clock_was_set_back_binds_nobody(
    desk: Desk, account: Account, clock: ManualClock, task: Task
) -> None:
    other = replace(desk, owner="it died with the clock a day ahead")
    clock.advance(timedelta(days=1).total_seconds())
    with leases.held(other, account.id, account.name, task):
        clock.advance(-timedelta(days=1).total_seconds())
        with leases.held(desk, account.id, account.name, task):
            pass
    with (
        leases.held(other, account.id, account.name, task),
        pytest.raises(NotAllowed),
        leases.held(desk, account.id, account.name, task),
    ):
        raise AssertionError("two at once")


def test_a_certificate_named_from_here_is_found_from_anywhere(
    desk: Desk, channel: FakeChannel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ca.pem").write_text("-----BEGIN CERTIFICATE-----")
    monkeypatch.chdir(tmp_path)
    made = accounts.add(desk, "fake", SETTINGS | {"ca_file": "ca.pem"}, {"consumer_key": KEY}, name="second")
    assert channel.connected[-1].ca_file == Path("ca.pem").absolute()
    assert accounts.load(desk, made.id).settings["ca_file"] == str(Path("ca.pem").absolute())
