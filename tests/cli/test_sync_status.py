"""The sync centre in the terminal: how accounts stand, what could not be read, and one record asked for again."""

from __future__ import annotations

from typing import Any, cast

from tests.cli.conftest import Call, Said
from tests.services.fakes import FakeChannel


def accounts_of(said: Said) -> list[dict[str, Any]]:
    return cast("dict[str, list[dict[str, Any]]]", said.document)["accounts"]


def test_the_status_fetches_nothing_and_tells_all(shop: Call, channel: FakeChannel) -> None:
    assert shop("ship", "WB-2026-10001", "--number", "00340434161094015902").status == 0
    asked = len(channel.calls)
    said = shop("sync", "--status")
    assert said.status == 0
    assert "every 60 s while Desk is open" in said.out
    assert "outbox: 1 waiting" in said.out
    (found,) = accounts_of(shop("sync", "--status", "--json"))
    assert (found["running"], found["pushes"], found["account"]["orders"]) == (False, {"waiting": 1}, 2)
    assert len(channel.calls) == asked


def test_an_unreadable_record_is_listed_and_read_again(shop: Call, channel: FakeChannel) -> None:
    assert shop("sync", "--unreadable").out == "All records could be read.\n"
    channel.change("2")
    channel.spoil("2")
    assert shop("sync").status == 0
    assert "desk sync --unreadable" in shop("sync", "--status").out
    assert "not JSON" in shop("sync", "--unreadable").out
    assert shop("sync", "--read-again", "2").status == 2, "whose record?"
    channel.mend("2")
    assert shop("sync", "--read-again", "2", "--account", "1").status == 0
    assert shop("sync", "--unreadable", "--json").document == {"unreadable": []}
    assert shop("sync", "--read-again", "2", "--account", "1").status == 1


def test_the_outbox_of_one_account(shop: Call) -> None:
    assert shop("ship", "WB-2026-10001", "--number", "00340434161094015902").status == 0
    assert "00340434161094015902" in shop("outbox", "list", "--account", "fake").out
    assert shop("outbox", "list", "--account", "another").status == 1
