"""Owns requests and answers that the tests of the rules start from: right ones, to be made wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from connectors.simulation.wire import WireAnswer, WireRequest

AT = datetime(2026, 11, 20, 13, tzinfo=UTC)
JSON = {"content-type": "application/json"}


def request(
    method: str,
    path: str,
    query: str = "",
    *,
    headers: Mapping[str, str] | None = None,
    body: Any = None,
    secure: bool = True,
) -> WireRequest:
    """A body is JSON unless it is bytes."""
    content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    typed = JSON if body is not None and not isinstance(body, bytes) else {}
    return WireRequest(method, path, query, {**typed, **(headers or {})}, content, secure, AT)


def answer(
    document: Any, status: int = 200, content_type: str = "application/json", headers: Mapping[str, str] | None = None
) -> WireAnswer:
    body = document if isinstance(document, bytes) else b"" if document is None else json.dumps(document).encode()
    return WireAnswer(status, body, list((headers or {}).items()), content_type)


def changed(document: Any, path: str, value: Any) -> Any:
    """A copy in which `orders.0.total` is another; a value of `...` takes the field away."""
    made = json.loads(json.dumps(document))
    node, (*above, last) = made, path.split(".")
    for step in above:
        node = node[int(step) if isinstance(node, list) else step]
    if value is ...:
        del node[last]
    else:
        node[int(last) if isinstance(node, list) else last] = value
    return made
