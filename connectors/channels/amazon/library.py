"""Owns the client library: how it is imported, built and kept from its traps. Only client.py uses it.

What of it is used: paths, parameters and bodies of the calls, the form that asks for a token, and its reading of
answers. What is not: its constructors (they read environment and files for keys, sites and proxies), its sockets
(no time-outs of ours, an error without a list of errors passes for an empty success), its cache of tokens (one for
the whole process, without a lock). A test fails when the names we replace change.
"""

from __future__ import annotations

import importlib
import json
import logging
import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Protocol
from urllib.parse import urlsplit

from connectors.http.messages import Answer

# Read while the library is imported: a wrong value of one of them even stops the import.
_READ_AT_IMPORT = ("SP_API_DEFAULT_MARKETPLACE", "AWS_ENV", "SP_API_AUTH_CACHE_SIZE", "SP_API_AUTH_CACHE_TTL")
# They print tokens and whole addresses.
_TALKATIVE = ("sp_api", "httpx", "httpcore")
_importing = threading.Lock()


class Transport(Protocol):
    """What the library sends by: our own HTTP."""

    def request(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, Any] | None = None,
        data: Mapping[str, str] | None = None,
        content: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> LibraryAnswer: ...


@dataclass(frozen=True, slots=True)
class LibraryAnswer:
    """An answer in the shape the library reads."""

    status_code: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body) if self.body.strip() else {}


def answer_for_library(answer: Answer) -> LibraryAnswer:
    return LibraryAnswer(answer.status, answer.headers, answer.body)


def load(module: str) -> Any:
    """A module of the library, whatever the environment says; its loggers are kept quiet."""
    with _importing:
        taken = {name: os.environ.pop(name) for name in _READ_AT_IMPORT if name in os.environ}
        try:
            found = importlib.import_module(module)
        finally:
            os.environ.update(taken)
        hush()
    return found


def hush() -> None:
    """Set the library's loggers to warnings, those included that set a level of their own."""
    known = [name for name in logging.root.manager.loggerDict if name.partition(".")[0] in _TALKATIVE]
    for name in (*_TALKATIVE, *known):
        logging.getLogger(name).setLevel(logging.WARNING)


def api(module: str, name: str, *, root: str, marketplace: str, signs: Any, transport: Transport) -> Any:
    """One of the library's API classes, such as OrdersV20260101, bound to an account's address, tokens and HTTP."""
    plain: Any = getattr(load(module), name)
    found = plain.__new__(plain)
    # All that its constructor would set; see CLIENT_STATE.
    found.credentials = None
    found.endpoint = root
    found.marketplace_id = marketplace
    found.region = ""
    found.restricted_data_token = None
    found._auth = signs  # noqa: SLF001 - the library has no other way in
    found.proxies = None
    found.timeout = None
    found.version = None
    found.verify = True
    found._transport = transport  # noqa: SLF001 - as above
    return found


CLIENT_STATE = frozenset(
    "credentials endpoint marketplace_id region restricted_data_token _auth proxies timeout version verify "
    "_transport".split()
)
"""What the library's own constructor of a client leaves behind, and `api` sets in its place."""
TOKEN_CLIENT_STATE = frozenset({"cred", "proxies", "verify", "_transport"})


def token_client(
    token_url: str, *, client_id: str, client_secret: str, refresh_token: str, transport: Transport
) -> Any:
    """The library's client for access tokens, with keys and HTTP of one account."""
    plain: Any = load("sp_api.auth").AccessTokenClient
    keys = SimpleNamespace(lwa_app_id=client_id, lwa_client_secret=client_secret, refresh_token=refresh_token)
    parts = urlsplit(token_url)
    found = plain.__new__(plain)
    found.cred = load("sp_api.auth").Credentials(refresh_token, keys)
    found.proxies = None
    found.verify = True
    found._transport = transport  # noqa: SLF001 - the library has no other way in
    found.scheme, found.host, found.path = f"{parts.scheme}://", parts.netloc, parts.path
    return found


def ask_for_token(client: Any) -> Mapping[str, Any]:
    """Ask for a new access token, past the library's cache. What the library raises is left to the caller."""
    found: Mapping[str, Any] = client._request(  # noqa: SLF001 - its public way goes through its cache
        client.scheme + client.host + client.path, client.data, client.headers
    )
    return found


class Signs:
    """Stands where the library has its own client for tokens: hands it the account's."""

    def __init__(self, token: Callable[[], str]) -> None:
        self._token = token

    def get_auth(self) -> Any:
        return SimpleNamespace(access_token=self._token())


def library_errors() -> tuple[type[Exception], ...]:
    """What the library itself raises over an answer, be it by design or by stumbling."""
    base: Any = load("sp_api.base")
    auth: Any = load("sp_api.auth.exceptions")
    return (base.SellingApiException, auth.AuthorizationError, ValueError, TypeError, AttributeError, LookupError)
