"""Keep a list's filter, order and columns under a name: one's own, or for everybody who works with this store."""

from __future__ import annotations

from typing import Any

from desk.domain.errors import NotAllowed, NotFound, StoreBug
from desk.services.context import Desk
from desk.store import saved_views as store
from desk.store.saved_views import SavedView

__all__ = ["SavedView", "of_list", "remove", "rename", "save"]

LONGEST_NAME = 60
MOST = 200


def of_list(desk: Desk, name: str) -> tuple[SavedView, ...]:
    """The views of a list such as "returns": everybody's and the agent's own, by name."""
    with desk.store.read() as transaction:
        return tuple(store.load_of(transaction, name, desk.agent))


def save(desk: Desk, of: str, name: str, content: dict[str, Any], *, icon: str = "", shared: bool = False) -> SavedView:
    """Keep a view; one of the same name and owner is replaced. Raises NotAllowed."""
    plain = _name(name)
    owner = "" if shared else desk.agent

    def work() -> SavedView:
        with desk.store.write() as transaction:
            there = store.load_of(transaction, of, desk.agent)
            if len(there) >= MOST and all(one.name != plain for one in there):
                raise NotAllowed(f"A list keeps {MOST} views at most. Remove one first.", code="view_many", most=MOST)
            now = desk.clock.now()
            store.save(transaction, of_list=of, owner=owner, name=plain, icon=icon, content=content, now=now)
            made = store.load_named(transaction, of, owner, plain)
        if made is None:
            raise StoreBug("Desk lost a view it was about to keep.", "a row vanished inside its transaction")
        return made

    return desk.on_database(work)


def rename(desk: Desk, view: int, name: str) -> None:
    """Raises NotFound and NotAllowed."""
    plain = _name(name)

    def work() -> None:
        with desk.store.write() as transaction:
            found = store.load_view(transaction, view)
            if found is None:
                raise NotFound("This view is gone.", code="view_gone")
            other = store.load_named(transaction, found.list, found.owner, plain)
            if other is not None and other.id != view:
                raise NotAllowed("Another view has this name.", code="view_name_taken")
            store.rename(transaction, view, plain, desk.clock.now())

    desk.on_database(work)


def remove(desk: Desk, view: int) -> None:
    """What is gone already stays gone."""

    def work() -> None:
        with desk.store.write() as transaction:
            store.remove(transaction, view)

    desk.on_database(work)


def _name(text: str) -> str:
    plain = " ".join(text.split())
    if not plain:
        raise NotAllowed("Give the view a name.", code="view_nameless")
    if len(plain) > LONGEST_NAME or not plain.isprintable():
        raise NotAllowed(f"A name has {LONGEST_NAME} letters at most.", code="view_name_odd")
    return plain
