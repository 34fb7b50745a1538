"""Owns one account's exchanges over HTTP: signs, paces, tries reading calls again, names every trouble.

One object per account, used by one thread at a time; `stop` may be set from any thread.
"""

from __future__ import annotations

import logging
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

import certifi
import requests
import urllib3.exceptions

from connectors.contract.errors import ConnectorError, LoginNeeded, RateLimited, Unavailable
from connectors.http import statuses
from connectors.http.auth import Auth
from connectors.http.bodies import find_json, in_utf8
from connectors.http.certificates import holds_certificates
from connectors.http.limits import Buckets
from connectors.http.messages import Answer, Call
from connectors.http.redaction import Redactor
from connectors.http.retry import BackOff, read_retry_after
from connectors.http.statuses import Trouble
from connectors.http.transport import Deadline, open_session
from desk.domain.clock import Clock, SystemClock
from desk.domain.values import AccountId

log = logging.getLogger("net")

AGENT = "Desk/0.1"
LARGEST_BODY = 32 * 1024 * 1024
_CHUNK = 64 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# What a server says that has carried a change out and shows elsewhere what came of it, or wants a login first.
_SEE_OTHER = 303
# These promise that nothing was carried out and that the same method and body go on …
_SAME_AGAIN = frozenset({307, 308})
# … and these are what servers send that only want a slash at the end.
_BY_HABIT = frozenset({301, 302})
_MOST_REDIRECTS = 3
# What OpenSSL's versions say of a server that answers a greeting by plain words.
_NO_TLS = frozenset(
    {"WRONG_VERSION_NUMBER", "UNKNOWN_PROTOCOL", "HTTP_REQUEST", "RECORD_LAYER_FAILURE", "PACKET_LENGTH_TOO_LONG"}
)
_MAY_BE_THE_KEYS = frozenset({400, 401, 403})  # the auth knows which of them is
_MOST_REFRESHES = 4
# Auths that sign in the query put these there; a redirect hands them back and they must not be signed twice.
_SIGNATURES = ("oauth_", "consumer_key", "consumer_secret")

Explain = Callable[[Call, Answer], ConnectorError | None]
"""A connector's own reading of an error answer; None leaves it to the table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Seconds for each wait of the network and for a whole exchange, and bytes for a body."""

    timeout: float = 30.0
    deadline: float = 60.0
    largest: int = LARGEST_BODY


class HttpClient:
    """Sends calls of one account. `send` gives a 2xx answer whose JSON is whole, or raises."""

    def __init__(
        self,
        *,
        account: AccountId,
        clock: Clock,
        redactor: Redactor,
        auth: Auth | None = None,
        bounds: Bounds | None = None,
        ca_file: Path | None = None,
        buckets: Buckets | None = None,
        back_off: BackOff | None = None,
        stop: threading.Event | None = None,
        explain: Explain | None = None,
        urgent: bool = False,
    ) -> None:
        self.account = account
        self.redactor = redactor
        self._clock = clock
        self._real = SystemClock()
        self._auth = auth
        self._bounds = bounds or Bounds()
        self._verify = ca_file or Path(certifi.where())
        self._verifies = ca_file is None
        self._buckets = buckets or Buckets({}, clock)
        self._back_off = back_off or BackOff()
        self._stop = stop or threading.Event()
        self._explain = explain
        self._urgent = urgent
        self._deadline = Deadline()
        self._session = open_session(self._deadline)
        self.noisy = False
        """Whether something stood before or after the data of an answer, as plugins of a shop write warnings."""

    def close(self) -> None:
        self._session.close()

    def send(self, call: Call) -> Answer:
        """Carry out the call. A reading one is tried again a few times, a writing one never.

        Raises the kinds of connectors.contract.errors: OutcomeUnknown where a change may have arrived.
        """
        failed = 0
        while True:
            if self._buckets.wait(self.account, call.operation, self._stop, urgent=self._urgent):
                raise self._error(statuses.STOPPED, call, _host(call.url))
            try:
                return self._signed(call)
            except Unavailable as trouble:
                failed += 1
                if isinstance(trouble, RateLimited) and trouble.retry_after:
                    self._buckets.close_for(self.account, call.operation, trouble.retry_after)
                pause = None if call.writes else self._back_off.pause(failed, trouble.retry_after)
                if pause is None:
                    raise
                log.info("%s: %s, again in %.1f s", call.operation, trouble.code, pause)
                if self._clock.wait(self._stop, pause):
                    raise self._error(statuses.STOPPED, call, _host(call.url)) from trouble

    def _signed(self, call: Call) -> Answer:
        """One try; signed anew when the keys are refused and the auth knows another way."""
        refreshed = 0
        refusal: Answer | None = None
        while True:
            answer = self._followed(call)
            if not self._signs_anew(call, answer, refreshed):
                # Refused in every way: the first refusal is about the keys, the later ones about makeshifts.
                return self._judged(call, refusal if refusal and answer.status == refusal.status else answer)
            refusal = refusal or answer
            refreshed += 1

    def _signs_anew(self, call: Call, answer: Answer, refreshed: int) -> bool:
        if answer.status not in _MAY_BE_THE_KEYS or not call.signed or self._auth is None:
            return False
        if refreshed >= _MOST_REFRESHES:
            return False
        return self._auth.refresh(answer, refreshed)

    def _followed(self, call: Call) -> Answer:
        url, query = call.url, call.query
        for _ in range(_MOST_REDIRECTS):
            answer = self._exchange(call, url, query)
            if answer.status not in _REDIRECTS:
                return answer
            url, query = self._redirected(call, url, answer)
        raise self._error(statuses.REDIRECTED, call, _host(url), target=_host(url))

    def _redirected(self, call: Call, url: str, answer: Answer) -> tuple[str, tuple[tuple[str, str], ...]]:
        """Where a redirect leads, if keys may go there: same scheme, host and port; a change only as it is."""
        if call.writes and answer.status == _SEE_OTHER:
            raise self._error(statuses.NO_ANSWER, call, _host(url), answer=answer)
        here = urlsplit(url)
        try:
            target = urlsplit(urljoin(url, answer.header("location")))
        except ValueError:
            raise self._login_error(statuses.REDIRECTED, call, here.netloc, target="?") from None
        if (target.hostname, here.scheme, target.scheme) == (here.hostname, "http", "https"):
            raise self._login_error(statuses.UPGRADE, call, here.netloc)
        if (target.scheme, target.netloc) != (here.scheme, here.netloc):
            raise self._login_error(statuses.OTHER_HOST, call, here.netloc, target=target.netloc or "?")
        if not answer.header("location") or (call.writes and not _may_carry_on(answer.status, here.path, target.path)):
            raise self._login_error(statuses.REDIRECTED, call, here.netloc, target=target.path[:80])
        query = tuple(
            (name, value)
            for name, value in parse_qsl(target.query, keep_blank_values=True)
            if not name.startswith(_SIGNATURES)
        )
        return urlunsplit((target.scheme, target.netloc, target.path, "", "")), query

    def _exchange(self, call: Call, url: str, query: tuple[tuple[str, str], ...]) -> Answer:
        """One request and its answer, whatever its status; raises when there was none."""
        begun = self._real.monotonic()
        host = _host(url)
        status, size = 0, 0
        if url.startswith("https:") and not self._can_verify():
            raise self._login_error(statuses.NO_CA_FILE, call, host, field="ca_file")
        try:
            request = self._request(call, url, query)
            if call.writes:
                # A kept connection may have died in silence, and nobody could tell whether the change went through.
                self._session.close()
            self._deadline.begin(self._bounds.timeout, self._bounds.deadline)
            with self._session.send(
                request,
                stream=True,
                timeout=self._bounds.timeout,
                verify=str(self._verify),
                allow_redirects=False,
            ) as response:
                status = response.status_code
                body = self._body(call, response, host)
                size = len(body)
                headers = {name.lower(): value for name, value in response.headers.items()}
                body = body if call.as_is else in_utf8(body, headers.get("content-type", ""))
                return Answer(status=status, headers=headers, body=body, host=host)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            # Their words hold the whole address with whatever signs it, so they go no further.
            raise self._failed(call, host, error) from None
        finally:
            took = (self._real.monotonic() - begun) * 1000
            # Paths hold ids only; values of the query and bodies may hold a buyer's data and stay out.
            path = self.redactor.clean(urlsplit(url).path)
            log.debug("%s %s%s -> %d, %.0f ms, %d bytes", call.method, host, path, status, took, size)

    def _can_verify(self) -> bool:
        """Whether there are certificates to judge a server by; looked up once, and again while there are none."""
        self._verifies = self._verifies or holds_certificates(self._verify)
        return self._verifies

    def _request(self, call: Call, url: str, query: tuple[tuple[str, str], ...]) -> requests.PreparedRequest:
        headers = {
            "User-Agent": AGENT,
            "Accept": "application/json",
            "Accept-Encoding": "gzip, deflate",
            **call.headers,
        }
        full = f"{url}{'&' if '?' in url else '?'}{urlencode(query)}" if query else url
        request = requests.Request(call.method, full, headers=headers, data=call.body).prepare()
        if self._auth is not None and call.signed:
            self._auth.apply(request)
        return request

    def _body(self, call: Call, response: requests.Response, host: str) -> bytes:
        parts: list[bytes] = []
        size = 0
        for part in response.raw.stream(_CHUNK, decode_content=True):
            size += len(part)
            if size > self._bounds.largest:
                raise self._error(statuses.TOO_LARGE, call, host, detail=f"more than {self._bounds.largest}")
            parts.append(part)
        return b"".join(parts)

    def _failed(self, call: Call, host: str, error: Exception) -> ConnectorError:
        """What an exchange without an answer means. Only what certainly never left may be sent again."""
        trouble, sent = _no_answer(error)
        if call.writes and sent:
            trouble = statuses.NO_ANSWER
        detail = self.redactor.clean(f"{type(error).__name__}: {error}")
        return self._error(trouble, call, host, detail=detail)

    def _judged(self, call: Call, answer: Answer) -> Answer:
        """The answer when it is good, its JSON cut free of noise; else the error it stands for."""
        found = find_json(answer.body) if answer.body.strip() else None
        # What is no JSON may yet hold some, such as a text of an XML document; it stays whole.
        cuts = found is not None and (call.wants_json or not answer.ok)
        if found is not None and found[1] and cuts:
            self.noisy = True
            log.warning(
                "%s: %d bytes of noise around the data: %s",
                call.operation,
                len(found[1]),
                self.redactor.sample(found[1]),
            )
        clean = found[0] if found is not None and cuts else answer.body
        answer = Answer(status=answer.status, headers=answer.headers, body=clean, host=answer.host)
        if answer.ok:
            if not call.wants_json or found is not None or (call.may_be_empty and not answer.body.strip()):
                return answer
            raise self._spoilt(call, answer)
        own = self._explain(call, answer) if self._explain and found is not None else None
        if own is not None:
            own.account, own.operation = self.account, call.operation
            own.sample = own.sample or self.redactor.sample(answer.body)
            raise own
        html = found is None and _looks_like_html(answer)
        trouble = statuses.trouble_of(answer.status, writes=call.writes, html=html)
        raise self._error(trouble, call, answer.host, answer=answer)

    def _spoilt(self, call: Call, answer: Answer) -> ConnectorError:
        """A 2xx without the data it should bring. After a writing call it tells nothing of what was done."""
        if call.writes:
            return self._error(statuses.NO_ANSWER, call, answer.host, answer=answer)
        if not answer.body.strip():
            return self._error(statuses.EMPTY, call, answer.host, answer=answer)
        trouble = statuses.HTML if _looks_like_html(answer) else statuses.CUT
        return self._error(trouble, call, answer.host, answer=answer)

    def _login_error(
        self, trouble: Trouble, call: Call, host: str, target: str = "", field: str = "base_url"
    ) -> LoginNeeded:
        error = self._error(trouble, call, host, target=target)
        assert isinstance(error, LoginNeeded)  # noqa: S101 - the table says so
        error.field = field
        return error

    def _error(
        self,
        trouble: Trouble,
        call: Call,
        host: str,
        *,
        answer: Answer | None = None,
        detail: str = "",
        target: str = "",
    ) -> ConnectorError:
        status = answer.status if answer else 0
        facts: dict[str, str | int] = {"host": host, "status": status}
        if target:
            facts["target"] = target
        text = trouble.text.format(**facts)
        error = trouble.kind(text, detail or f"{call.method} {call.operation}: {status}", code=trouble.code)
        error.facts.update(facts)
        error.account, error.operation = self.account, call.operation
        if answer is not None:
            error.sample = self.redactor.sample(answer.body)
            if isinstance(error, Unavailable):
                error.retry_after = read_retry_after(answer.header("retry-after"), self._clock.now())
        return error


def _may_carry_on(status: int, here: str, there: str) -> bool:
    """Whether a change may be sent anew where the redirect leads: nothing was carried out yet."""
    return status in _SAME_AGAIN or (status in _BY_HABIT and here.rstrip("/") == there.rstrip("/"))


def _host(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2]


def _looks_like_html(answer: Answer) -> bool:
    kind = answer.header("content-type").lower()
    return "html" in kind or answer.body.lstrip()[:1] == b"<"


def _causes(error: BaseException) -> list[BaseException]:
    """The error and all it was made from: requests wraps urllib3's, which wraps the socket's."""
    found: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        one = waiting.pop()
        if isinstance(one, BaseException) and one not in found:
            found.append(one)
            waiting += [*one.args, getattr(one, "reason", None), one.__cause__]
    return found


def _no_answer(error: Exception) -> tuple[Trouble, bool]:
    """The trouble behind a failed exchange, and whether the request may have reached the channel."""
    causes = _causes(error)

    def any_of(*kinds: type[BaseException]) -> bool:
        return any(isinstance(one, kinds) for one in causes)

    if any_of(urllib3.exceptions.NameResolutionError, socket.gaierror):
        return statuses.NO_SUCH_HOST, False
    if any_of(urllib3.exceptions.NewConnectionError):  # before the time-out, whose child it is
        return statuses.NOT_CONNECTED, False
    if any_of(urllib3.exceptions.ConnectTimeoutError, requests.ConnectTimeout):
        return statuses.TIMED_OUT, False
    if any_of(requests.exceptions.SSLError):
        return _not_safe(causes)
    if any_of(requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema):
        return statuses.NO_SUCH_HOST, False
    if any_of(requests.Timeout, urllib3.exceptions.TimeoutError, TimeoutError):
        return statuses.TIMED_OUT, True
    if any_of(urllib3.exceptions.IncompleteRead, urllib3.exceptions.DecodeError):
        return statuses.CUT, True
    return statuses.LOST, True


def _not_safe(causes: list[BaseException]) -> tuple[Trouble, bool]:
    """The same for the safe layer alone."""
    for one in causes:
        if isinstance(one, ssl.SSLEOFError | ssl.SSLZeroReturnError):
            return statuses.LOST, True  # at any time, so perhaps after the request
        if isinstance(one, ssl.SSLError) and one.reason in _NO_TLS:
            return statuses.NO_HTTPS, False
    return statuses.NOT_TRUSTED, False
