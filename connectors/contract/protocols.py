"""Owns what a connector must answer to: a core, and one Protocol per further ability."""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias, runtime_checkable

from connectors.contract.capabilities import Capabilities, ConnectorKind
from connectors.contract.errors import ConnectorError
from connectors.contract.shared import Shared
from desk.domain.clock import Clock, Instant
from desk.domain.pushes import (
    Attempt,
    CancellationPush,
    ConfirmShipment,
    CorrectShipment,
    InquiryPush,
    MarkPaid,
    RefundOrder,
    ReturnPush,
    SendMessage,
    SendPayLink,
    SetStatus,
)
from desk.domain.values import AccountId, PushKey, RemoteRef

if TYPE_CHECKING:
    from connectors.contract.snapshots import (  # no start waits for them
        CaseSnapshot,
        ConversationSnapshot,
        Cursor,
        OrderSnapshot,
        Page,
        RemovedSnapshot,
    )
    from desk.domain.cases import CaseKind

Fetched: TypeAlias = "OrderSnapshot | RemovedSnapshot"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountAccess:
    """All a connector gets to know of an account. Secrets live here for the process only; never log this.

    `stop` ends whatever the connector waits for; set it from any thread to cancel a run. `shared` is one object for
    all connectors of the account; `urgent` says that somebody waits at the screen, who may use the quota others leave;
    `asked` that somebody asked for this run, so that nothing is left for later because it was looked at a while ago.
    """

    id: AccountId
    kind: str
    settings: Mapping[str, str]
    secrets: Mapping[str, str]
    clock: Clock
    start_date: Instant | None = None
    timeout: float = 30.0  # seconds of real time, connect and read each
    ca_file: Path | None = None
    stop: threading.Event = field(default_factory=threading.Event)
    shared: Shared = field(default_factory=Shared)
    urgent: bool = False
    asked: bool = False

    def __repr__(self) -> str:
        return f"AccountAccess(id={self.id}, kind={self.kind!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginReport:
    """What a test of the keys found: who answers and what can be done there.

    `findings` are pairs of a name and what was found (version, way of tracking …), for the account's page. Words of
    ours in them and in `warnings` are marked for translation; a warning with facts is `Filled`.
    """

    identity: str
    may_write: bool | None
    capabilities: Capabilities
    findings: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Accepted:
    """The channel took it. `remote_ref` names what came of it there, where it has a name."""

    remote_ref: str = ""


@dataclass(frozen=True, slots=True)
class AlreadyDone:
    """A look showed that it is done already; nothing was sent."""

    remote_ref: str = ""


@dataclass(frozen=True, slots=True)
class NotThere:
    """A look showed that it is not done, or not all of it."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A look showed that the channel has moved elsewhere, so that the push makes no sense there any more.

    `words` is kept with the history, so it is a plain sentence, as it is marked for translation.
    """

    words: str


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A look showed that the channel took it and still works on it: not to be sent again, and not done yet."""

    remote_ref: str = ""


Look = AlreadyDone | NotThere | Moved | UnderWay
Told: TypeAlias = Accepted | AlreadyDone | ConnectorError
"""What a request for many tells of one of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """How much of one of the channel's quotas is left. `name` is for people; `seconds` until it is full again."""

    name: str
    left: int
    of: int
    seconds: float


class Connector(Protocol):
    """The core. One object per account, used by one thread at a time; makes no thread of its own."""

    kind: ConnectorKind
    account: AccountId

    def capabilities(self) -> Capabilities:
        """What this account can do; may ask the channel once and remembers it.

        Raises ConnectorError as `check_login` does.
        """
        ...

    def check_login(self) -> LoginReport:
        """Try the keys. Raises LoginNeeded with the setting at fault, Unavailable, Refused or Unreadable."""
        ...

    def fetch_orders(self, since: Cursor) -> Page[Fetched]:
        """The next page of orders that changed. Changes nothing remote. Raises ConnectorError kinds."""
        ...

    def fetch_order(self, ref: RemoteRef) -> Fetched:
        """One order as it is now, its shipments included; a RemovedSnapshot where the channel has deleted it.

        Raises ConnectorError kinds: Refused with the code `no_longer_listed` where the channel deletes no orders, but
        ceases to show them when they are old. Such an order is not removed, it stays as it was known last.
        """
        ...

    def close(self) -> None: ...


@runtime_checkable
class CarriesOver(Protocol):
    """Keeps in its cursors what is still to be read again of orders that came incomplete."""

    def carried_over(self, cursor: Cursor, other: Cursor) -> Cursor:
        """The cursor with what the other one still owes, for the other run is never gone on with. Asks nothing."""
        ...


@runtime_checkable
class ConfirmsShipments(Protocol):
    """Can report parcels. Calling twice with one key is safe."""

    def look_shipment(self, push: ConfirmShipment, key: PushKey) -> Look:
        """Read the channel's own state: is all of this push done there? Sends nothing."""
        ...

    def confirm_shipment(self, push: ConfirmShipment, key: PushKey) -> Accepted | AlreadyDone:
        """Look, then carry out what is missing. Raises Refused, OutcomeUnknown (look first next time) or the rest."""
        ...


@runtime_checkable
class CorrectsShipments(Protocol):
    """Can be told another number of a parcel that it knows. Calling twice is safe."""

    def look_correction(self, push: CorrectShipment, key: PushKey) -> Look:
        """Whether the parcel has the new number there. Sends nothing."""
        ...

    def correct_shipment(self, push: CorrectShipment, key: PushKey) -> Accepted | AlreadyDone:
        """Look, then send. Raises as `confirm_shipment` does."""
        ...


@runtime_checkable
class CancelsOrders(Protocol):
    """Can call orders off, and answer buyers who wish to. Calling twice with one key is safe."""

    def look_cancellation(self, push: CancellationPush, attempt: Attempt) -> Look:
        """Read the channel's own state: is the order called off, or the wish answered so? Sends nothing."""
        ...

    def cancel_order(self, push: CancellationPush, attempt: Attempt) -> Accepted | AlreadyDone:
        """Look, then send what is missing. Raises as `confirm_shipment` does."""
        ...


@runtime_checkable
class IssuesRefunds(Protocol):
    """Can give money back. Calling twice with one key is safe as long as `Attempt.sent_at` is told."""

    def look_refund(self, push: RefundOrder, attempt: Attempt) -> Look:
        """Whether the channel shows a refund that is this one; `NotThere` as well while it only has not failed yet."""
        ...

    def issue_refund(self, push: RefundOrder, attempt: Attempt) -> Accepted | AlreadyDone:
        """Look, weigh the amount against what the channel itself says is left, then send.

        Raises Refused with code ``more_than_left`` where it is less than the amount, and as `confirm_shipment` does.
        """
        ...


@runtime_checkable
class AnswersReturns(Protocol):
    """Can take part in returns that buyers opened on the channel. Calling twice with one key is safe."""

    def look_return(self, push: ReturnPush, attempt: Attempt) -> Look: ...

    def answer_return(self, push: ReturnPush, attempt: Attempt) -> Accepted | AlreadyDone:
        """Look, then send what is missing. Raises as `confirm_shipment` does."""
        ...


@runtime_checkable
class AnswersInquiries(Protocol):
    """Can answer buyers who say that nothing arrived. Calling twice with one key is safe."""

    def look_inquiry(self, push: InquiryPush, attempt: Attempt) -> Look: ...

    def answer_inquiry(self, push: InquiryPush, attempt: Attempt) -> Accepted | AlreadyDone:
        """Look, then send what is missing. Raises as `confirm_shipment` does."""
        ...


@runtime_checkable
class SendsMessages(Protocol):
    """Can write to buyers. Calling twice with one key is safe as long as `Attempt.sent_at` is told."""

    def look_message(self, push: SendMessage, attempt: Attempt) -> Look: ...

    def send_message(self, push: SendMessage, attempt: Attempt) -> Accepted | AlreadyDone:
        """Look where an earlier try may have arrived, then send. Raises as `confirm_shipment` does."""
        ...


@runtime_checkable
class MarksPaid(Protocol):
    """Can be told that money came in beside the channel. Calling twice with one key is safe."""

    def look_payment(self, push: MarkPaid, attempt: Attempt) -> Look: ...

    def mark_paid(self, push: MarkPaid, attempt: Attempt) -> Accepted | AlreadyDone:
        """Look, then say so. Raises as `confirm_shipment` does."""
        ...


@runtime_checkable
class SendsPayLinks(Protocol):
    """Can mail the buyer the way to pay. Calling twice with one key is safe as long as `Attempt.sent_at` is told."""

    def look_pay_link(self, push: SendPayLink, attempt: Attempt) -> Look: ...

    def send_pay_link(self, push: SendPayLink, attempt: Attempt) -> Accepted | AlreadyDone:
        """Look where an earlier try may have arrived, then send. Raises as `confirm_shipment` does."""
        ...


@runtime_checkable
class SetsStatuses(Protocol):
    """Can move orders among the channel's own statuses. Calling twice with one key is safe."""

    def look_status(self, push: SetStatus, attempt: Attempt) -> Look: ...

    def set_status(self, push: SetStatus, attempt: Attempt) -> Accepted | AlreadyDone:
        """Look, then move it. Raises as `confirm_shipment` does."""
        ...


@runtime_checkable
class SetsStatusesTogether(SetsStatuses, Protocol):
    """Can move many orders by one request, whose answer tells of each by itself."""

    together: int
    """How many at once."""

    def set_statuses(self, pushes: Sequence[tuple[SetStatus, Attempt]]) -> Sequence[Told]:
        """Look, then move those that are not there: for each what came of it, or what `set_status` would have raised.

        Raises itself where the same is true of all: nobody answered, or no key was accepted.
        """
        ...


@runtime_checkable
class FetchesCases(Protocol):
    """Can tell of returns, inquiries and cancellations."""

    def fetch_cases(self, since: Cursor) -> Page[CaseSnapshot]:
        """The next page of cases that may have changed; an empty one, done, when it is not yet time to ask again.

        Changes nothing remote. Raises ConnectorError kinds.
        """
        ...

    def fetch_case(self, kind: CaseKind, ref: RemoteRef) -> CaseSnapshot:
        """One case as it is now, with its history. Raises ConnectorError kinds."""
        ...


@runtime_checkable
class FetchesMessages(Protocol):
    """Can tell what buyers wrote and what was answered."""

    def fetch_messages(self, since: Cursor) -> Page[ConversationSnapshot]:
        """The next page of conversations with something new; an empty one, done, when it is not yet time to ask again.

        Changes nothing remote: what is fetched stays unread there. Raises ConnectorError kinds.
        """
        ...

    def fetch_conversation(self, ref: RemoteRef) -> ConversationSnapshot:
        """One conversation as it is now. Raises ConnectorError kinds."""
        ...


@runtime_checkable
class SignsInByBrowser(Protocol):
    """A module of a connector whose accounts are let in by a page of the channel, in the merchant's own browser."""

    def sign_in_page(self, settings: Mapping[str, str], secrets: Mapping[str, str], state: str) -> str:
        """The https address to open. `state` is a random text that comes back with the answer.

        Raises LoginNeeded with the setting that is missing.
        """
        ...

    def finish_sign_in(self, access: AccountAccess, pasted: str, state: str) -> Mapping[str, str]:
        """Secrets and settings to keep, made of the address (or code) that the merchant pasted.

        Raises LoginNeeded where it is another sign-in's, too old or refused, and ConnectorError kinds.
        """
        ...


@runtime_checkable
class SweepsOrders(Protocol):
    """Can tell which orders are gone for good, where a channel's list of changes keeps silent about them."""

    def missing_orders(self, remote_ids: Collection[str]) -> set[str]:
        """Those of the ids that the channel no longer has at all; its bin counts as having. For a daily sweep."""
        ...


@runtime_checkable
class TellsQuotas(Protocol):
    """Knows how often the channel may still be asked."""

    def quotas(self) -> tuple[Quota, ...]:
        """What is left of each quota by our own count; asks the channel nothing."""
        ...


class ConnectorModule(Protocol):
    """What connectors.registry expects of `connectors/channels/<name>/connector.py`."""

    KIND: ConnectorKind

    def connect(self, access: AccountAccess) -> Connector: ...


__all__ = [
    "Accepted",
    "AccountAccess",
    "AlreadyDone",
    "AnswersInquiries",
    "AnswersReturns",
    "CancelsOrders",
    "ConfirmsShipments",
    "Connector",
    "ConnectorModule",
    "CorrectsShipments",
    "Fetched",
    "FetchesCases",
    "FetchesMessages",
    "IssuesRefunds",
    "LoginReport",
    "Look",
    "MarksPaid",
    "Moved",
    "NotThere",
    "Quota",
    "SendsMessages",
    "SendsPayLinks",
    "SetsStatuses",
    "SetsStatusesTogether",
    "Shared",
    "SignsInByBrowser",
    "SweepsOrders",
    "TellsQuotas",
    "Told",
    "UnderWay",
]
