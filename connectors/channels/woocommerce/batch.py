"""Owns reading the answer to a request for many orders: each of them has its own result or its own error."""

from __future__ import annotations

import html
import re
from typing import Any

import msgspec

from connectors.contract.errors import OutcomeUnknown
from connectors.http.messages import Answer

MOST = 20
"""The shop takes a hundred; so many answers of whole orders are still small."""

_TAGS = re.compile(r"<[^>]*>")


class ItemError(msgspec.Struct, kw_only=True):
    """Why one of them was not done."""

    code: str = ""
    message: str = ""
    data: Any = None

    @property
    def words(self) -> str:
        return html.unescape(_TAGS.sub("", self.message)).strip()

    @property
    def params(self) -> frozenset[str]:
        """The parameters that the shop did not take."""
        named = self.data.get("params") if isinstance(self.data, dict) else None
        return frozenset(named) if isinstance(named, dict) else frozenset()


class Item(msgspec.Struct, kw_only=True):
    """What became of one order."""

    id: int
    status: str = ""
    error: ItemError | None = None


class _Answer(msgspec.Struct, kw_only=True):
    update: list[Any] | dict[str, Any] = []


def by_id(answer: Answer) -> dict[str, Item]:
    """What was told, by order; an item that nobody can read is as good as not there. Raises OutcomeUnknown."""
    try:
        told = msgspec.json.decode(answer.body, type=_Answer, strict=False).update
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise OutcomeUnknown(
            "The shop's answer cannot be read. Desk looks there before it tries again.",
            str(error)[:160],
            operation="set_status",
            code="not_shown",
        ) from error
    found: dict[str, Item] = {}
    for one in told.values() if isinstance(told, dict) else told:
        try:
            item = msgspec.convert(one, Item, strict=False)
        except msgspec.ValidationError:
            continue
        found[str(item.id)] = item
    return found
