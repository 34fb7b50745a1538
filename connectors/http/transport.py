"""Owns the sockets: a requests session whose every wait ends at one deadline. Only client.py uses it."""

from __future__ import annotations

import http.client
import io
import logging
import socket
import ssl
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from desk.domain.clock import SystemClock


class Deadline:
    """When the exchange under way must be over, in real time: the network knows no drill clock."""

    def __init__(self) -> None:
        self._clock = SystemClock()
        self._until = 0.0
        self._each = 0.0

    def begin(self, each: float, total: float) -> None:
        """`each` bounds a single wait for the network, `total` the whole exchange."""
        self._each = each
        self._until = self._clock.monotonic() + total

    def left(self) -> float:
        """Seconds the next wait may last. Raises TimeoutError when the time is up."""
        rest = self._until - self._clock.monotonic()
        if rest <= 0:
            raise TimeoutError("the answer trickled in past its deadline")
        return min(self._each, rest)


class _TimedReader(io.RawIOBase):
    """Reads a socket, giving each wait no more time than the deadline leaves.

    A plain time-out starts anew with each byte, so a server that trickles would hold a thread for hours.
    """

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        super().__init__()
        self._sock = sock
        self._deadline = deadline
        self._raw = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._sock.settimeout(self._deadline.left())
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


def _answers_within(deadline: Deadline) -> type[http.client.HTTPResponse]:
    class TimedResponse(http.client.HTTPResponse):
        def __init__(self, sock: socket.socket, *args: Any, **more: Any) -> None:
            super().__init__(sock, *args, **more)
            self.fp.close()
            self.fp = io.BufferedReader(_TimedReader(sock, deadline))

    return TimedResponse


def _context() -> ssl.SSLContext:
    """How safe connections are made; `verify` of each request brings the certificates to judge servers by.

    Made here, for urllib3's own and `ssl.create_default_context` write each connection's secrets into the file that
    SSLKEYLOGFILE names: whoever may set the environment could read keys and buyers' data on the wire with it.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # demands a valid certificate of the right name
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.hostname_checks_common_name = False
    context.options |= ssl.OP_NO_COMPRESSION
    return context


class _TimedAdapter(HTTPAdapter):
    def __init__(self, deadline: Deadline) -> None:
        self._deadline = deadline
        super().__init__(pool_connections=2, pool_maxsize=2, max_retries=0)

    def init_poolmanager(self, *args: Any, **more: Any) -> None:
        super().init_poolmanager(*args, ssl_context=_context(), **more)
        answers = _answers_within(self._deadline)
        plain = type("TimedConnection", (HTTPConnection,), {"response_class": answers})
        safe = type("TimedSafeConnection", (HTTPSConnection,), {"response_class": answers})
        self.poolmanager.pool_classes_by_scheme = {
            "http": type("TimedPool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
            "https": type("TimedSafePool", (HTTPSConnectionPool,), {"ConnectionCls": safe}),
        }


# It warns of odd headers with the whole address, keys in the query included; where nobody listens, to stderr.
logging.getLogger("urllib3").setLevel(logging.CRITICAL)


class _Session(requests.Session):
    """Follows nothing by itself, and does not stumble over an address that is none: client.py judges redirects."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        return None


def open_session(deadline: Deadline) -> requests.Session:
    """A session that takes nothing from the environment (proxies, netrc, certificates), no cookies either."""
    session = _Session()
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    adapter = _TimedAdapter(deadline)
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    return session
