"""Owns what `desk sync --status`, `--unreadable` and `--read-again` answer: the sync centre in the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from desk.cli.say import SAY, echo
from desk.cli.wiring import Session
from desk.domain.pushes import PushState
from desk.domain.views import AccountState
from desk.services import accounts, sync_centre, wording
from desk.services.sync_centre import AccountSync, RepairView


def answer(session: Session, account: str, *, unreadable: bool, read_again: str) -> None:
    """One of the three; reading again comes before listing."""
    with session.desk() as desk:
        only = accounts.find(desk, account).id if account else None
        if read_again and only is not None:
            sync_centre.read_again(desk, only, read_again)
            session.tell({"read": read_again}, lambda: echo("It could be read now."))
        elif unreadable:
            listed = sync_centre.repairs(desk, only)
            session.tell({"unreadable": listed}, lambda: _tell_repairs(listed))
        else:
            found = [one for one in sync_centre.overview(desk) if only in (None, one.account.id)]
            session.tell({"accounts": found}, lambda: _tell_all(found))


def _tell_all(found: Sequence[AccountSync]) -> None:
    if not found:
        echo("No account yet. Add one with: desk accounts add KIND …")
    for one in found:
        view = one.account
        writing = "writing" if view.writing else "read-only"
        echo(f"{view.id}  {view.name}  {view.tile.name}  {wording.ACCOUNT_STATES[view.state]}, {writing}")
        last = SAY.moment(view.last_good_sync) if view.last_good_sync else "never"
        echo(f"   last fetched {last}, every {one.every:.0f} s while Desk is open")
        of = f" of {one.total}" if one.total else ""
        if one.running:
            echo(f"   fetching now: {one.fetched}{of}")
        elif one.fetched:
            echo(f"   broken off at {one.fetched}{of}; the next fetch goes on there")
        if one.next_seconds and view.state is AccountState.READY:
            echo(f"   the channel asks to stay away for {one.next_seconds:.0f} s")
        for quota in one.quotas:
            echo(f"   {quota.name}: {quota.left} of {quota.of} calls left")
        for words in filter(None, (view.trouble_text, view.withheld)):
            echo(f"   {words}")
        waiting = ", ".join(f"{one.pushes[state]} {wording.push_state(state, SAY).lower()}" for state in _shown(one))
        if waiting:
            echo(f"   outbox: {waiting}")
        if view.unreadable:
            echo(f"   {view.unreadable} records could not be read: desk sync --unreadable")


def _shown(one: AccountSync) -> list[PushState]:
    quiet = (PushState.CONFIRMED, PushState.RECALLED)
    return [state for state in PushState if one.pushes.get(state) and state not in quiet]


def _tell_repairs(listed: Sequence[RepairView]) -> None:
    if not listed:
        echo("All records could be read.")
    for one in listed:
        echo(f"{one.remote_id}  {one.account_name}  seen {one.times} times, last {SAY.moment(one.last_seen)}")
        echo(f"   {one.reason}")
        echo(f"   {one.sample}")
    if any(one.may_read_again for one in listed):
        echo("Try one again with: desk sync --read-again ID --account NAME")
