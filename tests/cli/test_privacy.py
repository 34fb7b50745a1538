"""`desk privacy run`: what would go is told before, and what went stands in no order any more."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from desk.domain.orders import OrderFacet, ShippingFacet
from tests.cli.conftest import Call
from tests.services.fakes import FakeChannel
from tests.support.orders import after, order, parcel

_DAY = 86_400


@pytest.fixture
def channel() -> FakeChannel:
    made = FakeChannel()
    sent = (parcel("00340434161094000001", at=after(-3 * _DAY)),)
    made.add(
        replace(
            order("1", placed_at=after(-4 * _DAY), shipments=sent, order=OrderFacet.COMPLETED),
            shipping=ShippingFacet.SHIPPED,
        ),
        order("2"),
    )
    return made


def accounts_told(call: Call, *words: str) -> Any:
    done = call("--json", "privacy", "run", *words)
    assert done.status == 0, done.err
    document: Any = done.document
    return [(one["name"], one["days"], one["orders"]) for one in document["accounts"]]


def test_a_dry_run_tells_by_account_what_a_run_then_blanks(shop: Call) -> None:
    assert "No account forgets" in shop("privacy", "run").out
    assert shop("accounts", "set", "fake", "forget_after=2").status == 0
    assert accounts_told(shop, "--dry-run") == [("Fake shop", 2, 1)]
    assert "Jürgen Müller" in shop("show", "1").out
    assert accounts_told(shop, "--account", "fake") == [("Fake shop", 2, 1)]
    shown = shop("show", "1").out
    assert "Jürgen" not in shown
    assert "Lindenstraße" not in shown
    assert "forgotten" in shown
    assert "Total:    64.60 EUR" in shown
    assert accounts_told(shop, "--dry-run") == [("Fake shop", 2, 0)]
    assert "earlier orders of this buyer: 1" in shop("show", "2").out


def test_copies_that_still_know_somebody_are_told(shop: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_BACKUP_PASSPHRASE", "vier Wörter reichen aus")
    assert shop("backup").status == 0
    assert shop("accounts", "set", "fake", "forget_after=2").status == 0
    done = shop("privacy", "run")
    assert "1 orders are blanked, 2 days after the order." in done.out
    assert "1 older backups and 0 stores kept aside" in done.err


@pytest.mark.parametrize(
    "words", [("privacy", "run", "--account", "nobody"), ("accounts", "set", "fake", "forget_after=x")]
)
def test_what_cannot_be_is_told_in_a_sentence(shop: Call, words: tuple[str, ...]) -> None:
    done = shop(*words)
    assert (done.status, done.out) == (1, "")
    assert len(done.err.splitlines()) == 1


def test_a_scheduled_backup_holds_nobody_who_is_due(shop: Call) -> None:
    assert shop("accounts", "set", "fake", "forget_after=2").status == 0
    assert shop("backup", "--daily").status == 0
    assert "forgotten" in shop("show", "1").out
    assert "Jürgen Müller" in shop("show", "2").out
