"""How dear a wrap makes guessing."""

from __future__ import annotations

import pytest

from desk.system import wrapping
from tests.conftest import REAL_COST


def test_a_passphrase_takes_the_memory_that_keeps_guessers_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """At least what OWASP's password storage cheat sheet asks of scrypt with r = 8 and p = 1."""
    monkeypatch.setattr(wrapping, "_COST", REAL_COST)
    wrapped = wrapping.wrap_by_passphrase("2a" * 32, "four words of mine", "a store")
    assert wrapped["cost"] == REAL_COST
    assert REAL_COST >= 1 << 17
    assert wrapping.unwrap_by_passphrase(wrapped, "four words of mine", "a store") == "2a" * 32
    with pytest.raises(wrapping.WrongPassphrase):
        wrapping.unwrap_by_passphrase(wrapped, "four words of yours", "a store")
