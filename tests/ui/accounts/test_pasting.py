"""Several values pasted at once go into their own fields where they can be told apart; what could be two is left."""

import pytest

import connectors.registry
from connectors.contract.capabilities import Setting
from desk.ui.accounts.pasting import spread
from tests.ui.accounts.fakes import SHOP


@pytest.mark.parametrize(
    "text,found",
    [
        ("ck_1\ncs_2", {"key": "ck_1", "secret": "cs_2"}),
        (
            "  https://laden.example \r\n ck_1\r\ncs_2\n",
            {"base_url": "https://laden.example", "key": "ck_1", "secret": "cs_2"},
        ),
        ("Consumer key:\nck_1\nConsumer secret:\ncs_2", {"key": "ck_1", "secret": "cs_2"}),
        ("key=ck_1, secret=cs_2", {"key": "ck_1", "secret": "cs_2"}),
        ('"ck_1" <cs_2>', {"key": "ck_1", "secret": "cs_2"}),
        ("Site: 77\nck_1", {"site": "77", "key": "ck_1"}),
        ("Site\n77", {"site": "77"}),
        ("hello world", {}),
        ("", {}),
        ("ck_1\nck_2", {"key": "ck_1"}),
    ],
)
def test_values_find_their_fields(text: str, found: dict[str, str]) -> None:
    assert spread(text, SHOP.settings) == found


def test_what_fits_two_fields_is_left_out() -> None:
    twins = [Setting(name=name, label=name, shape=r"\d+") for name in ("one", "two")]
    assert spread("12\n34", twins) == {}
    assert spread("one: 12\ntwo: 34", twins) == {"one": "12", "two": "34"}


@pytest.mark.parametrize("kind", connectors.registry.kinds())
def test_the_keys_of_every_channel_can_be_told_apart(kind: str) -> None:
    described = connectors.registry.describe(kind)
    running = connectors.registry.simulator(kind).start(seed=3, orders=1)
    try:
        given = {**running.account_settings, **running.credentials}
    finally:
        running.stop()
    shaped = {one.name: given[one.name] for one in described.settings if one.shape and given.get(one.name)}
    assert len(shaped) >= 2
    assert spread("\n".join(shaped.values()), described.settings) == shaped
    assert described.needs
    assert described.rights
