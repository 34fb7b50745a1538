"""`desk accounts sign-in` and `anonymise-KIND-user` over a channel in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from connectors.contract.errors import LoginNeeded
from connectors.contract.protocols import AccountAccess
from tests.cli.conftest import Call
from tests.services import fakes
from tests.services.fakes import FakeChannel

SETTINGS = ("--set", "base_url=x", "--secret", "consumer_key=KEY")


class Page:
    """Gives the key `new key` to whoever brings its state back."""

    def sign_in_page(self, settings: Mapping[str, str], secrets: Mapping[str, str], state: str) -> str:
        return f"https://sign-in.example.org/?state={state}"

    def finish_sign_in(self, access: AccountAccess, pasted: str, state: str) -> Mapping[str, str]:
        if not pasted.endswith(f"state={state}"):
            raise LoginNeeded("This address is another sign-in's.", code="sign_in_other_state")
        return {"consumer_key": "new key", "tracking": "meta"}


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fakes.FakeRegistry, "sign_in", lambda *_: Page())


@pytest.mark.usefixtures("page")
def test_an_account_is_let_in_by_the_page_of_its_channel(call: Call, channel: FakeChannel) -> None:
    assert call("accounts", "add", "fake", *SETTINGS).status == 0
    told = call("--json", "accounts", "sign-in", "fake").document
    assert isinstance(told, dict)
    assert told["state"] in told["address"]
    channel.key = "new key"
    other = call("accounts", "sign-in", "fake", "--state", "mine", "--pasted", "https://x.example.org/?state=other")
    assert (other.status, other.err.strip()) == (1, "This address is another sign-in's.")
    pasted = f"https://x.example.org/?state={told['state']}"
    done = call("accounts", "sign-in", "fake", "--state", told["state"], "--pasted", pasted)
    assert done.status == 0
    assert "new key" not in done.out + done.err
    assert call("sync").status == 0, "the new key is the one that is kept"


@pytest.mark.usefixtures("page")
def test_the_page_is_told_with_what_to_type_then(call: Call) -> None:
    call("accounts", "add", "fake", *SETTINGS)
    assert "https://sign-in.example.org/" in call("accounts", "sign-in", "fake").out
    assert call("accounts", "sign-in", "fake", "--pasted", "x").status == 2


def test_a_channel_without_a_page_says_so(call: Call) -> None:
    call("accounts", "add", "fake", *SETTINGS)
    done = call("accounts", "sign-in", "fake")
    assert (done.status, "no page" in done.err) == (1, True)


def test_a_buyer_is_forgotten_by_the_name_the_channel_gives_the_deed(call: Call, channel: FakeChannel) -> None:
    bought = channel.order("1")
    channel.change("1", buyer=replace(bought.buyer, remote_id="ada_b"))
    call("accounts", "add", "fake", *SETTINGS)
    call("sync")
    unsure = call("accounts", "anonymise-fake-user", "--user", "ada_b")
    assert (unsure.status, "1 orders" in " ".join(unsure.err.split())) == (2, True)
    done = call("--json", "accounts", "anonymise-fake-user", "--user", "ada_b", "--id", "9911", "--yes")
    assert done.document == {"orders": 1, "conversations": 0, "cases": 0}
    assert "Müller" not in call("show", "WB-2026-10001").out
    assert "Müller" in call("show", "WB-2026-10002").out


@pytest.mark.parametrize("words", [("anonymise-fake-user",), ("anonymise-other-user", "--user", "ada", "--yes")])
def test_wrong_usage_of_forgetting_changes_nothing(call: Call, words: tuple[str, ...]) -> None:
    assert call("accounts", *words).status == 2
