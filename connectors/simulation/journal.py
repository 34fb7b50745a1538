"""Owns the simulator's journal, the truth a drill is judged by: one entry for each effect, never changed, never
removed. The channel's simulator writes it, the comparator reads it through `/_sim/journal`.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from connectors.simulation.wire import WireRequest

CLIENT = "client"  # an effect of a request over the channel's API
SHOP = "shop"  # the buyer's or the shop owner's own doing, through /_sim/do or a planted fault


@dataclass(frozen=True, slots=True)
class JournalEntry:
    seq: int
    at: str
    actor: str
    method: str
    path: str
    deed: str
    remote_ids: Mapping[str, Any]
    body_digest: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A request that the channel itself turned down for good; planted faults are none.

    Where a channel takes work in first and turns a part of it down later, `deed` and `remote_ids` say which.
    """

    at: str
    method: str
    path: str
    status: int
    deed: str = ""
    remote_ids: Mapping[str, Any] = field(default_factory=dict)


class Journal:
    """Append-only. With a file, each entry is one JSON line written before the answer leaves."""

    def __init__(self, file: str | Path | None = None) -> None:
        self._entries: list[JournalEntry] = []
        self.refusals: list[Refusal] = []
        self._lock = threading.Lock()
        self._file = Path(file) if file is not None else None

    def record(
        self, at: datetime, deed: str, remote_ids: Mapping[str, Any], request: WireRequest | None
    ) -> JournalEntry:
        with self._lock:
            entry = JournalEntry(
                seq=len(self._entries) + 1,
                at=at.isoformat().replace("+00:00", "Z"),
                actor=CLIENT if request is not None else SHOP,
                method=request.method if request is not None else "",
                path=request.path if request is not None else "",
                deed=deed,
                remote_ids=dict(remote_ids),
                body_digest=hashlib.sha256(request.body).hexdigest() if request is not None else "",
            )
            self._entries.append(entry)
            if self._file is not None:
                with self._file.open("a", encoding="utf-8", newline="\n") as lines:
                    lines.write(json.dumps(asdict(entry), ensure_ascii=False) + "\n")
            return entry

    def refused(
        self,
        request: WireRequest,
        status: int,
        deed: str = "",
        remote_ids: Mapping[str, Any] | None = None,
        *,
        at: datetime | None = None,
    ) -> None:
        """Beside the effects, so that a client's "refused" can be checked against what was really said."""
        moment = (at or request.at).isoformat().replace("+00:00", "Z")
        self.refusals.append(Refusal(moment, request.method, request.path, status, deed, dict(remote_ids or {})))

    def since(self, seq: int) -> list[JournalEntry]:
        """The entries after this sequence number."""
        with self._lock:
            return self._entries[max(seq, 0) :]

    def __len__(self) -> int:
        return len(self._entries)
