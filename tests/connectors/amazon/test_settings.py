"""Settings as people paste them: understood where they can be, told at their field where they cannot."""

from __future__ import annotations

from dataclasses import replace

import pytest

from connectors.channels.amazon.settings import KIND, read_settings
from connectors.channels.amazon.units import BY_COUNTRY, MARKETPLACES, Region
from connectors.contract.errors import LoginNeeded
from tests.connectors.amazon.desk_side import SECRETS, access


@pytest.mark.parametrize(
    "typed,found",
    [
        ("DE", ("A1PA6795UKMFR9",)),
        (" de, fr ;A1F83G8C2ARO7P ", ("A1PA6795UKMFR9", "A13V1IB3VIYZZH", "A1F83G8C2ARO7P")),
        ("GB UK", ("A1F83G8C2ARO7P",)),
        ("A1PA6795UKMFR9\nA1PA6795UKMFR9", ("A1PA6795UKMFR9",)),
        ("A9NEWSITEOFAMAZ", ("A9NEWSITEOFAMAZ",)),
    ],
)
def test_marketplaces_are_understood_as_people_type_them(typed: str, found: tuple[str, ...]) -> None:
    assert read_settings(access(marketplaces=typed)).marketplaces == found


@pytest.mark.parametrize("region", list(Region))
def test_each_region_has_its_address_and_its_marketplaces(region: Region) -> None:
    own = [one.country for one in MARKETPLACES.values() if one.region is region]
    settings = read_settings(access("", region=region.value.upper(), marketplaces=",".join(own)))
    assert settings.root == f"https://sellingpartnerapi-{region.value}.amazon.com"
    assert settings.token_url == "https://api.amazon.com/auth/o2/token"
    assert settings.marketplaces == tuple(BY_COUNTRY[one] for one in own)
    assert not settings.is_sandbox


def test_the_sandbox_is_known_by_its_address() -> None:
    assert read_settings(access("https://sandbox.sellingpartnerapi-eu.amazon.com/")).is_sandbox


@pytest.mark.parametrize(
    "changes,field,code",
    [
        ({"region": "asia"}, "region", "no_such_region"),
        ({"marketplaces": ""}, "marketplaces", "marketplace_missing"),
        ({"marketplaces": "Germany"}, "marketplaces", "no_such_marketplace"),
        ({"marketplaces": "DE, US"}, "marketplaces", "marketplace_of_other_region"),
        ({"marketplaces": ",".join(f"A{n:012d}" for n in range(51))}, "marketplaces", "too_many_marketplaces"),
        ({"client_id": " "}, "client_id", "key_missing"),
        ({"client_id": "amzn1.a b"}, "client_id", "key_with_blanks"),
        ({"merchant_token": "A1PA6795UKMFR9"}, "merchant_token", "no_merchant_token"),
        ({"merchant_token": "my shop"}, "merchant_token", "no_merchant_token"),
        ({"base_url": "http://sellingpartnerapi-eu.amazon.com"}, "base_url", "address_not_safe"),
        ({"base_url": "sellingpartnerapi-eu.amazon.com"}, "base_url", "no_address"),
        ({"base_url": "https://[::1"}, "base_url", "no_address"),
        ({"token_url": "https://me:too@api.amazon.com/x"}, "token_url", "address_with_keys"),
        ({"token_url": "http://api.amazon.com/auth/o2/token"}, "token_url", "address_not_safe"),
    ],
)
def test_what_makes_no_sense_is_told_at_its_field(changes: dict[str, str], field: str, code: str) -> None:
    plain = access()
    with pytest.raises(LoginNeeded) as caught:
        read_settings(replace(plain, settings={**plain.settings, **changes}))
    assert (caught.value.field, caught.value.code) == (field, code)
    assert field in {setting.name for setting in KIND.settings}


@pytest.mark.parametrize(
    "secrets,field,code",
    [
        ({**SECRETS, "client_secret": ""}, "client_secret", "key_missing"),
        ({**SECRETS, "refresh_token": ""}, "refresh_token", "key_missing"),
        ({"client_secret": "Atzr|x", "refresh_token": "amzn1.oa2-cs.v1.y"}, "refresh_token", "keys_swapped"),
        ({**SECRETS, "client_secret": "amzn1.oa2-cs.v1.a b"}, "client_secret", "key_with_blanks"),
    ],
)
def test_secrets_that_cannot_be_right_are_told_before_anything_is_asked(
    secrets: dict[str, str], field: str, code: str
) -> None:
    with pytest.raises(LoginNeeded) as caught:
        read_settings(access(secrets=secrets))
    assert (caught.value.field, caught.value.code) == (field, code)
    assert all(value not in caught.value.text + caught.value.detail for value in secrets.values() if value)


def test_settings_show_no_secret() -> None:
    shown = repr(read_settings(access()))
    assert all(value not in shown for value in SECRETS.values())
