"""What reaches the terminal: never a command for it, never a secret, in every encoding; and no number too large."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from connectors.contract.errors import LoginNeeded
from desk.cli.say import plain
from desk.domain.orders import Address, Buyer
from tests.cli.conftest import Call
from tests.services.fakes import FakeChannel
from tests.support.orders import line, order

ROOT = Path(__file__).parents[2]
HOSTILE = "Ada\x1b]0;owned\x07\x1b[31m\x9b2J\u202eevil\u2028\r\nTotal: 0\x00"
COMMANDS = "\x1b\x07\x9b\u202e\u2028\r\x00"


def test_only_what_a_terminal_would_obey_is_taken_out() -> None:
    assert plain("Zoë Müller · Łódź Ελένη 東京 1 × 2\xa0€") == "Zoë Müller · Łódź Ελένη 東京 1 × 2\xa0€"
    assert not set(plain(HOSTILE)) & set(COMMANDS + "\n")
    assert "Ada" in plain(HOSTILE)


def test_a_buyer_cannot_write_to_the_terminal(call: Call, channel: FakeChannel) -> None:
    address = Address(name=HOSTILE, street=HOSTILE, town=HOSTILE, postcode="1", country="DE")
    channel.add(
        replace(
            order("9", lines=(replace(line("91"), title=HOSTILE, sku=HOSTILE),)),
            number="WB-9",
            buyer=Buyer(name=HOSTILE, email="ada@example.org"),
            billing=address,
            recipient=address,
            buyer_note=HOSTILE,
            channel_status=HOSTILE,
            payment_method_title=HOSTILE,
        )
    )
    settings = ("--set", "base_url=https://shop.example.org", "--set", "writing=on", "--secret", "consumer_key=KEY")
    assert call("accounts", "add", "fake", *settings).status == 0
    channel_words = call("sync")
    assert channel_words.status == 0
    for command in (
        ("search", "ada"),
        ("show", "WB-9"),
        ("ship", "WB-9", "--carrier", "DHL Paket", "--number", "123"),
        ("outbox",),
    ):
        said = call(*command)
        assert said.status == 0, said.err
        assert "Ada" in said.out or "WB-9" in said.out
        assert not set(said.out + said.err) & set(COMMANDS), command
    told = call("show", "WB-9", "--json").document
    assert told["order"]["buyer"]["name"] == HOSTILE, "a program gets what the channel said"  # type: ignore[index]


def test_what_a_channel_says_in_an_error_cannot_either(shop: Call, channel: FakeChannel) -> None:
    channel.plan("fetch_orders", LoginNeeded(f"No: {HOSTILE}", field="consumer_key"))
    said = shop("sync")
    assert said.status == 1
    assert "No: Ada" in said.err
    assert not set(said.err) & set(COMMANDS)


@pytest.mark.parametrize("coding", ["ascii", "cp1252"])
def test_letters_the_terminal_lacks_end_nothing_and_json_keeps_them(
    call: Call, channel: FakeChannel, monkeypatch: pytest.MonkeyPatch, coding: str
) -> None:
    channel.add(replace(order("9"), number="Ω-9"))
    settings = ("--set", "base_url=https://shop.example.org", "--secret", "consumer_key=KEY")
    assert call("accounts", "add", "fake", *settings).status == 0
    assert call("sync").status == 0
    for arguments, wanted in ((("show", "Ω-9"), b"?-9"), (("show", "Ω-9", "--json"), "Ω-9".encode())):
        raw = io.BytesIO()
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=coding))
        assert call(*arguments).status == 0
        sys.stdout.flush()
        assert wanted in raw.getvalue()
        monkeypatch.undo()


@pytest.mark.parametrize("given", ["consumer_key=cs_0123456789", "cs_0123456789"])
def test_a_secret_given_in_place_of_its_variable_is_not_repeated(call: Call, given: str) -> None:
    said = call("accounts", "add", "fake", "--set", "base_url=https://x.example", "--secret", given)
    assert said.status == 2
    assert "cs_0123456789" not in said.out + said.err


@pytest.mark.parametrize(
    "arguments, status",
    [
        (("outbox", "retry", "9" * 25), 2),
        (("outbox", "recall", "0"), 2),
        (("outbox", "resolve", "9" * 25), 2),
        (("accounts", "test", "²"), 1),
        (("accounts", "test", "9" * 25), 1),
        (("ship", "WB-2026-10001", "--carrier", "DHL", "--number", "1", "--line", "11=²"), 2),
        (("ship", "WB-2026-10001", "--carrier", "DHL", "--number", "1", "--line", f"11={'9' * 25}"), 1),
        (("sync", "--since", "0001-01-01"), 2),
        (("sync", "--since", "0001-01-01T00:00:00+09:00"), 2),
        (("show", "9" * 5000), 1),
    ],
)
def test_numbers_and_days_out_of_all_bounds_get_a_sentence(shop: Call, arguments: tuple[str, ...], status: int) -> None:
    said = shop(*arguments)
    assert said.status == status, said
    assert said.err
    assert "Traceback" not in said.err


def test_a_push_says_what_keeps_parcels_back(shop: Call, channel: FakeChannel) -> None:
    assert shop("ship", "WB-2026-10001", "--carrier", "DHL", "--number", "1").status == 0
    assert shop("accounts", "set", "fake", "writing=off").status == 0
    said = shop("outbox", "push")
    assert said.status == 1
    assert "read-only" in said.err
    assert shop("accounts", "set", "fake", "writing=on").status == 0
    channel.plan("fetch_orders", LoginNeeded("The shop does not know this key.", field="consumer_key"))
    assert shop("sync").status == 1
    said = shop("outbox", "push", "--json")
    assert said.status == 1
    assert [one["code"] for one in said.document["errors"]] == ["login_needed"]  # type: ignore[index]
    assert shop("accounts", "test", "fake").status == 0
    assert shop("outbox", "push").status == 0
    assert len(channel.journal) == 1


@pytest.mark.parametrize("timeout", ["²", "1.²", "-1", "x"])
def test_an_odd_time_out_in_the_environment_is_no_crash(tmp_path: Path, timeout: str) -> None:
    environment = {one: value for one, value in os.environ.items() if not one.startswith("DESK_")}
    environment |= {
        "DESK_STORE_KEY": "ab" * 32,
        "DESK_DATA": str(tmp_path / "d"),
        "DESK_NETWORK_TIMEOUT": timeout,
    }
    command = [sys.executable, "-m", "desk", "accounts", "list"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False, encoding="utf-8"
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_nothing_is_printed_past_the_one_way() -> None:
    for file in (ROOT / "desk" / "cli").glob("*.py"):
        text = file.read_text(encoding="utf-8")
        assert "typer.echo(" not in text, file.name
        assert "sys.stderr.write(" not in text, file.name
