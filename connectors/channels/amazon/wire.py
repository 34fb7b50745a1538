"""Owns how the library's calls travel: over connectors.http, with its time-outs, deadline, certificates and judgement.

The library is handed a 2xx answer or never comes back: every other one is raised as an error of the contract.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from connectors.channels.amazon.library import LibraryAnswer, answer_for_library
from connectors.channels.amazon.tokens import HEADER
from connectors.http.client import AGENT, HttpClient
from connectors.http.messages import Answer, Call

# `host` is garbled on addresses other than https, the token is the signer's, and the rest is not ours to say.
_NOT_TAKEN_OVER = frozenset({"host", "user-agent", "x-amz-date", "content-length", HEADER})
USER_AGENT = f"{AGENT} (Language=Python)"


class Wire:
    """Stands where the library has its own transport. One per connector, used by one thread at a time."""

    def __init__(self) -> None:
        self.answer: Answer | None = None
        self._http: HttpClient | None = None
        self._operation = ""
        self._writes = False

    def expect(self, http: HttpClient, operation: str, *, writes: bool) -> None:
        """Say what the library's next call is and by which client it goes."""
        self._http, self._operation, self._writes = http, operation, writes
        self.answer = None

    def request(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, Any] | None = None,
        data: Mapping[str, str] | None = None,
        content: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> LibraryAnswer:
        if self._http is None:
            raise RuntimeError("a call of the library that nobody expected")
        http, self._http = self._http, None
        taken = {name: value for name, value in (headers or {}).items() if name.lower() not in _NOT_TAKEN_OVER}
        body = urlencode(data) if data is not None else content
        if body is None:
            taken.pop("content-type", None)
        call = Call(
            operation=self._operation,
            method=method,
            url=url,
            writes=self._writes,
            query=tuple((name, str(value)) for name, value in (params or {}).items()),
            body=body.encode() if body is not None else None,
            headers={**taken, "User-Agent": USER_AGENT},
            wants_json=not self._writes,  # a shipment confirmation is answered by a status alone
        )
        self.answer = http.send(call)
        return answer_for_library(self.answer)
