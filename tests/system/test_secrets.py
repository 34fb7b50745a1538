from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from os import close, environ, pipe, write
from pathlib import Path

import keyring
import keyring.backend
import keyring.backends.fail
import keyring.errors
import pytest

from desk.domain.errors import SecretsUnavailable, StoreUnavailable
from desk.system.secrets import EnvironmentSecrets, KeyringSecrets, MemorySecrets, Secrets, account_secret
from desk.system.store_key import store_key

ROOT = Path(__file__).parents[2]


class LockedKeyring(keyring.backend.KeyringBackend):
    """A keyring that is there, holds what is asked for, and gives nothing away."""

    priority = 1

    def __init__(self, error: Exception) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.error = error

    def get_password(self, service: str, username: str) -> str | None:
        raise self.error

    def set_password(self, service: str, username: str, password: str) -> None:
        raise self.error

    def delete_password(self, service: str, username: str) -> None:
        raise self.error


def missing() -> keyring.backend.KeyringBackend:
    return keyring.backends.fail.Keyring()  # type: ignore[no-untyped-call]


def locked() -> keyring.backend.KeyringBackend:
    return LockedKeyring(keyring.errors.KeyringLocked("locked"))


def broken() -> keyring.backend.KeyringBackend:
    return LockedKeyring(keyring.errors.InitError("no bus"))


@pytest.fixture(params=[missing, locked, broken], ids=["missing", "locked", "broken"])
def unusable(request: pytest.FixtureRequest) -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(request.param())
    yield
    keyring.set_keyring(before)


@pytest.mark.usefixtures("unusable")
@pytest.mark.parametrize(
    "deed",
    [lambda s: s.get("a"), lambda s: s.set("a", "b"), lambda s: s.delete("a")],
    ids=["get", "set", "delete"],
)
def test_without_a_keyring_every_deed_says_what_to_do(deed: Callable[[Secrets], object]) -> None:
    with pytest.raises(SecretsUnavailable) as told:
        deed(KeyringSecrets())
    assert "Unlock it" in told.value.text
    assert "DESK_STORE_KEY" in told.value.text
    assert told.value.__cause__ is None, "the keyring's own words may hold what was asked for"


@pytest.mark.usefixtures("unusable")
def test_without_a_keyring_a_new_store_gets_no_key_and_nothing_is_written(tmp_path: Path, home: Path) -> None:
    before = sorted(home.rglob("*"))
    with pytest.raises(SecretsUnavailable):
        store_key(tmp_path, KeyringSecrets(), exists=False)
    assert list(tmp_path.iterdir()) == []
    assert sorted(home.rglob("*")) == before


def test_the_keyring_keeps_and_forgets() -> None:
    secrets = KeyringSecrets()
    assert secrets.get("a") is None
    secrets.set("a", "geheim ß")
    assert KeyringSecrets().get("a") == "geheim ß"
    secrets.delete("a")
    secrets.delete("a")  # safe to call twice
    assert secrets.get("a") is None


@pytest.mark.usefixtures("unusable")
def test_the_environment_serves_without_a_keyring() -> None:
    secrets = EnvironmentSecrets(KeyringSecrets(), {"DESK_SECRET_MY_SHOP_CONSUMER_KEY": " ck_1\n"})
    name = account_secret("My shop", "consumer_key")
    assert secrets.get(name) == "ck_1"
    secrets.set(name, "ck_1")  # the same value: nothing to keep
    secrets.delete(name)
    other = account_secret("My shop", "consumer_secret")
    with pytest.raises(SecretsUnavailable) as told:
        secrets.get(other)
    named = next(word for word in told.value.text.split() if word.startswith("DESK_"))
    assert EnvironmentSecrets(KeyringSecrets(), {named: "cs_1"}).get(other) == "cs_1", "the variable it really reads"


@pytest.mark.parametrize(
    "environment,account,expected",
    [
        ({"DESK_SECRET_KEY": "any", "DESK_SECRET_SHOP_KEY": "own"}, "Shop", "own"),
        ({"DESK_SECRET_KEY": "any"}, "Shop", "any"),
        ({"DESK_SECRET_OTHER_KEY": "own"}, "Shop", None),
        ({"DESK_SECRET_A_B_KEY": "own"}, "a/b", "own"),
        ({"DESK_SECRET_KEY": ""}, "Shop", None),
    ],
)
def test_a_secret_is_looked_for_by_account_then_for_all(
    environment: dict[str, str], account: str, expected: str | None
) -> None:
    secrets = EnvironmentSecrets(MemorySecrets(), environment)
    assert secrets.get(account_secret(account, "key")) == expected


def test_what_the_environment_gives_is_never_written_and_comes_first() -> None:
    behind = MemorySecrets({"account/Shop/key": "old"})
    secrets = EnvironmentSecrets(behind, {"DESK_SECRET_KEY": "given"})
    assert secrets.get("account/Shop/key") == "given"
    secrets.set("account/Shop/key", "given")
    secrets.delete("account/Shop/key")
    assert behind.get("account/Shop/key") == "old"
    assert EnvironmentSecrets(behind, {}).get("account/Shop/key") == "old"


# --- The store's key --------------------------------------------------------------------------------------


def test_a_new_store_gets_a_key_that_is_found_again(tmp_path: Path) -> None:
    made = store_key(tmp_path, KeyringSecrets(), exists=False)
    assert len(bytes.fromhex(made)) == 32
    assert store_key(tmp_path, KeyringSecrets(), exists=True) == made
    assert store_key(tmp_path / "other", KeyringSecrets(), exists=False) != made
    assert list(tmp_path.iterdir()) == []


def test_a_store_whose_key_is_gone_is_not_given_a_new_one(tmp_path: Path) -> None:
    secrets = MemorySecrets()
    with pytest.raises(StoreUnavailable, match="is not in the keyring of this computer") as told:
        store_key(tmp_path, secrets, exists=True)
    assert told.value.code == "store_key_missing"
    assert "restore a backup" in told.value.text
    with pytest.raises(StoreUnavailable):  # and still none
        store_key(tmp_path, secrets, exists=True)


@pytest.mark.usefixtures("unusable")
def test_the_environments_key_needs_no_keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_STORE_KEY", " " + "AB" * 32 + "\n")
    assert store_key(tmp_path, KeyringSecrets(), exists=True) == "ab" * 32


def test_an_inherited_pipe_gives_the_key_once_and_is_not_passed_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, writing = pipe()
    write(writing, b"cd" * 32 + b"\n")
    close(writing)
    monkeypatch.setenv("DESK_STORE_KEY_FD", str(reading))
    assert store_key(tmp_path, MemorySecrets(), exists=True) == "cd" * 32
    assert "DESK_STORE_KEY_FD" not in environ


@pytest.mark.parametrize("told", ["987654", "-1", "three"])
def test_a_pipe_that_is_none_gets_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: str) -> None:
    monkeypatch.setenv("DESK_STORE_KEY_FD", told)
    with pytest.raises(StoreUnavailable, match="DESK_STORE_KEY_FD"):
        store_key(tmp_path, MemorySecrets(), exists=True)


CHILD = """
import sys
from pathlib import Path
from desk.store.engine import StoreKey, open_store
from desk.system.secrets import KeyringSecrets
from desk.system.store_key import store_key
folder = Path(sys.argv[1])
open_store(folder, StoreKey(store_key(folder, KeyringSecrets(), exists=(folder / "desk.db").exists()))).close()
"""


def test_a_child_opens_the_store_with_the_pipes_key_and_leaves_it_nowhere(tmp_path: Path) -> None:
    """As drills start Desk (DRILLS D7); the child's keyring is one that always fails."""
    secret = "5a" * 32
    for _ in range(2):  # makes the store, then opens it
        reading, writing = pipe()
        write(writing, secret.encode())
        close(writing)
        child = subprocess.run(
            [sys.executable, "-c", CHILD, str(tmp_path / "data")],
            cwd=ROOT,
            env={**environ, "DESK_STORE_KEY_FD": str(reading)},
            pass_fds=(reading,),
            capture_output=True,
            text=True,
            check=False,
        )
        close(reading)
        assert (child.returncode, child.stderr) == (0, "")
    files = [one for one in (tmp_path / "data").iterdir() if one.is_file()]
    assert {one.name for one in files} >= {"desk.db"}
    assert not [one.name for one in files if secret.encode() in one.read_bytes()]
    assert not [one.name for one in files if bytes.fromhex(secret) in one.read_bytes()]
