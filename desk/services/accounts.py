"""Accounts: add one and try its keys, list, test, pause, remove. Secrets go to the keyring, never to the store."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import msgspec

from connectors.contract.capabilities import Capabilities, ConnectorKind, Setting
from connectors.contract.errors import ConnectorError, LoginNeeded, Unavailable
from connectors.contract.protocols import AccountAccess, Connector, LoginReport, Shared
from connectors.http.certificates import holds_certificates
from connectors.http.statuses import at_setup
from desk.domain.changes import Changes, Kind
from desk.domain.clock import Instant, parse_utc
from desk.domain.errors import DeskError, NotAllowed, NotFound, SecretsUnavailable
from desk.domain.pushes import OPEN_STATES, PushState
from desk.domain.values import AccountId
from desk.domain.views import AccountState, AccountView
from desk.services.context import Desk, tile_of
from desk.store import accounts as account_store
from desk.store import outbox as outbox_store
from desk.store import repairs
from desk.store.accounts import Account
from desk.store.search_documents import forget_orders
from desk.store.types import Transaction
from desk.system.secrets import account_secret

_LONGEST_NAME = 80
_COMMON = ("base_url", "ca_file", "start_date", "writing", "sender_name", "language", "name", "merchant")


def add(
    desk: Desk, kind: str, settings: Mapping[str, str], secrets: Mapping[str, str], *, name: str = ""
) -> AccountView:
    """Try the keys, then keep the account; nothing is kept when the channel does not let us in.

    Raises NotFound (unknown kind), NotAllowed (a setting is missing or unknown, the name is taken) or ConnectorError.
    """
    described = desk.connectors.describe(kind)
    plain = {key: value.strip() for key, value in settings.items()}
    hidden = {key: value.strip() for key, value in secrets.items()}
    check_settings(described, plain, hidden)
    if plain.get("ca_file"):
        plain["ca_file"] = _checked_ca_file(plain["ca_file"])
    name = name or plain.pop("name", "") or described.name
    writing = _switch(plain.pop("writing", "off"))
    start = _start(plain.pop("start_date", ""))
    merchant = plain.pop("merchant", "")
    _check_name(name)
    with desk.store.read() as transaction:
        _check_free(transaction, name)
    report = _try(desk, kind, plain, hidden, start)

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
            for key, value in hidden.items():
                desk.secrets.set(account_secret(name, key), value)
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


def check_settings(described: ConnectorKind, plain: Mapping[str, str], hidden: Mapping[str, str]) -> None:
    """Raises NotAllowed for a setting that is unknown, missing, no choice, or a secret given as if it were none.

    Needs neither store nor keyring.
    """
    known = {one.name: one for one in described.settings}
    for key in (*plain, *hidden):
        if key not in known and key not in _COMMON:
            raise NotAllowed(
                f"{described.name} has no setting {key!r}. It knows: {', '.join(sorted({*known, *_COMMON}))}.",
                code="no_such_setting",
                setting=key,
            )
        one = known.get(key)
        if one is not None and one.secret is (key in plain):
            raise NotAllowed(
                f"{key} of {described.name} is {'a secret' if one.secret else 'no secret'}. Give it with "
                f"{'--secret' if one.secret else '--set'}.",
                code="setting_misplaced",
                setting=key,
            )
        if one is not None and one.choices and plain.get(key, "") not in ("", *one.choices):
            raise NotAllowed(f"{key} is one of {', '.join(one.choices)}.", code="no_such_choice", setting=key)
    for one in described.settings:
        given = hidden.get(one.name, "") if one.secret else plain.get(one.name, one.default)
        if one.required and not given:
            raise NotAllowed(
                f"{described.name} needs {one.name} ({one.label}).", code="setting_missing", setting=one.name
            )


def _switch(text: str) -> bool:
    if text.lower() in ("on", "yes", "true", "1"):
        return True
    if text.lower() in ("off", "no", "false", "0", ""):
        return False
    raise NotAllowed(f"writing is on or off, not {text!r}.", code="not_a_switch", value=text)


def _start(text: str) -> Instant | None:
    if not text:
        return None
    found: Instant | None = None
    with contextlib.suppress(ValueError):
        found = parse_utc(text)
    if found is None or found.year < 1970:  # there were no shops before
        raise NotAllowed(f"{text!r} is no date. Write it as 2026-01-31.", code="not_a_date", value=text)
    return found


def _try(
    desk: Desk, kind: str, settings: Mapping[str, str], secrets: Mapping[str, str], start: Instant | None
) -> LoginReport:
    access = AccountAccess(
        id=AccountId(0),
        kind=kind,
        settings=settings,
        secrets=secrets,
        clock=desk.clock,
        start_date=start,
        timeout=desk.timeout,
        ca_file=_ca_file(settings),
    )
    connector = desk.connectors.connect(access)
    try:
        with _told_to_whoever_waits():
            return connector.check_login()
    finally:
        connector.close()


@contextlib.contextmanager
def _told_to_whoever_waits() -> Iterator[None]:
    """Errors say what to do now: nothing goes on by itself while keys are tried."""
    try:
        yield
    except ConnectorError as error:
        error.text = at_setup(error.code, error.text)
        raise


def _checked_ca_file(told: str) -> str:
    """Where the file lies, since the next run may begin elsewhere. Raises NotAllowed, also where http needs none yet:
    whoever names a certificate means it to be used.
    """
    file = Path(told).expanduser().absolute()
    if not holds_certificates(file):
        raise NotAllowed(
            f"ca_file: {told} is not there, or holds no certificate. Give a PEM file that does.",
            code="ca_file_missing",
            file=told,
        )
    return str(file)


def _ca_file(settings: Mapping[str, str]) -> Path | None:
    told = settings.get("ca_file", "")
    return Path(told) if told else None


@contextlib.contextmanager
def connected(
    desk: Desk,
    account: Account,
    *,
    since: Instant | None = None,
    stop: threading.Event | None = None,
    urgent: bool = False,
) -> Iterator[Connector]:
    """The account's connector with its secrets, closed at the end. Raises LoginNeeded for a missing secret.

    `since` stands in for the account's start date; `stop` ends what the connector waits for; `urgent` is for what
    somebody waits for at the screen.
    """
    secrets: dict[str, str] = {}
    for one in desk.connectors.describe(account.kind).settings:
        if one.secret:
            value = _kept(desk, account.name, one)
            if value:
                secrets[one.name] = value
            elif one.required:
                raise LoginNeeded(
                    f"The key {one.name} of {account.name} is not in the keyring. Enter it again.",
                    account=account.id,
                    field=one.name,
                    code="secret_missing",
                )
    access = AccountAccess(
        id=account.id,
        kind=account.kind,
        settings=account.settings,
        secrets=secrets,
        clock=desk.clock,
        start_date=since or account.start_date,
        timeout=desk.timeout,
        ca_file=_ca_file(account.settings),
        stop=stop or threading.Event(),
        shared=desk.shared.of(_shared_name(account.id), Shared),
        urgent=urgent,
    )
    connector = desk.connectors.connect(access)
    try:
        yield connector
    finally:
        connector.close()


def _shared_name(account: AccountId) -> str:
    return f"account {account}"


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


def test(desk: Desk, account: Account) -> LoginReport:
    """Try the keys again; what was found is kept, an account that waited for its keys is ready again."""
    with _told_to_whoever_waits():
        try:
            with connected(desk, account) as connector:
                report = connector.check_login()
        except DeskError as error:
            # At set-up a server out of reach means a wrong address; this one has answered before, so it stops nothing.
            cause = error.__cause__ if isinstance(error.__cause__, Unavailable) else error
            if not (account.state is AccountState.LOGIN_NEEDED and isinstance(cause, Unavailable)):
                note_trouble(desk, account.id, cause)
            raise
    waits = account.state is AccountState.LOGIN_NEEDED
    state = AccountState.READY if waits else account.state
    _change(desk, account.id, **_found(report), **account_store.NO_TROUBLE, state=state)
    return report


def _kept(desk: Desk, account: str, setting: Setting) -> str:
    """A secret, empty where there is none. Raises SecretsUnavailable.

    One that may be missing is missing where no keyring can be asked: those that must be there came with the
    environment then.
    """
    try:
        return desk.secrets.get(account_secret(account, setting.name)) or ""
    except SecretsUnavailable:
        if setting.required:
            raise
        return ""


def change_secrets(desk: Desk, account: Account, secrets: Mapping[str, str]) -> LoginReport:
    """Try new keys, then keep them; the old ones stay where the channel does not let the new ones in.

    Raises NotAllowed (no such secret), LoginNeeded and ConnectorError.
    """
    described = desk.connectors.describe(account.kind)
    settings = [one for one in described.settings if one.secret]
    names = [one.name for one in settings]
    fresh = {key: value.strip() for key, value in secrets.items()}
    for key in fresh:
        if key not in names:
            raise NotAllowed(
                f"{described.name} has no secret {key!r}. It knows: {', '.join(sorted(names))}.",
                code="no_such_secret",
                setting=key,
            )
    known = {one.name: _kept(desk, account.name, one) for one in settings}
    report = _try(desk, account.kind, account.settings, {**known, **fresh}, account.start_date)
    for key, value in fresh.items():
        desk.secrets.set(account_secret(account.name, key), value)
    desk.shared.forget(_shared_name(account.id))  # access tokens that the old keys gave
    waits = account.state is AccountState.LOGIN_NEEDED
    state = AccountState.READY if waits else account.state
    _change(desk, account.id, **_found(report), **account_store.NO_TROUBLE, state=state)
    return report


def _found(report: LoginReport) -> dict[str, object]:
    return {
        "identity": report.identity,
        "findings": [list(one) for one in report.findings],
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
    """Forget an account, its orders and its secrets. Refused while something waits to be pushed."""

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
        for one in desk.connectors.describe(account.kind).settings:
            if one.secret:
                desk.secrets.delete(account_secret(account.name, one.name))

    desk.on_database(drop)
    desk.shared.forget(_shared_name(account.id))
    return Changes.of(Kind.ACCOUNT, [account.id])


def overview(desk: Desk) -> tuple[AccountView, ...]:
    """All accounts with their counts, for the status bar and lists."""
    with desk.store.read() as transaction:
        known = account_store.load_accounts(transaction)
        orders = account_store.count_orders(transaction)
        states = outbox_store.count_states(transaction)
        unreadable = repairs.count_repairs(transaction)
    views = []
    for one in known:
        bad = (PushState.FAILED, PushState.UNCLEAR, PushState.CONFLICT)
        views.append(
            AccountView(
                id=one.id,
                name=one.name,
                tile=tile_of(desk.connectors.describe(one.kind)),
                state=one.state,
                writing=one.writing,
                base_url=one.settings.get("base_url", ""),
                orders=orders.get(one.id, 0),
                last_good_sync=one.last_good_sync,
                next_run=one.not_before,
                trouble_code=one.trouble_code,
                trouble_text=one.trouble_text,
                trouble_since=one.trouble_since,
                open_pushes=sum(states.get((one.id, state), 0) for state in OPEN_STATES),
                failed_pushes=sum(states.get((one.id, state), 0) for state in bad),
                unreadable=unreadable.get(one.id, 0),
                findings=one.findings,
            )
        )
    return tuple(views)
