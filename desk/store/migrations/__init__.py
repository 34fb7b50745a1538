"""Owns the revisions of the store's shape. `HEAD` is what this Desk writes; a store with an unknown one is too new."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Connection

HEAD = "0012"
KNOWN = frozenset({"0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010", "0011", "0012"})
SEARCH_FORMAT = 4
"""What the search tables hold, which are derived and no part of a revision; a store that has less is brought up to it.
2: misspellings are looked for by the first four letters, not by two. 3: no list of beginnings of five letters;
pieces of four digits, not of five. 4: of digits, pieces of three only where a run of them ends.
"""


def search_format(connection: Any) -> int:
    """Which format the search tables of a driver's connection have; a negative one is being made."""
    return int(connection.execute("pragma user_version").fetchone()[0])


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Bring the store behind `connection` to `revision` inside the caller's transaction."""
    _run(connection, "upgrade", revision)


def downgrade(connection: Connection, revision: str) -> None:
    """Take revisions back, for tests of migrations."""
    _run(connection, "downgrade", revision)


def _run(connection: Connection, command: str, revision: str) -> None:
    # Imported here: only a new or an old store needs Alembic, and start-up must not pay for it.
    from alembic import command as alembic_command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    getattr(alembic_command, command)(config, revision)
