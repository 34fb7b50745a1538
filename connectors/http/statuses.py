"""Owns the table from status code or failed exchange to the kind of trouble and its sentence. Free of I/O."""

from __future__ import annotations

from dataclasses import dataclass

from connectors.contract.errors import (
    ConnectorError,
    LoginNeeded,
    OutcomeUnknown,
    RateLimited,
    Refused,
    Unavailable,
    Unreadable,
)


@dataclass(frozen=True, slots=True)
class Trouble:
    """A kind of error, its code for translation and the sentence; `{host}` and `{status}` are filled in."""

    kind: type[ConnectorError]
    code: str
    text: str


NO_SUCH_HOST = Trouble(
    Unavailable,
    "no_such_host",
    "There is no server called {host}, or this computer is offline. Check the address and the connection.",
)
NOT_CONNECTED = Trouble(
    Unavailable,
    "connection_refused",
    "{host} cannot be reached just now. Desk keeps trying.",
)
NO_HTTPS = Trouble(
    Unavailable,
    "no_https",
    "{host} does not speak https there, so nothing was sent. Check the address and its port; a server that only "
    "speaks http is asked with http:// in front.",
)
NOT_TRUSTED = Trouble(
    Unavailable,
    "tls",
    "The connection to {host} is not safe: its certificate is not valid. Nothing was sent. Ask whoever runs "
    "the server, or name its own certificate in the account's settings.",
)
NO_CA_FILE = Trouble(
    LoginNeeded,
    "ca_file_missing",
    "The file with the certificate for {host} is not there, or holds none. Check ca_file in the account's settings.",
)
TIMED_OUT = Trouble(Unavailable, "timed_out", "{host} took too long to answer. Desk keeps trying.")
LOST = Trouble(Unavailable, "connection_lost", "The connection to {host} broke off in the middle. Desk keeps trying.")
CUT = Trouble(Unavailable, "cut_answer", "{host} sent only part of an answer. Desk keeps trying.")
EMPTY = Trouble(Unavailable, "empty_answer", "{host} sent an empty answer. Desk keeps trying.")
HTML = Trouble(
    Unavailable,
    "html_answer",
    "{host} sent a web page where data was expected: a security plugin, a maintenance page or a faulty "
    "extension stands in between. Desk keeps trying.",
)
TOO_LARGE = Trouble(
    Unreadable, "too_large", "{host} sent more data than one answer may hold. Report this to whoever runs it."
)
STOPPED = Trouble(Unavailable, "stopped", "Stopped before {host} was asked again.")
NO_ANSWER = Trouble(
    OutcomeUnknown,
    "no_answer",
    "{host} gave no clear answer, so it is not known whether the change arrived. Desk looks there before it "
    "tries again.",
)
UPGRADE = Trouble(
    LoginNeeded,
    "redirected_to_https",
    "{host} only answers over a safe connection. Enter the address with https:// in front.",
)
OTHER_HOST = Trouble(
    LoginNeeded,
    "redirected",
    "{host} passes the call on to {target}. The keys are not sent there: enter that address if it is yours.",
)
REDIRECTED = Trouble(
    LoginNeeded,
    "redirected",
    "{host} passes the call on to another page, {target}. Check the address of the account.",
)

_MAINTENANCE = Trouble(Unavailable, "maintenance", "{host} is closed for maintenance. Desk goes on when it is back.")
_SERVER = Trouble(Unavailable, "server_error", "{host} had a fault of its own (error {status}). Desk keeps trying.")
_FIREWALL = Trouble(
    Unavailable,
    "firewall",
    "A firewall or security plugin in front of {host} turned Desk away (error {status}). Allow Desk there.",
)
_REFUSED = Trouble(Refused, "refused", "{host} refused this (error {status}).")

_UNKNOWN = Trouble(Unreadable, "unexpected_status", "{host} gave an answer that Desk does not know ({status}).")

_BY_STATUS = {
    401: Trouble(LoginNeeded, "login_needed", "{host} does not accept the keys. Enter them anew."),
    403: Trouble(
        LoginNeeded,
        "not_permitted",
        "The keys are not allowed to do this at {host}. Check their rights there.",
    ),
    404: Trouble(Refused, "not_found", "{host} does not know what was asked for (error 404)."),
    408: TIMED_OUT,
    410: Trouble(Refused, "not_found", "{host} no longer has what was asked for (error 410)."),
    425: _SERVER,
    429: Trouble(RateLimited, "rate_limited", "{host} asks Desk to slow down. It goes on in a moment."),
    503: _MAINTENANCE,
}
# Statuses after which nobody can tell whether a change was carried out.
_DOUBTFUL = frozenset({408})


def trouble_of(status: int, *, writes: bool, html: bool) -> Trouble:
    """What a status other than 2xx means. `html`: a web page came with it; `writes`: we wanted a change."""
    if writes and (status >= 500 or status in _DOUBTFUL):
        return NO_ANSWER
    if status == 403 and html:
        return _FIREWALL
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if 500 <= status < 600:
        return _SERVER
    if 400 <= status < 500:
        return _REFUSED
    return _UNKNOWN


_PROMISES = ("Desk keeps trying.", "Desk goes on when it is back.")
_CHECK = "Check the address."
_LATER = "Try again in a few minutes; if it stays so, check the address."
_NOBODY_THERE = frozenset({"connection_refused", "timed_out"})


def at_setup(code: str, text: str) -> str:
    """The sentence for somebody who tries an account just now, where nothing goes on by itself: what to do instead."""
    return without_promise(text, _CHECK if code in _NOBODY_THERE else _LATER)


def without_promise(text: str, instead: str) -> str:
    """The sentence where nothing goes on by itself: what to do stands in place of what Desk would do."""
    for promise in _PROMISES:
        text = text.replace(promise, instead)
    return text
