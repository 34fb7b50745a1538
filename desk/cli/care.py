"""`desk backup`, `restore`, `recovery-key`, `recover`: what keeps a store safe, and brings it back."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desk.cli.say import SAY, Count, echo
from desk.cli.wiring import Session
from desk.domain.clock import clock_from_environment
from desk.domain.errors import DeskError
from desk.services import (
    care_backup,
    care_diagnostics,
    care_doctor,
    care_rebuild,
    care_recovery,
    care_restore,
    privacy,
)
from desk.services.care import Place
from desk.system.folders import data_folder
from desk.system.store_key import given_key
from desk.system.wrapping import check_passphrase

if TYPE_CHECKING:
    from desk.services.context import Desk

PASSPHRASE = "DESK_BACKUP_PASSPHRASE"  # noqa: S105 (the variable's name)
_MEGABYTE = 1_000_000


def register(app: typer.Typer) -> None:
    app.command("backup")(backup)
    app.command("restore")(restore)
    app.command("recovery-key")(recovery_key)
    app.command("recover")(recover)
    app.command("doctor")(doctor)


def place_of(session: Session) -> Place:
    given = given_key()
    if given:
        # A pipe tells it once only, and the command is going to open the store with it, too.
        os.environ["DESK_STORE_KEY"] = given
    return Place(
        folder=data_folder(session.data),
        secrets=session.wiring.keyring(),
        clock=clock_from_environment(),
        given=given,
    )


class Counted(Count):
    """Progress in hundredths."""

    def __init__(self, words: str) -> None:
        super().__init__(words, 100)

    def __call__(self, done: int, of: int) -> None:
        self.at(round(100 * done / max(of, 1)))


def backup(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="Where to; without it into the folder `backups` of the store."),
    ] = None,
    daily: Annotated[
        bool, typer.Option("--daily", help="The day's backup, where it is due; the recovery key opens it.")
    ] = False,
) -> None:
    """Write a copy of the store that its passphrase opens anywhere. DESK_BACKUP_PASSPHRASE saves typing it."""
    session: Session = context.obj
    if daily and file is not None:
        raise typer.BadParameter("--daily chooses the file itself.")
    passphrase = "" if daily else _new_passphrase()
    count = Counted("parts copied")
    with session.desk() as desk:
        try:
            if daily:
                _forget_first(desk)
                made = care_backup.daily(desk, count)
            else:
                target = file.expanduser() if file is not None else care_backup.default_file(desk)
                if target.is_dir():
                    target /= care_backup.default_file(desk).name
                made = care_backup.make(desk, target, passphrase, count)
        finally:
            count.close()
        has_recovery = care_recovery.has_recovery(desk.store.place)

    def tell() -> None:
        if made is None:
            echo("Today's backup is there already.")
            return
        echo(f"{made.file}: {made.orders} orders, {made.size / _MEGABYTE:.1f} MB. It was read back and opened.")
        echo("The accounts' keys are not in it; a restored store asks for them.")
        if daily and not has_recovery:
            echo("Only this computer's keyring opens it. Make a recovery key: desk recovery-key", err=True)

    session.tell({"backup": made}, tell)


def _forget_first(desk: Desk) -> None:
    """So that the backup holds nobody whom Desk has to forget. Trouble with it keeps no backup from being made."""
    try:
        if privacy.is_due(desk):
            privacy.run(desk)
    except DeskError as error:
        echo(f"Buyers who are due are not forgotten yet: {error.text}", err=True)


def _new_passphrase() -> str:
    told = os.environ.get(PASSPHRASE, "")
    if not told:
        if not sys.stdin.isatty():
            raise typer.BadParameter(f"Give the passphrase as {PASSPHRASE} in the environment.")
        told = str(typer.prompt("Passphrase of this backup", hide_input=True, confirmation_prompt=True, err=True))
    check_passphrase(told)
    return told


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A backup.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Take the backup in place of the store; that one is kept aside.")
    ] = False,
) -> None:
    """Make a backup the store. It asks for the backup's passphrase or the recovery key where it needs one."""
    session: Session = context.obj
    place = place_of(session)
    file = file.expanduser()
    head = care_restore.look_at(file)
    if place.file.exists() and not replace and sys.stdin.isatty():
        words = f"Keep the store in {place.folder} aside, and take this backup of {SAY.moment(head.made_at)}?"
        if not typer.confirm(words, err=True):
            raise typer.Exit(1)
        replace = True
    key = care_restore.own_key(place, file, head)
    if key is None:
        key = care_restore.key_by(head, _typed("Passphrase of the backup, or recovery key", PASSPHRASE))
    count = Counted("parts read")
    try:
        done = care_restore.restore(place, file, key, replace=replace, progress=count)
    finally:
        count.close()
    with session.desk() as desk:
        missing = care_restore.accounts_without_keys(desk)

    def tell() -> None:
        echo(f"Restored {done.orders} orders as they were on {SAY.moment(done.made_at)}.")
        if done.aside is not None:
            echo(f"The store that was here is kept in {done.aside}.")
        for name in missing:
            echo(f"{name} needs its keys again: desk accounts set {_quoted(name)} --secret …")
        echo("What came or was sent since then, Desk looks up in the channels: desk sync")

    session.tell({"restored": done, "accounts_without_keys": missing}, tell)


def _quoted(name: str) -> str:
    import shlex

    return shlex.quote(name)


def _typed(words: str, variable: str = "") -> str:
    """A secret from the environment, a person or a pipe; never from the command's own words."""
    told = os.environ.get(variable, "") if variable else ""
    if told:
        return told
    if sys.stdin.isatty():
        return str(typer.prompt(words, hide_input=True, err=True))
    told = sys.stdin.readline().rstrip("\r\n")
    if not told:
        way = f" as {variable} in the environment, or" if variable else ""
        raise typer.BadParameter(f"{words} is missing. Give it{way} on standard input.")
    return told


def recovery_key(
    context: typer.Context,
    renew: Annotated[
        bool, typer.Option("--renew", help="Make another one; the one before opens the store no more.")
    ] = False,
) -> None:
    """Make a recovery key and show it once. With it the store opens although the keyring is lost."""
    session: Session = context.obj
    with session.desk() as desk:
        if care_recovery.has_recovery(desk.store.place) and not renew:
            raise typer.BadParameter("There is a recovery key already. Make another one with --renew.")
        made = care_recovery.make(desk)

    def tell() -> None:
        echo(made)
        echo("Write it down or print it, and keep it away from this computer. Desk does not keep it.", err=True)
        echo("Should the keyring be lost: desk recover", err=True)

    session.tell({"recovery_key": made}, tell)


def recover(context: typer.Context) -> None:
    """Put the store's key back into the keyring, by the recovery key."""
    session: Session = context.obj
    place = place_of(session)
    care_recovery.check_there(place)
    care_recovery.recover(place, _typed("Recovery key"))
    missing: tuple[str, ...] = ()
    with session.desk() as desk:
        missing = care_restore.accounts_without_keys(desk)

    def tell() -> None:
        echo("The store's key is in the keyring again.")
        for name in missing:
            echo(f"{name} needs its keys again: desk accounts set {_quoted(name)} --secret …")

    session.tell({"recovered": True, "accounts_without_keys": missing}, tell)


def doctor(
    context: typer.Context,
    online: Annotated[
        bool, typer.Option("--online", help="Also compare this computer's clock with the accounts' servers.")
    ] = False,
    rebuild_index: Annotated[
        bool, typer.Option("--rebuild-index", help="Make the search index anew first; search goes on meanwhile.")
    ] = False,
    diagnostics: Annotated[
        Path | None,
        typer.Option(metavar="FILE.zip", help="Save what helps to find a mistake; no buyer's data, no secrets."),
    ] = None,
) -> None:
    """Look whether all is well with the store and what it needs. Exit status 1 where something is bad."""
    session: Session = context.obj
    place = place_of(session)

    def open_desk() -> Desk:
        return session.wiring.open_desk(place.folder)

    if rebuild_index:
        _rebuild(session)
    count = Counted("parts of the store read")
    try:
        report = care_doctor.examine(place, open_desk, online=online, progress=count)
    finally:
        count.close()
    saved = care_diagnostics.save(place, open_desk, report, diagnostics) if diagnostics is not None else None

    def tell() -> None:
        for one in report.findings:
            echo(f"{one.grade:<5}{one.text}")
            if one.next_step:
                echo(f"     {one.next_step}")
        if saved is not None:
            echo(f"Saved {saved}. Look into it before you send it to anybody; Desk sends nothing.")

    session.tell({"worst": report.worst, "findings": report.findings, "diagnostics": saved}, tell)
    if report.worst is care_doctor.Grade.BAD:
        raise typer.Exit(1)


def _rebuild(session: Session) -> None:
    count = Counted("parts of the orders read")
    with session.desk() as desk:
        try:
            orders = care_rebuild.rebuild_index(desk, count)
        finally:
            count.close()
    echo(f"The search index is made anew, of {orders} orders.", err=True)
