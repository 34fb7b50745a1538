"""`desk accounts`: set accounts up without the window."""

from __future__ import annotations

import os
import secrets as random_texts
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from connectors.contract.errors import LoginNeeded
from desk.cli import next_step
from desk.cli.say import SAY, echo
from desk.cli.wiring import Session
from desk.domain.clock import Instant
from desk.domain.errors import NotAllowed, NotFound
from desk.domain.rows import ENDS_SOON_DAYS
from desk.domain.views import AccountView
from desk.services import accounts, anonymising, browser_sign_in, care_recovery, wording
from desk.system.secrets import EnvironmentSecrets, MemorySecrets, account_secret

if TYPE_CHECKING:
    from connectors.contract.capabilities import ConnectorKind, Setting
    from connectors.contract.protocols import LoginReport
    from desk.services.context import Desk
    from desk.services.trials import TriedOut
    from desk.store.accounts import Account

app = typer.Typer(help="List, add, try, change and remove accounts.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="The account's name or id; its kind where there is only one.")]
Secret = Annotated[
    list[str] | None,
    typer.Option(metavar="KEY=ENVVAR", help="A secret and the environment variable that holds it; may be repeated."),
]
Set = Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="A setting; may be repeated.")]


def register(to: typer.Typer) -> None:
    to.add_typer(app, name="accounts")


@app.command("list")
def show_all(context: typer.Context) -> None:
    """List all accounts with their state."""
    session: Session = context.obj
    with session.desk() as desk:
        found = accounts.overview(desk)
        now = desk.clock.now()
    session.tell({"accounts": found}, lambda: _tell_all(found, now))


def _tell_all(found: tuple[AccountView, ...], now: Instant) -> None:
    if not found:
        echo("No account yet. Add one with: desk accounts add KIND --set base_url=… --secret …")
    for one in found:
        state = wording.ACCOUNT_STATES[one.state]
        writing = "writing" if one.writing else "read-only"
        echo(f"{one.id}  {one.name}  {one.tile.name}  {state}, {writing}  {one.orders} orders")
        if one.last_good_sync:
            echo(f"   last fetched {SAY.moment(one.last_good_sync)}")
        for label, ends in one.ends:
            if (ends - now).days <= ENDS_SOON_DAYS:
                rest = "is over" if ends <= now else f"{(ends - now).days} days left"
                echo(f"   {label} {SAY.date(ends)}: {rest}. Sign in again, or enter a new one.")
        if one.trouble_text:
            echo(f"   {next_step.of_account(one)}")
        if one.withheld:
            echo(f"   {one.withheld}")
        if one.unreadable:
            echo(f"   {one.unreadable} records could not be read")


@app.command()
def add(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(help="Kind of channel; a wrong one names those there are.")],
    settings: Set = None,
    secret: Secret = None,
    look: Annotated[bool, typer.Option("--look", help="Only look: show three orders and keep nothing.")] = False,
) -> None:
    """Try the keys of a new account and keep it. It starts read-only unless --set writing=on is given."""
    session: Session = context.obj
    plain = _pairs(settings, "--set")
    hidden = {key: _secret(key, variable) for key, variable in _pairs(secret, "--secret", hidden=True).items()}
    # What is wrong in the command itself is told before anything is asked of a keyring.
    described, asked = _checked(session, kind, plain, hidden)
    with session.desk() as desk:
        for one in _signed_in(desk, described, plain, hidden, asked):
            hidden[one.name] = str(typer.prompt(f"{one.label} ({one.name})", hide_input=True, err=True))
        if look:
            tried = accounts.try_out(desk, described.kind, plain, hidden)
            session.tell(tried, lambda: _tell_look(tried))
            return
        made = accounts.add(desk, described.kind, plain, hidden)
        first = len(accounts.overview(desk)) == 1 and not care_recovery.has_recovery(desk.store.place)
    session.tell({"account": made}, lambda: echo(f"{made.name} is set up (account {made.id})."))
    if first:
        echo("Make a recovery key now, so that a lost keyring does not lose the store: desk recovery-key", err=True)


def _signed_in(
    desk: Desk, described: ConnectorKind, plain: dict[str, str], hidden: dict[str, str], asked: list[Setting]
) -> list[Setting]:
    """What is left to ask for once the merchant has signed in at the channel's page, where it has one."""
    if not described.signs_in_by_browser or not any(one.from_sign_in for one in asked):
        return asked
    for one in asked:
        if not one.from_sign_in:
            hidden[one.name] = str(typer.prompt(f"{one.label} ({one.name})", hide_input=True, err=True))
    own = {name: value for name, value in plain.items() if name in {one.name for one in described.settings}}
    state = random_texts.token_urlsafe(24)
    try:
        page = browser_sign_in.page(desk, described.kind, own, hidden, state)
    except LoginNeeded:
        return [one for one in asked if one.from_sign_in]  # without all that the page needs, its keys are typed
    brought = browser_sign_in.finish(desk, described.kind, own, hidden, _pasted(page), state)
    settings, secrets = _sorted(described, brought)
    plain.update(settings)
    hidden.update(secrets)
    return [one for one in asked if one.from_sign_in and one.name not in hidden]


def _pasted(page: str) -> str:
    echo(f"Open this page in your browser and agree there:\n{page}", err=True)
    return str(typer.prompt("Paste the address where the browser ended up", hide_input=True, err=True))


def _tell_look(tried: TriedOut) -> None:
    _tell_report(tried.report)
    for one in tried.orders:
        echo(f"{one.number}  {SAY.date(one.placed_at)}  {one.name}  {one.pieces} pieces  {SAY.money(one.total)}")
    echo("This was only a look: nothing is kept.")


def _checked(
    session: Session, kind: str, plain: dict[str, str], hidden: dict[str, str]
) -> tuple[ConnectorKind, list[Setting]]:
    """The kind, and the secrets that are to be asked for. Raises BadParameter; adds what the environment holds."""
    try:
        described = session.wiring.describe(kind)
        name = plain.get("name", "").strip() or described.name
        asked = []
        for one in described.settings:
            if one.secret and one.name not in hidden:
                # What serves a scheduled command serves here too; it is written nowhere.
                given = EnvironmentSecrets(MemorySecrets()).get(account_secret(name, one.name))
                if given:
                    hidden[one.name] = given
                elif one.required:
                    asked.append(one)
        accounts.check_settings(described, plain, hidden | {one.name: "asked for later" for one in asked})
    except (NotFound, NotAllowed) as wrong:
        raise typer.BadParameter(wrong.text) from None
    if asked and not sys.stdin.isatty():
        one = asked[0]
        raise typer.BadParameter(f"The secret {one.name} ({one.label}) is missing. Give --secret {one.name}=ENVVAR.")
    return described, asked


def _pairs(texts: list[str] | None, option: str, *, hidden: bool = False) -> dict[str, str]:
    found = {}
    for text in texts or ():
        key, sign, value = text.partition("=")
        if not sign or not key.strip():
            # Somebody may have given the secret itself, and this sentence may end up in a log.
            raise typer.BadParameter(
                f"{option} takes KEY=ENVVAR." if hidden else f"{option} takes KEY=VALUE, not {text!r}."
            )
        found[key.strip()] = value
    return found


def _secret(key: str, variable: str) -> str:
    value = os.environ.get(variable, "")
    if not value:
        raise typer.BadParameter(
            f"The environment variable named for {key} is empty or not set. --secret takes the variable's name, not "
            "the secret."
        )
    return value


@app.command()
def test(context: typer.Context, name: Name) -> None:
    """Try an account's keys and show what the channel can do."""
    session: Session = context.obj
    with session.desk() as desk:
        account = accounts.find(desk, name)
        try:
            report = accounts.check_login(desk, account)
        except LoginNeeded as error:
            told = next_step.told(error, account.name, session.wiring.describe(account.kind))
            echo(told, err=True)
            raise typer.Exit(1) from None

    session.tell({"report": report}, lambda: _tell_report(report))


def _tell_report(report: LoginReport) -> None:
    echo(f"Signed in: {report.identity}")
    for label, value in report.findings:
        echo(f"   {label}: {value}")
    for warning in report.warnings:
        echo(f"   Careful: {warning}")


@app.command("set")
def change(
    context: typer.Context,
    name: Name,
    settings: Annotated[
        list[str] | None,
        typer.Argument(metavar="KEY=VALUE…", help="writing=on/off, paused=on/off, or any setting of the channel."),
    ] = None,
    secret: Secret = None,
) -> None:
    """Switch writing on or off, pause an account, or give it other settings and keys, which are tried first."""
    session: Session = context.obj
    wanted = _pairs(settings, "accounts set")
    if not wanted and not secret:
        raise typer.BadParameter("Give writing=on/off, paused=on/off, a setting, or --secret KEY=ENVVAR.")
    switches = {key: wanted.pop(key) for key in ("writing", "paused") if key in wanted}
    for key, value in switches.items():
        if value not in ("on", "off"):
            raise typer.BadParameter(f"{key} is on or off.")
    hidden = {key: _secret(key, variable) for key, variable in _pairs(secret, "--secret").items()}
    with session.desk() as desk:
        account = accounts.find(desk, name)
        if wanted:
            _change_settings(desk, account, wanted, hidden)
        elif hidden:
            accounts.change_secrets(desk, account, hidden)
        for key, value in switches.items():
            if key == "writing":
                accounts.switch_writing(desk, account.id, on=value == "on")
            else:
                accounts.pause(desk, account.id, paused=value == "on")
        found = [one for one in accounts.overview(desk) if one.id == account.id]
        now = desk.clock.now()
    session.tell({"account": found[0]}, lambda: _tell_all(tuple(found), now))


def _change_settings(desk: Desk, account: Account, wanted: dict[str, str], hidden: dict[str, str]) -> None:
    try:
        accounts.change(desk, account, wanted, hidden)
    except NotAllowed as wrong:
        if wrong.code in ("no_such_setting", "no_such_choice", "setting_misplaced"):
            raise typer.BadParameter(wrong.text) from None
        raise


@app.command("sign-in")
def sign_in(
    context: typer.Context,
    name: Name,
    pasted: Annotated[str, typer.Option(metavar="ADDRESS", help="Where the browser ended up, with --state.")] = "",
    state: Annotated[str, typer.Option(help="The state that this command printed with the page's address.")] = "",
) -> None:
    """Let an account in by the channel's own page: open the address, agree, paste where the browser ends up."""
    session: Session = context.obj
    if bool(pasted) != bool(state):
        raise typer.BadParameter("--pasted and --state go together.")
    with session.desk() as desk:
        account = accounts.find(desk, name)
        if not pasted:
            state = random_texts.token_urlsafe(24)
            page = browser_sign_in.page(desk, account.kind, {}, {}, state, account=account.id)
            if session.json or not sys.stdin.isatty():
                session.tell({"address": page, "state": state}, lambda: _tell_page(page, state))
                return
            pasted = _pasted(page)
        brought = browser_sign_in.finish(desk, account.kind, {}, {}, pasted, state, account=account.id)
        settings, hidden = _sorted(session.wiring.describe(account.kind), brought)
        report = accounts.change(desk, account, settings, hidden)
    session.tell({"report": report}, lambda: _tell_report(report))


def _tell_page(page: str, state: str) -> None:
    echo(f"Open this page in your browser and agree there: {page}")
    echo(f"Then: desk accounts sign-in NAME --state {state} --pasted ADDRESS")


def _sorted(described: ConnectorKind, brought: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Settings and secrets, each by themselves."""
    secret = {one.name for one in described.settings if one.secret}
    hidden = {name: value for name, value in brought.items() if name in secret}
    return {name: value for name, value in brought.items() if name not in secret}, hidden


@app.command("anonymise-user")
def anonymise(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(help="Kind of channel.")],
    user: Annotated[str, typer.Option(help="The user name there.")] = "",
    user_id: Annotated[str, typer.Option("--id", help="The user's id there.")] = "",
    token: Annotated[str, typer.Option(help="The user's token there.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Forget a buyer for good: names, addresses, texts, notes, payloads. Also as `anonymise-KIND-user`."""
    session: Session = context.obj
    names = [one for one in (user, user_id, token) if one.strip()]
    if not names:
        raise typer.BadParameter("Say who: --user NAME, --id ID or --token TOKEN.")
    if kind not in session.wiring.kinds():
        raise typer.BadParameter(f"There is no kind {kind!r}. There are: {', '.join(session.wiring.kinds())}.")
    with session.desk() as desk:
        seen = anonymising.find(desk, kind, names)
        what = f"{len(seen.orders)} orders, {seen.conversations} conversations, {seen.cases} cases"
        if not yes:
            if not sys.stdin.isatty():
                raise typer.BadParameter(f"This forgets the buyer of {what} for good. Say so with --yes.")
            if not typer.confirm(f"Forget the buyer of {what} for good?", err=True):
                raise typer.Exit(1)
        done = anonymising.anonymise(desk, kind, names)
    document = {"orders": len(done.orders), "conversations": done.conversations, "cases": done.cases}
    session.tell(document, lambda: echo(f"Forgotten: {what}. Backups from before still hold them."))


@app.command()
def remove(
    context: typer.Context,
    name: Name,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Forget an account, its orders and its secrets. Nothing changes in the channel."""
    session: Session = context.obj
    with session.desk() as desk:
        account = accounts.find(desk, name)
        if not yes:
            if not sys.stdin.isatty():
                raise typer.BadParameter(f"This forgets {account.name} and its orders. Say so with --yes.")
            if not typer.confirm(f"Forget {account.name} and its orders on this computer?", err=True):
                raise typer.Exit(1)
        accounts.remove(desk, account)
    session.tell({"removed": account.name}, lambda: echo(f"{account.name} is removed."))
