"""A secret that ends some days after it was made: until when is kept with the account, said or reckoned."""

from __future__ import annotations

from dataclasses import replace

import pytest

from connectors.contract.kinds import ConnectorKind, Setting
from desk.domain.clock import ManualClock
from desk.domain.views import AccountView
from desk.services import accounts
from desk.services.context import Desk
from tests.services.fakes import KEY, FakeChannel, FakeRegistry

SETTINGS = {"base_url": "https://shop.example.org"}
SECRETS = {"consumer_key": KEY}


class LastingRegistry(FakeRegistry):
    """Its kind's key lasts half a year."""

    def describe(self, kind: str) -> ConnectorKind:
        plain = super().describe(kind)
        until = Setting(
            name="key_until", label="Key until", required=False, ends=True, lasts_days=180, lasts_from="consumer_key"
        )
        return replace(plain, settings=(*plain.settings, until))


@pytest.fixture
def registry(channel: FakeChannel) -> FakeRegistry:
    return LastingRegistry(channel)


def ends(view: AccountView) -> list[tuple[str, str]]:
    return [(label, f"{at:%Y-%m-%d}") for label, at in view.ends]


def test_where_nobody_says_it_is_reckoned_from_the_day_the_secret_was_entered(desk: Desk, clock: ManualClock) -> None:
    made = accounts.add(desk, "fake", SETTINGS, SECRETS)
    assert [(label, (at - clock.now()).days) for label, at in made.ends] == [("Key until", 179)]


def test_who_says_it_knows_better(desk: Desk) -> None:
    made = accounts.add(desk, "fake", {**SETTINGS, "key_until": "2026-12-24"}, SECRETS)
    assert ends(made) == [("Key until", "2026-12-24")]


def test_a_new_secret_lasts_anew_and_another_setting_changes_nothing(desk: Desk, clock: ManualClock) -> None:
    made = accounts.add(desk, "fake", {**SETTINGS, "key_until": "2026-12-24"}, SECRETS)
    account = accounts.load(desk, made.id)
    accounts.change(desk, account, {"base_url": "https://shop.example.org/de"}, {})
    assert ends(accounts.overview(desk)[0]) == [("Key until", "2026-12-24")]
    clock.advance(40 * 86_400)
    # The form sends the old day along with the new key.
    accounts.change(desk, accounts.load(desk, made.id), {"key_until": "2026-12-24"}, SECRETS)
    (kept,) = accounts.overview(desk)
    assert [(at - clock.now()).days for _label, at in kept.ends] == [179]
    accounts.change(desk, accounts.load(desk, made.id), {"key_until": "2027-01-02"}, SECRETS)
    assert ends(accounts.overview(desk)[0]) == [("Key until", "2027-01-02")]
