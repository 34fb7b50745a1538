"""Accounts: add one, check its login, list, pause, remove. Their secrets are account_secrets', never the store's."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

import msgspec

from connectors.contract.capabilities import Capabilities, ConnectorKind
from connectors.contract.errors import LoginNeeded, Unavailable
from connectors.contract.protocols import AccountAccess, Connector, LoginReport, Shared
from connectors.contract.reasons import WITHHELD
from desk.domain.changes import Changes, Kind
from desk.domain.clock import Instant, parse_utc
from desk.domain.errors import DeskError, NotAllowed, NotFound
from desk.domain.pushes import OPEN_STATES, PushState
from desk.domain.values import AccountId
from desk.domain.views import AccountState, AccountView
from desk.services import account_secrets
from desk.services.context import Desk
from desk.services.trials import (
    COMMON_OF_US,
    ca_file,
    check_settings,
    prepared,
    sign_in,
    start_of,
    switch,
    told_to_whoever_waits,
    try_out,
)
from desk.store import accounts as account_store
from desk.store import outbox as outbox_store
from desk.store import repairs
from desk.store.accounts import Account
from desk.store.search_documents import forget_orders
from desk.store.types import Transaction

_LONGEST_NAME = 80
UNKNOWN_KIND = "kind_unknown"
_UNKNOWN_TEXT = "This Desk does not know this kind of channel, so nothing is fetched or sent. Update Desk."
__all__ = [
    "Details",
    "add",
    "capabilities_of",
    "change",
    "change_secrets",
    "check_login",
    "check_settings",
    "connected",
    "details",
    "find",
    "load",
    "note_trouble",
    "note_well",
    "overview",
    "pause",
    "remove",
    "switch_writing",
    "try_out",
    "withheld",
]


def add(
    desk: Desk,
    kind: str,
    settings: Mapping[str, str],
    secrets: Mapping[str, str],
    *,
    name: str = "",
    stop: threading.Event | None = None,
) -> AccountView:
    """Try the keys, then keep the account; nothing is kept when the channel does not let us in, or `stop` is set.

    Raises NotFound (unknown kind), NotAllowed (a setting is missing or unknown, the name is taken) or ConnectorError.
    """
    described = desk.connectors.describe(kind)
    plain, hidden = prepared(described, settings, secrets)
    plain |= _lasting(desk, described, plain, hidden)
    name = name or plain.pop("name", "") or described.name
    writing = switch(plain.pop("writing", "off"))
    start = start_of(plain.pop("start_date", ""))
    merchant = plain.pop("merchant", "")
    _check_name(name)
    with desk.store.read() as transaction:
        _check_free(transaction, name)
    report = sign_in(desk, kind, plain, hidden, start, stop)

    def keep() -> AccountId:
        now = desk.clock.now()
        with desk.store.write() as transaction:
            # Again, since the try took its time: two of one name would share their keys.
            _check_free(transaction, name)
            made = account_store.add_account(
                transaction,
                kind=kind,
                name=name,
                merchant=merchant,
                settings=plain,
                writing=writing,
                start_date=start,
                now=now,
            )
            account_store.change_account(transaction, made, **_found(report))
            # Last, so that no keyring means no account, and a kill in between leaves keys without one at worst.
            account_secrets.keep_new(desk, name, hidden, stop)
        return made

    made = desk.on_database(keep)
    return next(one for one in overview(desk) if one.id == made)


def _check_name(name: str) -> None:
    """Raises NotAllowed. The name is shown everywhere and names the keys in the keyring."""
    if not name.isprintable() or len(name) > _LONGEST_NAME:
        raise NotAllowed(
            f"An account's name is one line of at most {_LONGEST_NAME} characters.", code="account_name_odd"
        )


def _check_free(transaction: Transaction, name: str) -> None:
    if any(one.name == name for one in account_store.load_accounts(transaction)):
        raise NotAllowed(
            f"There is an account {name!r} already. Give this one another name with --set name=….",
            code="account_name_taken",
            account=name,
        )


@contextlib.contextmanager
def connected(
    desk: Desk,
    account: Account,
    *,
    since: Instant | None = None,
    stop: threading.Event | None = None,
    urgent: bool = False,
    asked: bool = False,
) -> Iterator[Connector]:
    """The account's connector with its secrets, closed at the end. Raises LoginNeeded for a missing secret.

    `since` stands in for the account's start date; `stop` ends what the connector waits for; `urgent` is for what
    somebody waits for at the screen, `asked` for a run that somebody asked for.
    """
    access = AccountAccess(
        id=account.id,
        kind=account.kind,
        settings=account.settings,
        secrets=account_secrets.needed(desk, account),
        clock=desk.clock,
        start_date=since or account.start_date,
        timeout=desk.timeout,
        ca_file=ca_file(account.settings),
        stop=stop or threading.Event(),
        shared=desk.shared.of(_shared_name(account.id), Shared),
        urgent=urgent,
        asked=asked,
    )
    connector = desk.connectors.connect(access)
    try:
        yield connector
    finally:
        connector.close()


def _shared_name(account: AccountId) -> str:
    return f"account {account}"


def has_called(desk: Desk, account: AccountId) -> bool:
    """Whether this process has connected this account, and so counts its quotas."""
    return desk.shared.holds(_shared_name(account))


def find(desk: Desk, text: str) -> Account:
    """An account by its name, id or, where there is only one, its kind. Raises NotFound."""
    with desk.store.read() as transaction:
        known = account_store.load_accounts(transaction)
    for matching in (
        [one for one in known if one.name == text],
        [one for one in known if str(one.id) == text],
        [one for one in known if one.kind == text.lower() or one.name.lower() == text.lower()],
    ):
        if len(matching) == 1:
            return matching[0]
        if len(matching) > 1:
            several = ", ".join(f"{one.name} (id {one.id})" for one in matching)
            raise NotFound(
                f"Several accounts fit {text!r}: {several}. Give the name or the id.",
                code="several_accounts",
                account=text,
                known=several,
            )
    names = ", ".join(one.name for one in known) or "none"
    raise NotFound(f"No account {text!r}. There are: {names}.", code="no_such_account", account=text, known=names)


def load(desk: Desk, account: AccountId) -> Account:
    """Raises NotFound."""
    with desk.store.read() as transaction:
        found = account_store.load_account(transaction, account)
    if found is None:
        raise NotFound("This account is gone.", code="account_gone")
    return found


def check_login(desk: Desk, account: Account) -> LoginReport:
    """Try the keys again; what was found is kept, an account that waited for its keys is ready again."""
    with told_to_whoever_waits():
        try:
            with connected(desk, account) as connector:
                report = connector.check_login()
        except DeskError as error:
            # At set-up a server out of reach means a wrong address; this one has answered before, so it stops nothing.
            cause = error.__cause__ if isinstance(error.__cause__, Unavailable) else error
            if not (account.state is AccountState.LOGIN_NEEDED and isinstance(cause, Unavailable)):
                note_trouble(desk, account.id, cause)
            raise
    _note_let_in(desk, account, report)
    return report


def change_secrets(desk: Desk, account: Account, secrets: Mapping[str, str]) -> LoginReport:
    """Try new keys, then keep them; the old ones stay where the channel does not let the new ones in.

    Raises NotAllowed (no such secret), LoginNeeded and ConnectorError.
    """
    described = desk.connectors.describe(account.kind)
    names = [one.name for one in described.settings if one.secret]
    for key in secrets:
        if key not in names:
            raise NotAllowed(
                f"{described.name} has no secret {key!r}. It knows: {', '.join(sorted(names))}.",
                code="no_such_secret",
                setting=key,
            )
    return change(desk, account, {}, secrets)


def change(
    desk: Desk,
    account: Account,
    settings: Mapping[str, str],
    secrets: Mapping[str, str],
    *,
    stop: threading.Event | None = None,
) -> LoginReport:
    """Try an account with other settings and keys, then keep them; without an answer all stays as it was.

    A setting that is given empty goes back to its default. Raises NotAllowed, LoginNeeded and ConnectorError.
    """
    described = desk.connectors.describe(account.kind)
    for key in settings:
        if key in COMMON_OF_US:
            raise NotAllowed(f"{key} cannot be changed with the other settings.", code="no_such_setting", setting=key)
    fresh = {key: value.strip() for key, value in secrets.items()}
    known = account_secrets.kept(desk, account)
    plain, hidden = prepared(described, {**account.settings, **settings}, {**known, **fresh})
    said = {key: value for key, value in plain.items() if value != account.settings.get(key)}
    plain |= _lasting(desk, described, said, fresh)
    plain = {key: value for key, value in plain.items() if value}
    report = sign_in(desk, account.kind, plain, hidden, account.start_date, stop)
    if stop is not None and stop.is_set():
        raise Unavailable("Stopped before the change was kept.", code="stopped")
    account_secrets.change(desk, account.name, fresh)
    desk.shared.forget(_shared_name(account.id))  # access tokens that the old keys gave
    _note_let_in(desk, account, report, settings=plain)
    return report


def _lasting(desk: Desk, kind: ConnectorKind, given: Mapping[str, str], secrets: Mapping[str, str]) -> dict[str, str]:
    """Until when these secrets last at most, where nobody said and their kind knows how long one lasts."""
    return {
        one.name: (desk.clock.now() + timedelta(days=one.lasts_days)).date().isoformat()
        for one in kind.settings
        if one.lasts_days and secrets.get(one.lasts_from) and not given.get(one.name)
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What an account is made of, for whoever edits it. `kept` names the secrets that are there, never their values."""

    id: AccountId
    name: str
    kind: ConnectorKind
    settings: Mapping[str, str]
    kept: frozenset[str]
    start_date: Instant | None
    identity: str


def details(desk: Desk, account: AccountId) -> Details:
    """Raises NotFound. Where no keyring answers, no secret is told as kept."""
    found = load(desk, account)
    kind = desk.connectors.describe(found.kind)
    return Details(
        id=found.id,
        name=found.name,
        kind=kind,
        settings=found.settings,
        kept=account_secrets.names_kept(desk, found.name, kind),
        start_date=found.start_date,
        identity=found.identity,
    )


def _note_let_in(desk: Desk, account: Account, report: LoginReport, **values: object) -> None:
    """Keep what the channel told; an account that waited for its keys is ready again."""
    waits = account.state is AccountState.LOGIN_NEEDED
    state = AccountState.READY if waits else account.state
    _change(desk, account.id, **_found(report, account), **account_store.NO_TROUBLE, state=state, **values)


def _found(report: LoginReport, known: Account | None = None) -> dict[str, object]:
    # What the channel withholds from orders the next of them tell.
    lasting = [(name, value) for name, value in known.findings if name == WITHHELD] if known is not None else []
    return {
        "identity": report.identity,
        "findings": [list(one) for one in (*report.findings, *lasting)],
        "capabilities": msgspec.to_builtins(report.capabilities),
    }


def capabilities_of(account: Account) -> Capabilities:
    """What the channel could do when it was last asked; needs no network."""
    return msgspec.convert(account.capabilities, Capabilities)


def _change(desk: Desk, account: AccountId, **values: object) -> None:
    def change() -> None:
        with desk.store.write() as transaction:
            account_store.change_account(transaction, account, **values)

    desk.on_database(change)


def note_trouble(desk: Desk, account: AccountId, error: DeskError) -> Changes:
    """Remember what keeps an account from working; wrong keys pause it until they are tried again."""
    with desk.store.read() as transaction:
        known = account_store.load_account(transaction, account)
    if known is None:
        return Changes()
    same = known.trouble_code == error.code
    values: dict[str, object] = {
        "trouble_code": error.code,
        "trouble_text": error.text,
        "trouble_since": known.trouble_since if same else desk.clock.now(),
        "not_before": _away_until(desk, error),
    }
    if isinstance(error, LoginNeeded):
        values["state"] = AccountState.LOGIN_NEEDED
    _change(desk, account, **values)
    return Changes.of(Kind.ACCOUNT, [account])


def _away_until(desk: Desk, error: DeskError) -> Instant | None:
    asked = error.retry_after if isinstance(error, Unavailable) else None
    return Instant(desk.clock.now() + timedelta(seconds=asked)) if asked else None


def note_well(desk: Desk, account: AccountId) -> None:
    """Forget an account's trouble."""
    _change(desk, account, **account_store.NO_TROUBLE)


def switch_writing(desk: Desk, account: AccountId, *, on: bool) -> Changes:
    """Let pushes of this account go out, or hold them all back."""
    _change(desk, account, writing=on)
    return Changes.of(Kind.ACCOUNT, [account])


def pause(desk: Desk, account: AccountId, *, paused: bool) -> Changes:
    """Stop fetching and pushing for an account, or go on."""
    _change(desk, account, state=AccountState.PAUSED if paused else AccountState.READY)
    return Changes.of(Kind.ACCOUNT, [account])


def remove(desk: Desk, account: Account) -> Changes:
    """Forget an account, its orders, drafts and secrets. Refused while something waits to be pushed."""
    from desk.services import note_drafts  # only where somebody writes notes or removes an account

    def drop() -> None:
        with desk.store.write() as transaction:
            counts = outbox_store.count_states(transaction)
            waiting = sum(counts.get((account.id, state), 0) for state in OPEN_STATES | {PushState.UNCLEAR})
            if waiting:
                raise NotAllowed(
                    f"{waiting} changes of this account still wait in the outbox. Push or recall them first.",
                    code="account_has_pushes",
                    waiting=waiting,
                )
            forget_orders(transaction, account_store.order_ids_of(transaction, account.id))
            account_store.remove_account(transaction, account.id)
            note_drafts.forget(desk.store.place, account.id)
        account_secrets.remove(desk, account.name, desk.kind_of(account.kind))

    desk.on_database(drop)
    desk.shared.forget(_shared_name(account.id))
    return Changes.of(Kind.ACCOUNT, [account.id])


def withheld(account: Account) -> str:
    """What the channel keeps from us for now and what to do, in words of the connector's; empty where nothing is."""
    return dict(account.findings).get(WITHHELD, "")


def overview(desk: Desk) -> tuple[AccountView, ...]:
    """All accounts with their counts, for the status bar and lists."""
    with desk.store.read() as transaction:
        known = account_store.load_accounts(transaction)
        orders = account_store.count_orders(transaction)
        states = outbox_store.count_states(transaction)
        unreadable = repairs.count_repairs(transaction)
    views, tiles = [], desk.tiles()
    bad = (PushState.FAILED, PushState.UNCLEAR, PushState.CONFLICT)
    for one in known:
        kind = desk.kind_of(one.kind)
        views.append(
            AccountView(
                id=one.id,
                name=one.name,
                tile=tiles[one.kind],
                state=one.state,
                writing=one.writing,
                base_url=one.settings.get("base_url", ""),
                orders=orders.get(one.id, 0),
                last_good_sync=one.last_good_sync,
                next_run=one.not_before,
                trouble_code=one.trouble_code if kind else UNKNOWN_KIND,
                trouble_text=one.trouble_text if kind else _UNKNOWN_TEXT,
                trouble_since=one.trouble_since,
                open_pushes=sum(states.get((one.id, state), 0) for state in OPEN_STATES),
                failed_pushes=sum(states.get((one.id, state), 0) for state in bad),
                unreadable=unreadable.get(one.id, 0),
                findings=tuple(found for found in one.findings if found[0] != WITHHELD),
                withheld=withheld(one),
                ends=_ends(kind, one.settings),
            )
        )
    return tuple(views)


def _ends(kind: ConnectorKind | None, settings: Mapping[str, str]) -> tuple[tuple[str, Instant], ...]:
    """What of an account is over one day, and when; what cannot be read is left out."""
    found = []
    for one in kind.settings if kind is not None else ():
        if one.ends and settings.get(one.name):
            with contextlib.suppress(ValueError):
                found.append((one.label, parse_utc(settings[one.name])))
    return tuple(sorted(found, key=lambda told: told[1]))
