from collections.abc import Mapping
from dataclasses import replace

import pytest

from connectors.contract.capabilities import ConnectorKind, Setting
from connectors.contract.protocols import AccountAccess, SignsInByBrowser
from desk.domain.errors import NotFound
from desk.services import accounts, browser_sign_in
from desk.services.context import Desk
from desk.store.accounts import Account
from tests.services.fakes import KEY, FakeRegistry


class Portal:
    """Its page asks for the key that an account holds, and tells of the access it was given."""

    def __init__(self) -> None:
        self.accesses: list[AccountAccess] = []

    def sign_in_page(self, settings: Mapping[str, str], secrets: Mapping[str, str], state: str) -> str:
        return f"https://portal.example/{secrets.get('consumer_key', 'nobody')}/{settings['lane']}?{state}"

    def finish_sign_in(self, access: AccountAccess, pasted: str, state: str) -> Mapping[str, str]:
        self.accesses.append(access)
        return {"consumer_secret": f"{pasted}-{state}", "until": "2027-01-31T00:00:00Z"}


class PortalRegistry(FakeRegistry):
    def __init__(self) -> None:
        super().__init__()
        self.portal = Portal()

    def describe(self, kind: str) -> ConnectorKind:
        found = super().describe(kind)
        more = (
            Setting(name="lane", label="Lane", required=False, default="fast"),
            Setting(name="until", label="Consent until", required=False, from_sign_in=True, ends=True),
        )
        return replace(found, settings=(*found.settings, *more), signs_in_by_browser=True)

    def sign_in(self, kind: str) -> SignsInByBrowser:
        return self.portal


@pytest.fixture
def portal(desk: Desk) -> Desk:
    return replace(desk, connectors=PortalRegistry())


def test_a_new_accounts_page_is_made_of_what_was_typed_and_of_defaults(portal: Desk) -> None:
    page = browser_sign_in.page(portal, "fake", {}, {"consumer_key": "ck_typed"}, "st")
    assert page == "https://portal.example/ck_typed/fast?st"


def test_a_kept_accounts_keys_stand_where_none_are_typed(portal: Desk, account: Account) -> None:
    assert KEY in browser_sign_in.page(portal, "fake", {}, {"consumer_key": ""}, "st", account=account.id)
    assert "ck_new" in browser_sign_in.page(portal, "fake", {}, {"consumer_key": "ck_new"}, "st", account=account.id)
    brought = browser_sign_in.finish(portal, "fake", {}, {}, "code", "st", account=account.id)
    assert brought["consumer_secret"] == "code-st"
    known = accounts.load(portal, account.id)
    assert "until" not in known.settings, "nothing is kept before it was tried"


def test_what_an_account_ends_with_stands_in_its_view(portal: Desk, account: Account) -> None:
    accounts.change(portal, accounts.load(portal, account.id), {"until": "2027-01-31T00:00:00Z"}, {})
    view = next(one for one in accounts.overview(portal) if one.id == account.id)
    assert [(label, f"{at:%Y-%m-%d}") for label, at in view.ends] == [("Consent until", "2027-01-31")]


def test_a_kind_that_signs_in_otherwise_is_refused(desk: Desk) -> None:
    with pytest.raises(NotFound):
        browser_sign_in.page(desk, "fake", {}, {}, "st")
