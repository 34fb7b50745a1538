"""Owns what the bench of the search has made in a process of its own meanwhile: the plain file of the yardsticks, and
what brute force finds. `python -m desk.bench.beside` is that process; it writes one JSON document a line.

The brute force lies in the tests and imports nothing of Desk; it is there only where Desk runs from its checkout.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from threading import Thread
from types import ModuleType

from desk.bench.drawing import NEWEST, Drawer
from desk.bench.measuring import now
from desk.domain.values import AccountId, OrderId
from desk.services import merging
from desk.store.search_documents import document_of
from desk.store.search_text import SearchDocument
from desk.store.yardsticks import PlainSearch

CHECKOUT = Path(__file__).parents[2]
ORACLE = CHECKOUT / "tests" / "store" / "search_oracle.py"
_AT_MOST = 50

Expected = dict[str, list[tuple[int, int]]]
"""By text: the first fifty orders that brute force finds, each with its tier."""


class Beside:
    """The process beside, as the bench sees it."""

    def __init__(self, orders: int, seed: int, plain: Path, texts: list[str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "desk.bench.beside", str(orders), str(seed), str(plain)],
            cwd=CHECKOUT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.expected: Expected = {}
        self.has_plain = False
        self._reader = Thread(target=self._read, args=(json.dumps(texts),), name="desk-bench-beside", daemon=True)
        self._reader.start()

    def _read(self, texts: str) -> None:
        told, heard = self._process.stdin, self._process.stdout
        if told is None or heard is None:
            return
        told.write(texts + "\n")
        told.close()
        for line in heard:
            said = json.loads(line)
            self.has_plain = self.has_plain or "plain" in said
            if "text" in said:
                self.expected[said["text"]] = [(order, tier) for order, tier in said["found"]]

    def wait(self, until: float) -> None:
        """Until all is told, or so long; but as long as it takes for the plain file."""
        while self._reader.is_alive() and (now() < until or not self.has_plain):
            self._reader.join(0.2)

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join()
        if self._process.stdout is not None:
            self._process.stdout.close()


def documents(orders: int, seed: int) -> Iterator[SearchDocument]:
    """What the search knows of each drawn order; its owner is its place."""
    for place, order in enumerate(Drawer(orders, seed=seed).orders(AccountId(1)), 1):
        yield document_of(OrderId(place), merging.first(order, b"", NEWEST))


def oracle() -> ModuleType | None:
    """The brute force of the tests, where it is."""
    if not ORACLE.is_file():
        return None
    described = spec_from_file_location("desk_search_oracle", ORACLE)
    if described is None or described.loader is None:
        return None
    module = module_from_spec(described)
    sys.modules[described.name] = module  # its data classes look themselves up there
    described.loader.exec_module(module)
    return module


def _say(document: object) -> None:
    sys.stdout.write(json.dumps(document) + "\n")
    sys.stdout.flush()


def main() -> None:
    orders, seed, plain = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    texts = json.loads(sys.stdin.readline())
    gc.disable()  # hundreds of thousands of documents stay to the end, and to look through them takes a fifth of it all
    drawn: Iterable[SearchDocument] = documents(orders, seed)
    if texts:
        drawn = list(drawn)
    file = PlainSearch(plain)
    file.fill(drawn)
    file.close()
    _say({"plain": True})
    brute = oracle() if texts else None
    if brute is None:
        return
    known = brute.Oracle(drawn)
    for text in texts:
        found = known.find(text)[:_AT_MOST]
        _say({"text": text, "found": [(one.owner_id, one.tier) for one in found]})


if __name__ == "__main__":
    main()
