"""The errors of the simulated Selling Partner API in Amazon's own words. Pure; raised by all parts of the simulator."""

from __future__ import annotations

import json
from collections.abc import Sequence

from connectors.simulation.wire import HTML_TYPE, JSON_TYPE, WireAnswer

CHECK_INPUT = "The input you have submitted is not valid. Please check your input and try again."
CHECK_FIELDS = "The input you have submitted is not valid. Please check the fields with invalid type [{fields}]."
CHECK_PAGE = (
    "The paginationToken you have submitted is not valid. All parameters must match the original request except "
    "maxResultsPerPage."
)
DENIED = "Access to requested resource is denied."
EXPIRED = "The access token you provided has expired."
REVOKED = "The access token you provided is revoked, malformed or invalid."
NO_TOKEN = "Access token is missing in the request header."  # noqa: S105 - a sentence
OVER_QUOTA = "You exceeded your quota for the requested resource."


class ApiError(Exception):
    """One entry of Amazon's `errors`, with its status."""

    def __init__(self, status: int, code: str, message: str, details: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.details = details

    def answer(self, headers: Sequence[tuple[str, str]] = ()) -> WireAnswer:
        entry = {"code": self.code, "message": self.message, "details": self.details}
        return WireAnswer(self.status, as_json({"errors": [entry]}), headers, JSON_TYPE)


def invalid(message: str = CHECK_INPUT, details: str = "") -> ApiError:
    return ApiError(400, "InvalidInput", message, details)


def unauthorized(details: str) -> ApiError:
    return ApiError(403, "Unauthorized", DENIED, details)


def over_quota() -> ApiError:
    return ApiError(429, "QuotaExceeded", OVER_QUOTA)


def not_found() -> ApiError:
    return ApiError(404, "NotFound", "The resource specified does not exist.")


def forbidden() -> WireAnswer:
    return WireAnswer(403, as_json({"message": "Forbidden"}))


def edge_page(status: int, words: str, headers: Sequence[tuple[str, str]] = ()) -> WireAnswer:
    """What the content delivery network answers when nothing behind it does."""
    body = (
        '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" "http://www.w3.org/TR/html4/loose.dtd">\n'
        '<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=iso-8859-1">\n'
        f"<TITLE>ERROR: The request could not be satisfied</TITLE>\n</HEAD><BODY>\n<H1>{status} ERROR</H1>\n"
        f'<H2>The request could not be satisfied.</H2>\n<HR noshade size="1px">\n{words}\n'
        "We can't connect to the server for this app or website at this time.\n</BODY></HTML>\n"
    )
    return WireAnswer(status, body.encode(), headers, HTML_TYPE)


def as_json(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
