"""Each fault as an agent at the terminal meets it: the sentence, the command that leads on, and nothing lost."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.faults.computer import ACCOUNT, TO_SHIP, Computer, unreachable
from tests.faults.market import seller
from tests.services.fakes import KEY

NUMBERS = [f"0034043416109404{number:04d}" for number in range(TO_SHIP)]
FULL = "The disk is full. Free some space; Desk goes on where it stopped."
READ_ONLY = "The store cannot be written. Check the rights on its folder."


def table(computer: Computer, rows: int = TO_SHIP) -> Path:
    """A spreadsheet of parcels, one for each order."""
    file = computer.data.parent / "numbers.csv"
    told = [f"L-{at + 1};{NUMBERS[at]};dhl_de" for at in range(rows)]
    file.write_text("\n".join(["order;number;carrier", *told]) + "\n", encoding="utf-8")
    return file


def ship(computer: Computer, number: int = 1) -> Any:
    return computer.terminal("ship", f"L-{number}", "--carrier", "dhl_de", "--number", NUMBERS[number - 1])


# --- Keys and tokens --------------------------------------------------------------------------------------------------


def test_a_wrong_key_at_set_up_keeps_nothing_and_the_right_one_goes_on(bare: Computer) -> None:
    add = ("accounts", "add", "fake", "--set", "base_url=https://laden.example", "--secret", "consumer_key=KEY")
    bare.monkeypatch.setenv("KEY", "not this one")
    said = bare.terminal(*add)
    assert (said.status, said.out, said.err) == (1, "", "The shop does not know this key.\n")
    assert "No account yet" in bare.terminal("accounts", "list").out
    assert not [name for _, name in bare.keyring.entries if name.startswith("account/")]
    bare.monkeypatch.setenv("KEY", KEY)
    assert bare.terminal(*add).status == 0
    assert f"{TO_SHIP} new" in bare.terminal("sync").out


def test_a_key_that_stops_working_keeps_the_parcels_and_its_sentence_ends_in_the_command(computer: Computer) -> None:
    before = computer.kept()
    computer.shop.key = "the new key"
    assert ship(computer).status == 0
    said = computer.terminal("sync")
    step = f"Then: desk accounts set {ACCOUNT} --secret consumer_key=ENVVAR\n"
    assert (said.status, said.out) == (1, "")
    assert said.err == f"{ACCOUNT}: The shop does not know this key. {step}"
    pushed = computer.terminal("outbox", "push")
    assert pushed.status == 1
    assert "Nothing is sent until its keys work again: The shop does not know this key." in pushed.err
    assert f"Then: desk accounts test {ACCOUNT}" in pushed.err
    assert (computer.kept(), computer.waiting(), computer.shop.told) == (before, 1, [])
    tried = computer.does(pushed.err)
    assert (tried.status, tried.err.endswith(step)) == (1, True)
    assert computer.does(tried.err, consumer_key="the new key").status == 0
    assert "1 confirmed" in computer.terminal("outbox", "push").out
    assert computer.shop.told == [("1", NUMBERS[0])]


@pytest.mark.parametrize("kind", ["ebay", "amazon"])
def test_an_expired_token_is_renewed_in_silence_and_a_revoked_one_asks_for_the_new(bare: Computer, kind: str) -> None:
    with seller(bare, kind) as (computer, market):
        assert computer.terminal("sync").status == 0
        market.expire_tokens()
        said = computer.terminal("sync")
        assert (said.status, said.err) == (0, "")
        before = computer.kept()
        market.revoke()
        said = computer.terminal("sync")
        assert said.status == 1
        assert re.search(r"(withdrawn|taken back|ended|over).*(refresh token|Sign in)", said.err), said.err
        assert said.err.endswith(f"Then: desk accounts set {ACCOUNT} --secret refresh_token=ENVVAR\n")
        assert computer.kept() == before
        assert computer.does(said.err, refresh_token=market.authorise()).status == 0
        said = computer.terminal("sync")
        assert (said.status, said.err, computer.kept()) == (0, "", before)


# --- Network ----------------------------------------------------------------------------------------------------------


def test_without_a_network_all_can_be_read_and_the_next_run_goes_on(computer: Computer) -> None:
    before = computer.kept()
    computer.shop.place(TO_SHIP + 1)
    computer.shop.trouble = unreachable()
    said = computer.terminal("sync")
    told = "laden.example cannot be reached just now. Nothing is lost: run the command again."
    assert (said.status, said.err) == (1, f"{ACCOUNT}: {told}\n")
    assert "L-7" in computer.terminal("search", "L-7").out
    assert computer.kept() == before
    assert told in computer.terminal("accounts", "list").out
    computer.shop.trouble = None
    assert "1 new" in computer.terminal("sync").out
    assert "cannot be reached" not in computer.terminal("accounts", "list").out


def test_fifty_parcels_of_a_day_offline_wait_and_go_out_once_each(computer: Computer) -> None:
    computer.shop.trouble = unreachable()
    said = computer.terminal("ship", "--file", str(table(computer)))
    assert said.status == 0
    for _ in range(3):
        computer.pass_time(8 * 3600)
        said = computer.terminal("outbox", "push")
        assert said.err == (
            f"{ACCOUNT}: laden.example cannot be reached just now. Nothing is lost: run the command again.\n"
        )
    assert (computer.waiting(), computer.shop.told) == (TO_SHIP, [])
    computer.shop.trouble = None
    computer.pass_time(3600)
    said = computer.terminal("outbox", "push")
    assert (said.status, said.out, said.err) == (0, f"{TO_SHIP} confirmed\n", "")
    assert computer.terminal("outbox", "push").out == "Nothing was due.\n"
    assert computer.waiting() == 0
    assert computer.shop.told == sorted((str(at + 1), number) for at, number in enumerate(NUMBERS))


# --- Disk -------------------------------------------------------------------------------------------------------------


def test_a_full_disk_keeps_what_was_there_and_the_next_run_brings_the_rest(computer: Computer) -> None:
    before = computer.kept()
    computer.shop.place(*range(101, 131))
    computer.disk.is_full = True
    said = computer.terminal("sync")
    assert (said.status, said.out, said.err) == (1, "", f"{ACCOUNT}: {FULL}\n")
    assert computer.kept() == before
    assert "L-7" in computer.terminal("search", "L-7").out
    computer.disk.is_full = False
    assert "30 new" in computer.terminal("sync").out


def test_a_file_of_parcels_on_a_full_disk_is_reported_to_its_last_row_when_there_is_room(computer: Computer) -> None:
    file = str(table(computer, rows=15))
    computer.disk.is_full = True
    said = computer.terminal("ship", "--file", file)
    assert said.status == 1
    assert "The disk is full. Free some space" in said.out + said.err
    computer.disk.is_full = False
    computer.terminal("ship", "--file", file)
    computer.terminal("outbox", "push")
    assert computer.shop.told == sorted((str(at + 1), number) for at, number in enumerate(NUMBERS[:15])), "each once"


def test_a_store_that_may_only_be_read_is_read_and_says_why_it_takes_nothing(computer: Computer) -> None:
    before = computer.kept()
    computer.shop.place(TO_SHIP + 1)
    computer.disk.is_read_only = True
    assert "L-7" in computer.terminal("search", "L-7").out
    assert computer.kept() == before
    said = computer.terminal("sync")
    assert (said.status, said.out, said.err) == (1, "", f"{ACCOUNT}: {READ_ONLY}\n")
    said = ship(computer)
    assert (said.status, said.out, said.err) == (1, "", READ_ONLY + "\n")
    found: Any = computer.terminal("doctor", "--json").document
    assert ("bad", READ_ONLY) in [(one["grade"], one["next_step"]) for one in found["findings"]]
    computer.disk.is_read_only = False
    assert ship(computer).status == 0
    assert "1 new" in computer.terminal("sync").out
    computer.terminal("outbox", "push")
    assert computer.shop.told == [("1", NUMBERS[0])]


def test_a_damaged_store_names_the_backup_and_what_came_after_is_fetched(computer: Computer) -> None:
    assert computer.terminal("recovery-key").status == 0
    assert computer.terminal("backup", "--daily").status == 0
    assert ship(computer).status == 0
    assert "1 confirmed" in computer.terminal("outbox", "push").out
    computer.shop.place(TO_SHIP + 1)
    computer.terminal("sync")
    before = computer.kept()
    computer.spoil_the_store()
    for words in (("sync",), ("search", "L-7"), ("outbox", "list"), ("ship", "L-2")):
        said = computer.terminal(*words, *(("--carrier", "dhl_de", "--number", "1") if words[0] == "ship" else ()))
        assert (said.status, said.out) == (1, ""), words
        assert "damaged. Restore the newest backup" in said.err
    found: Any = computer.terminal("doctor", "--json").document
    (step,) = [one["next_step"] for one in found["findings"] if one["code"] == "store"]
    assert computer.does(step).status == 0
    assert "2 fetched" in computer.terminal("sync").out, "what changed since the backup"
    assert computer.kept() == before
    assert computer.shop.told == [("1", NUMBERS[0])], "and nothing is sent again"


# --- Another Desk, and the keyring ------------------------------------------------------------------------------------


def test_while_another_desk_fetches_a_second_one_says_so_and_takes_nothing_apart(computer: Computer) -> None:
    computer.shop.place(TO_SHIP + 1)
    met: list[Any] = []
    computer.shop.plan("fetch_orders", lambda: met.append(computer.terminal("sync")))
    first = computer.terminal("sync")
    (second,) = met
    assert second.status == 1
    assert second.err == f"{ACCOUNT}: Another Desk is at work on {ACCOUNT} right now. Wait until it has finished.\n"
    assert (first.status, "1 new" in first.out) == (0, True)
    assert computer.terminal("sync").status == 0


def test_a_locked_keyring_is_one_sentence_and_unlocked_all_goes_on(computer: Computer) -> None:
    before = computer.kept()
    computer.lock_the_keyring()
    for words in (("sync",), ("search", "L-7"), ("outbox", "push")):
        said = computer.terminal(*words)
        assert (said.status, said.out) == (1, "")
        assert said.err.startswith("Desk cannot use this computer's keyring. Unlock it"), words
        assert said.err.count("\n") == 1
    computer.unlock_the_keyring()
    assert computer.terminal("sync").status == 0
    assert computer.kept() == before


def test_keys_that_are_gone_from_the_keyring_are_asked_for_by_name(computer: Computer) -> None:
    before = computer.kept()
    assert ship(computer).status == 0
    computer.lose_the_keys_of_accounts()
    said = computer.terminal("sync")
    assert said.err == (
        f"{ACCOUNT}: The key consumer_key of {ACCOUNT} is not in the keyring. Enter it again. "
        f"Then: desk accounts set {ACCOUNT} --secret consumer_key=ENVVAR\n"
    )
    assert (computer.kept(), computer.waiting()) == (before, 1)
    assert computer.does(said.err, consumer_key=KEY).status == 0
    assert computer.terminal("outbox", "push").status == 0
    assert computer.shop.told == [("1", NUMBERS[0])]
