"""Owns the fixtures of the store's tests: an open store, and a filled one that nobody has open."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.store.engine import Store
from tests.support.stores import fill, open_new_store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    opened = open_new_store(folder)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filled")
    made = open_new_store(folder)
    fill(made)
    made.close()
    return folder


@pytest.fixture
def closed(filled: Path, folder: Path) -> Path:
    """A store of 300 orders that nobody has open."""
    shutil.copytree(filled, folder)
    return folder
