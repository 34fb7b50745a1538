"""Owns the kinds of trouble a connector reports, sorted by what to do next. A caller needs to know no HTTP."""

from __future__ import annotations

from desk.domain.errors import DeskError


class ConnectorError(DeskError):
    """Trouble with a channel. `account` and `operation` say where; `sample` is redacted and short, for the log.

    `text` is the agent's sentence; `words` are the channel's own, shown beside it.
    """

    code = "connector"

    def __init__(
        self,
        text: str,
        detail: str = "",
        *,
        account: int = 0,
        operation: str = "",
        words: str = "",
        sample: str = "",
        code: str = "",
        **facts: str | int,
    ) -> None:
        super().__init__(text, detail, code=code, **facts)
        self.account = account
        self.operation = operation
        self.words = words
        self.sample = sample


class Unavailable(ConnectorError):
    """The channel is out of reach for now: try again after `retry_after` seconds (None: as the caller sees fit).

    `for_this_only`: it is this kind of call that has to wait, such as for its own quota, and the account's others not.
    """

    code = "unavailable"

    def __init__(self, text: str, detail: str = "", *, retry_after: float | None = None, **more: str | int) -> None:
        super().__init__(text, detail, **more)  # type: ignore[arg-type]
        self.retry_after = retry_after
        self.for_this_only = False


class RateLimited(Unavailable):
    """Asked too often: go on after `retry_after` seconds."""

    code = "rate_limited"


class LoginNeeded(ConnectorError):
    """Keys wrong, expired, revoked or without the right: pause the account and ask. `field` is the setting at fault."""

    code = "login_needed"

    def __init__(self, text: str, detail: str = "", *, field: str = "", **more: str | int) -> None:
        super().__init__(text, detail, **more)  # type: ignore[arg-type]
        self.field = field


class Refused(ConnectorError):
    """The channel said no for good: back to the agent, never retried."""

    code = "refused"


class Unreadable(ConnectorError):
    """A record or an answer that makes no sense: skip it, keep the sample, go on."""

    code = "unreadable"


class Undecided(ConnectorError):
    """It may have arrived, and the channel does not tell: a person must look there and decide. Never sent by itself."""

    code = "undecided"


class OutcomeUnknown(ConnectorError):
    """A writing call got no answer: look at the channel before sending again."""

    code = "outcome_unknown"
