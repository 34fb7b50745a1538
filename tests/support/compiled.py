"""Owns what spares a run of tests compiling each statement anew for each of its stores: they share what one engine
keeps for itself in the program, where there is one store.
"""

from __future__ import annotations

from functools import cache, wraps
from typing import Any

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Dialect, Engine, create_engine
from sqlalchemy.util import LRUCache

from desk.store import engine as store_engine

_MOST = 5_000
_make = store_engine._engine_on


@cache
def _shared() -> tuple[Dialect, LRUCache[Any, Any]]:
    """A dialect that has met the driver, and the statements compiled for it."""
    engine = create_engine("sqlite://", module=driver)
    engine.connect().close()
    engine.dispose()
    return engine.dialect, LRUCache(_MOST)


@wraps(_make)
def _engine_on(open_raw: Any, patience: Any) -> Engine:
    made = _make(open_raw, patience)
    made.dialect, made._compiled_cache = _shared()
    made.pool._dialect = made.dialect
    return made


def share_compiled() -> None:
    """From now on, for all stores that this process opens."""
    store_engine._engine_on = _engine_on
