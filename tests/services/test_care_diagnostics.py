"""The diagnostics file holds nothing of a person and no secret, however it is written; the log it is made from may."""

from __future__ import annotations

import base64
import json
import logging
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest

from desk.domain.clock import ManualClock
from desk.domain.errors import NotAllowed
from desk.services import accounts, care_diagnostics, care_doctor
from desk.services.care import Place
from desk.services.care_diagnostics import Cleaner
from desk.services.context import Desk
from desk.services.ingest import ingest
from desk.store.accounts import Account
from desk.system import logs
from desk.system.secrets import MemorySecrets
from tests.services.fakes import KEY
from tests.support.orders import START, order

NAMES = ("Kaspar Würzelbrunn", "Nebelhorstingen", "Rübezahlgasse 17b", "Björk-Åström", "Wiesengrund GmbH")
MAILS = ("kaspar.wuerzelbrunn@beispiel-post.example", "k+shop@mail.example")
PHONES = ("+49 221 9876543", "0221/9876543")
NUMBERS = ("WB-2026-77821", "00340434161094042557", "DE811907980")
TOKENS = ("ck_1234567890abcdef1234567890abcdef", "Atzr|IwEBIJ8aB7cD9eF0gH2iJ3kL", "correct-horse-battery-9")


def spellings(text: str) -> Iterator[str]:
    yield text
    yield base64.b64encode(text.encode()).decode()
    yield base64.urlsafe_b64encode(text.encode()).decode()
    yield base64.b64encode(text.encode()).decode().rstrip("=")
    yield quote(text, safe="")
    yield quote_plus(text)


@pytest.fixture
def planted(desk: Desk, account: Account) -> list[str]:
    """Everything stands in the store, in the keyring and in the log, each in every spelling."""
    base = order("4711", account=account.id)
    person = replace(base.recipient, name=NAMES[0], town=NAMES[1], street=NAMES[2], phone=PHONES[0])
    one = replace(
        base,
        number=NUMBERS[0],
        recipient=person,
        billing=replace(person, name=NAMES[3], company=NAMES[4], phone=PHONES[1]),
        buyer=replace(base.buyer, name=NAMES[0], email=MAILS[0], phone=PHONES[1], vat_id=NUMBERS[2]),
    )
    with desk.store.write() as transaction:
        ingest(transaction, account.id, [one], (), START)
    desk.secrets.set(f"account/{account.name}/consumer_key", TOKENS[2])
    secrets = [*NAMES, *MAILS, *PHONES, *NUMBERS, *TOKENS, desk.store.place.key.hex]
    folder = logs.make_folder(desk.store.place.folder)
    lines = [
        f"2026-03-03 08:00:0{at % 10},123 INFO sync fetched page of {spelling} for GET /orders?q={spelling}&page=2"
        for secret in secrets
        for at, spelling in enumerate(spellings(secret))
    ]
    lines += [f"  told of {word} alone" for secret in NAMES for word in secret.split()]
    lines.append("2026-03-03 09:00:00,000 WARNING store the daily backup failed: backup_no_room")
    (folder / "desk.log").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return [*secrets, *(word for name in NAMES for word in name.split() if len(word) > 3)]


def shown(text: str, secrets: list[str]) -> set[str]:
    return {secret for secret in secrets if any(one.casefold() in text.casefold() for one in spellings(secret))}


@pytest.fixture
def place(desk: Desk, clock: ManualClock) -> Place:
    return Place(folder=desk.store.place.folder, secrets=MemorySecrets(), clock=clock)


def unpacked(file: Path) -> dict[str, str]:
    with zipfile.ZipFile(file) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


def test_nothing_of_a_person_and_no_secret_is_in_it(
    desk: Desk, place: Place, planted: list[str], tmp_path: Path
) -> None:
    before = (logs.folder_in(place.folder) / "desk.log").read_text(encoding="utf-8")
    assert shown(before, planted) == set(planted), "the search below could have failed"
    report = care_doctor.Report(findings=tuple(care_doctor.examine_open(desk, place)))
    parts = unpacked(care_diagnostics.write(place, report, desk, tmp_path / "d.zip"))
    for name, text in parts.items():
        assert shown(text, planted) == set(), name
        assert shown(text, ["shop.example.org"]) == set(), name
    log = parts["log.txt"]
    assert "2026-03-03 09:00:00,000 WARNING store the daily backup failed: backup_no_room" in log, "it still helps"
    assert log.count("INFO sync fetched page of") == before.count("INFO sync fetched page of")
    assert json.loads(parts["store.json"])["rows"]["orders"] == 1
    (told,) = json.loads(parts["accounts.json"])
    assert told["kind"] == "fake"
    assert told["settings"]["base_url"] == "(set)"


def test_where_the_store_does_not_open_the_log_tells_when_and_where_only(
    place: Place, planted: list[str], tmp_path: Path
) -> None:
    """Whose words they are is not known then."""
    parts = unpacked(care_diagnostics.write(place, care_doctor.Report(findings=()), None, tmp_path / "d.zip"))
    assert all(shown(text, planted) == set() for text in parts.values())
    assert "2026-03-03 09:00:00,000 WARNING store\n" in parts["log.txt"]


def test_a_name_that_is_taken_is_left_alone(place: Place, tmp_path: Path) -> None:
    (tmp_path / "d.zip").write_text("mine")
    with pytest.raises(NotAllowed, match="exists already"):
        care_diagnostics.write(place, care_doctor.Report(findings=()), None, tmp_path / "d.zip")
    assert (tmp_path / "d.zip").read_text() == "mine"


@pytest.mark.parametrize(
    "line",
    [
        "the daily backup failed: backup_no_room",
        'File "/usr/lib/python3.11/site-packages/sqlalchemy/engine/base.py", line 1967, in _exec_single_context',
        "push 17 of account 1: confirmed after 2 tries",
        "StoreUnavailable [store_disk_full] database or disk is full",
    ],
)
def test_what_is_nobodys_stays(line: str) -> None:
    assert Cleaner(["müller", "berlin"]).clean(line) == line


def test_an_account_in_the_log_is_masked_too(desk: Desk, place: Place, tmp_path: Path) -> None:
    made = accounts.add(
        desk, "fake", {"base_url": "https://wunderlaterne.example"}, {"consumer_key": KEY}, name="Wunderlaterne"
    )
    logging.getLogger("sync").info("no")
    folder = logs.make_folder(place.folder)
    (folder / "desk.log").write_text("2026-03-03 09:00:00,000 INFO sync Wunderlaterne at wunderlaterne.example\n")
    parts = unpacked(care_diagnostics.write(place, care_doctor.Report(findings=()), desk, tmp_path / "d.zip"))
    assert made.name == "Wunderlaterne"
    assert "wunderlaterne" not in "".join(parts.values()).casefold()
