"""Owns the search for what must be gone: every value of every table of a plain export, unpacked, raw and folded, every
page of a store's file by itself (also those that nobody uses), and every other file of its folder.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
import zlib
from collections.abc import Collection, Iterator
from contextlib import closing
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from desk.store.engine import FILE_NAME, Store, StoreKey

_PAGE, _RESERVED, _VECTOR, _SALT = 4096, 80, 16, 16
_WAL_HEAD, _FRAME_HEAD = 32, 24


def folded(text: str) -> str:
    """Letters and digits alone, umlauts in one spelling; nothing of Desk's own folding."""
    plain = text.casefold().replace("ß", "ss").replace("ø", "o").replace("ł", "l").replace("ı", "i")
    bare = "".join(one for one in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(one))
    spelled = re.sub(r"([ao]|(?<![aeiouq])u)e", r"\1", bare)
    return "".join(one for one in spelled if one.isalnum())


class Haystack:
    """All that was read, raw and folded, to look for values in."""

    def __init__(self, texts: Collection[str]) -> None:
        self._raw = "\n".join(texts)
        self._folded = "\n".join(map(folded, texts))

    def holds(self, value: str) -> bool:
        return value in self._raw or (len(folded(value)) > 4 and folded(value) in self._folded)


def exported(store: Store, folder: Path) -> Haystack:
    """Every value of a plain export of the store."""
    plain = folder / "plain.db"
    with closing(store.raw_connection()) as connection:
        connection.execute(f"attach database '{plain}' as plain key ''")
        connection.execute("select sqlcipher_export('plain')").fetchall()
        connection.execute("detach database plain")
    with closing(sqlite3.connect(plain)) as connection:
        found = Haystack(list(_values(connection)))
    plain.unlink()
    return found


def terms(store: Store) -> Haystack:
    """Every term that the search index lists, its beginnings too."""
    found: list[str] = []
    with closing(store.raw_connection()) as connection:
        for table in ("search_px", "search_gr"):
            connection.execute(f"create virtual table temp.{table}_v using fts5vocab('main', '{table}', 'row')")
            found += [term for (term,) in connection.execute(f"select term from temp.{table}_v")]
    return Haystack(found)


def _values(connection: sqlite3.Connection) -> Iterator[str]:
    tables = connection.execute(
        "select name from sqlite_master where type = 'table' and sql not like 'create virtual%'"
    )
    for (table,) in tables.fetchall():
        for row in connection.execute(f'select * from "{table}"'):
            yield from (_text(one) for one in row if one is not None)


def _text(value: object) -> str:
    if not isinstance(value, bytes):
        return str(value)
    try:
        return zlib.decompress(value).decode(errors="replace")
    except zlib.error:
        return value.decode("latin-1")


def pages(folder: Path, key: StoreKey, name: str = FILE_NAME) -> Haystack:
    """Every page of the file and of its log, unused ones too, as they are once decrypted."""
    data = (folder / name).read_bytes()
    found = [_opened(data[at : at + _PAGE], key, first=at == 0) for at in range(0, len(data), _PAGE)]
    log = folder / f"{name}-wal"
    if log.exists():
        data = log.read_bytes()[_WAL_HEAD:]
        for at in range(0, len(data) - _FRAME_HEAD, _PAGE + _FRAME_HEAD):
            number = int.from_bytes(data[at : at + 4], "big")
            found.append(_opened(data[at + _FRAME_HEAD : at + _FRAME_HEAD + _PAGE], key, first=number == 1))
    return Haystack(found)


def _opened(page: bytes, key: StoreKey, *, first: bool) -> str:
    end = _PAGE - _RESERVED
    vector = page[end : end + _VECTOR]
    cipher = Cipher(algorithms.AES(bytes.fromhex(key.hex)), modes.CBC(vector)).decryptor()
    bare = cipher.update(page[_SALT if first else 0 : end])
    return bare.decode(errors="replace") + bare.decode("latin-1")


def other_files(folder: Path) -> Haystack:
    """Every file of the folder, as it lies there."""
    return Haystack([one.read_bytes().decode(errors="replace") for one in folder.rglob("*") if one.is_file()])
