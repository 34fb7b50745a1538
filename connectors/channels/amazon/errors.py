"""Owns what Amazon's error answers mean, in the contract's kinds. One place for all of them; free of I/O."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from connectors.channels.amazon.payloads import Problem, Problems, TokenProblem
from connectors.contract.errors import (
    ConnectorError,
    LoginNeeded,
    OutcomeUnknown,
    RateLimited,
    Refused,
    Unavailable,
    Unreadable,
)
from connectors.http.messages import Answer, Call
from connectors.http.redaction import Redactor

_PROBLEMS = msgspec.json.Decoder(Problems)
_TOKEN_PROBLEM = msgspec.json.Decoder(TokenProblem)
_LONGEST_WORDS = 300


@contextmanager
def by_itself(operation: str, lacks_role: str, *, code: str) -> Iterator[None]:
    """A quota of its own, and a role that is missing, hold back this deed and nothing else of the account.

    `lacks_role` says so to the agent.
    """
    try:
        yield
    except RateLimited as error:
        error.for_this_only = True
        raise
    except LoginNeeded as error:
        if error.code != "not_permitted":
            raise
        raise ConnectorError(
            lacks_role, error.detail, account=error.account, operation=operation, words=error.words, code=code
        ) from error


def explain(call: Call, answer: Answer, redactor: Redactor) -> ConnectorError | None:
    """What an answer of the Selling Partner API other than 2xx means; None leaves it to the table by status."""
    found = problems_of(answer.body)
    first = found[0] if found else Problem()
    words = _clean(first.message or first.code, redactor)
    detail = f"{call.operation}: {answer.status} {_clean(first.code, redactor)}, request {request_id(answer)}"
    if answer.status in (401, 403):
        return _forbidden(answer, found, words, detail)
    if answer.status == 429:
        return RateLimited("Amazon asks Desk to slow down. It goes on in a moment.", detail, code="rate_limited")
    if answer.status >= 500 and not call.writes:
        return (
            Unavailable("Amazon had a fault of its own. Desk keeps trying.", detail, words=words, code="server_error")
            if found
            else None
        )
    if answer.status >= 500:
        return None  # nobody can tell what became of the change: the table knows
    if answer.status == 404:
        return Refused("Amazon does not know this order.", detail, words=words, code="not_found")
    if 400 <= answer.status < 500:
        code = "invalid_input" if answer.status == 400 else "refused"
        return Refused(f"Amazon refused this: {words or answer.status}", detail, words=words, code=code)
    return None


def explain_token(call: Call, answer: Answer, redactor: Redactor) -> ConnectorError | None:
    """What Login with Amazon means by refusing a token: which of the three keys is at fault."""
    try:
        problem = _TOKEN_PROBLEM.decode(answer.body)
    except msgspec.DecodeError:
        return None
    told = problem.error_description or ""
    words = _clean(told or problem.error, redactor)
    detail = f"{call.operation}: {answer.status} {_clean(problem.error, redactor)}"
    if answer.status == 429 or problem.error in {"slow_down", "temporarily_unavailable"}:
        return RateLimited("Amazon's sign-in asks Desk to slow down.", detail, code="rate_limited")
    if answer.status >= 500 or not problem.error:
        return None
    field, text = _key_at_fault(problem.error, told.lower())
    return LoginNeeded(text, detail, field=field, words=words, code=problem.error[:40])


def _key_at_fault(error: str, told: str) -> tuple[str, str]:
    if error == "invalid_grant":
        return "refresh_token", (
            "Amazon no longer accepts the authorisation: it was withdrawn or has ended. Authorise the application "
            "in Seller Central again and enter the new refresh token."
        )
    if error == "unauthorized_client" or (
        error == "invalid_client" and "client_id" in told.replace("identifier", "_id")
    ):
        return "client_id", "Amazon does not know this client identifier. Copy it from Develop Apps in Seller Central."
    if error == "invalid_client":
        return "client_secret", (
            "Amazon does not accept the client secret. Secrets end after 180 days: make a new one in Seller Central "
            "and enter it here."
        )
    for name in ("refresh_token", "client_secret", "client_id"):
        if name in told:
            return name, "Amazon could not read one of the keys. Copy it again."
    return "refresh_token", "Amazon's sign-in refused the keys. Enter them anew."


def is_expired(answer: Answer) -> bool:
    """Whether the access token is over, which a fresh one mends."""
    if answer.status not in (401, 403):
        return False
    found = problems_of(answer.body)
    told = " ".join(f"{one.message} {one.details or ''}" for one in found).lower()
    # Who lacks a role is denied as well, and no fresh token helps.
    return all(one.code != "AccessDenied" for one in found) and ("expired" in told or "access token" in told)


def problems_of(body: bytes) -> list[Problem]:
    """The entries of an error answer; none where there is no such list."""
    try:
        found = _PROBLEMS.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return []
    return found.errors or []


def request_id(answer: Answer) -> str:
    """What Amazon's support asks for."""
    return answer.header("x-amzn-requestid")[:80] or "without id"


def never_accepted(refused: ConnectorError) -> LoginNeeded:
    """Token after token is refused: somebody has to look after the authorisation."""
    return LoginNeeded(
        "Amazon gives access tokens and accepts none of them. Authorise the application in Seller Central again and "
        "enter the new refresh token.",
        refused.detail,
        field="refresh_token",
        words=refused.words,
        code="token_refused",
    )


def not_understood(operation: str, reason: str) -> Unreadable:
    return Unreadable(
        "Amazon's answer makes no sense to Desk. It tries again at the next sync.", f"{operation}: {reason}"
    )


def explain_nothing(_call: Call, _answer: Answer, _redactor: Redactor) -> ConnectorError | None:
    """Amazon's storage speaks in statuses only."""
    return None


def no_file(detail: str) -> Unavailable:
    return Unavailable(
        "Amazon does not hand out the file just now. Desk asks for it again.", f"download: {detail}", code="no_file"
    )


def no_upload(detail: str) -> Unavailable:
    return Unavailable(
        "Amazon does not take the file just now. Desk sends it again.", f"upload: {detail}", code="no_upload"
    )


def quota_used_up(operation: str, seconds: float) -> RateLimited:
    return RateLimited(
        "Amazon's quota for this is used up for now. Desk goes on when it allows.",
        f"{operation}: {seconds:.0f} s to wait",
        retry_after=seconds,
        code="quota_used_up",
    )


def not_confirmed(status: int) -> OutcomeUnknown:
    return OutcomeUnknown(
        "Amazon gave no clear answer, so it is not known whether the parcel arrived there. Desk looks before it "
        "tries again.",
        f"confirm_shipment: {status} instead of 204",
        code="no_answer",
    )


def _forbidden(answer: Answer, found: list[Problem], words: str, detail: str) -> ConnectorError:
    if not found:
        # Amazon's gateway, not its API: what it turns away there says nothing about the keys.
        return Unavailable(
            "Amazon's gateway turned Desk away. Desk keeps trying; if it stays so, check the region of the account.",
            detail,
            code="gateway",
        )
    if is_expired(answer):
        # The sign-in has just accepted the keys, so they are not at fault; it may pass.
        return Unavailable(
            "Amazon does not accept the access token it has just given. Desk keeps trying.",
            detail,
            words=words,
            code="token_not_accepted",
        )
    return LoginNeeded(
        "Amazon does not let this application do that. Give it the roles it needs in Seller Central, authorise it "
        "again and enter the new refresh token.",
        detail,
        field="refresh_token",
        words=words,
        code="not_permitted",
    )


def _clean(text: str, redactor: Redactor) -> str:
    return redactor.clean(text)[:_LONGEST_WORDS]
