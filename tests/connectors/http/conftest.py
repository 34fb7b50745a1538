"""Fixtures of the tests of HTTP."""

from __future__ import annotations

import pytest

from tests.connectors.http.bench import Bench


@pytest.fixture
def bench() -> Bench:
    return Bench()
