"""Owns what is fetched again once a push has ended, so that the mirror follows at once; else a sync brings it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from connectors.contract.errors import ConnectorError, Refused
from connectors.contract.protocols import Connector, Fetched, FetchesCases, FetchesMessages
from connectors.contract.snapshots import CaseSnapshot, ConversationSnapshot
from desk.domain.cases import ENDED, CaseKind
from desk.domain.changes import Changes
from desk.domain.clock import Instant
from desk.domain.pushes import AnswerCancellation, Push, RefundInquiry, SendMessage, TellInquiry
from desk.domain.values import AccountId, RemoteRef
from desk.services import wishes
from desk.services.case_ingest import ingest_cases, ingest_conversations
from desk.services.ingest import ingest
from desk.services.order_file import OrderFile
from desk.store.types import Transaction


@dataclass(frozen=True, slots=True)
class Fresh:
    """What a push concerned, as the channel has it now."""

    order: Fetched | None = None
    case: CaseSnapshot | None = None
    conversation: ConversationSnapshot | None = None


def refetched(connector: Connector, push: Push) -> Fresh:
    """The order, and the case or the conversation. What cannot be had now is left out.

    A case that bears its order's id is one that the order itself tells.
    """
    order: Fetched | None = None
    case: CaseSnapshot | None = None
    conversation: ConversationSnapshot | None = None
    account = push.order.account
    try:
        found = _order(connector, push.order)
        order = None if isinstance(found, Refused) else found
        name = getattr(push, "case", "")
        case = wishes.declined(push, order)
        if case is None and name and isinstance(connector, FetchesCases) and name != push.order.id:
            case = connector.fetch_case(kind_of(push), RemoteRef(account, name))
        if isinstance(push, SendMessage) and push.conversation and isinstance(connector, FetchesMessages):
            conversation = connector.fetch_conversation(RemoteRef(account, push.conversation))
    except ConnectorError:
        pass  # the next sync brings it
    return Fresh(order, case, conversation)


def _order(connector: Connector, ref: RemoteRef) -> Fetched | Refused:
    """The refusal where the channel shows the order no longer: what belongs to it may be had nevertheless."""
    try:
        return connector.fetch_order(ref)
    except Refused as refused:
        if refused.code != "no_longer_listed":
            raise
        return refused


def all_of(connector: Connector, file: OrderFile) -> Iterator[Fresh]:
    """The order, then each open case and each conversation of it, as they are now. Raises ConnectorError kinds."""
    order = _order(connector, file.order.ref)
    if not isinstance(order, Refused):
        yield Fresh(order=order)
    if isinstance(connector, FetchesCases):
        for one in file.cases:
            if one.told.state not in ENDED and one.told.ref != one.told.order:
                try:
                    yield Fresh(case=connector.fetch_case(one.told.kind, one.told.ref))
                except Refused as refused:
                    if refused.code != "not_singly":
                        raise  # else the channel tells of cases in lists only, which the next sync reads
    if isinstance(connector, FetchesMessages):
        for talk in file.conversations:
            yield Fresh(conversation=connector.fetch_conversation(talk.told.ref))
    if isinstance(order, Refused):
        raise order


def kind_of(push: Push) -> CaseKind:
    """Of which kind the case of a push is."""
    if isinstance(push, AnswerCancellation):
        return CaseKind.CANCELLATION
    return CaseKind.INQUIRY if isinstance(push, TellInquiry | RefundInquiry) else CaseKind.RETURN


def keep(transaction: Transaction, account: AccountId, fresh: Fresh, now: Instant, asked_at: Instant) -> Changes:
    """Into the mirror, in the caller's transaction, such as that which settles a push."""
    changes = Changes()
    if fresh.order is not None:
        changes += ingest(transaction, account, [fresh.order], (), now, asked_at=asked_at).changes
    if fresh.case is not None:
        changes += ingest_cases(transaction, account, [fresh.case], (), now).changes
    if fresh.conversation is not None:
        changes += ingest_conversations(transaction, account, [fresh.conversation], (), now).changes
    return changes
