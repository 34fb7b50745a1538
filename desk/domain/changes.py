"""Owns Changes: which kinds of things changed, and which of them. Writing services return one; views decide by it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """Kinds of things a view may show."""

    ORDER = "order"
    PUSH = "push"
    ACCOUNT = "account"
    REPAIR = "repair"
    NOTE = "note"
    CASE = "case"  # which orders a case or a conversation is shown with is only known when one is shown
    MESSAGE = "message"  # conversations
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class Changes:
    """Ids by kind. Adding two joins them; an empty one is false."""

    ids: dict[Kind, frozenset[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, kind: Kind, ids: Iterable[int]) -> Changes:
        found = frozenset(ids)
        return cls({kind: found} if found else {})

    def __add__(self, other: Changes) -> Changes:
        both = dict(self.ids)
        for kind, ids in other.ids.items():
            both[kind] = both.get(kind, frozenset()) | ids
        return Changes(both)

    def __bool__(self) -> bool:
        return any(self.ids.values())

    def touches(self, kind: Kind) -> frozenset[int]:
        return self.ids.get(kind, frozenset())
