"""Keep pictures of what came back: with the store, so encrypted, backed up and forgotten with all the rest.

A file is judged by its first bytes, never by its name, and never decoded here: what is no JPEG, PNG or WebP, is too
large, or claims more points than anybody photographs is refused.
"""

from __future__ import annotations

from desk.domain.changes import Changes, Kind
from desk.domain.errors import NotAllowed, NotFound
from desk.domain.pictures import Picture, recognise
from desk.domain.values import LineId, ReturnId
from desk.services.context import Desk
from desk.store import return_photos as store
from desk.store import returns as return_store
from desk.store import stray_parcels
from desk.store.return_photos import Photo
from desk.store.types import Transaction

__all__ = [
    "MOST",
    "MOST_BYTES",
    "Photo",
    "add",
    "add_to_parcel",
    "check",
    "check_names",
    "load",
    "named",
    "of_return",
    "remove",
]

MOST_BYTES = 10_000_000
MOST = 20
"""Pictures of one return."""


def check(data: bytes) -> Picture:
    """What kind of picture it is. Raises NotAllowed for none, or one too large."""
    if not data:
        raise NotAllowed("The file is empty.", code="photo_empty")
    if len(data) > MOST_BYTES:
        raise NotAllowed("The picture is larger than 10 MB. Make it smaller.", code="photo_large")
    found = recognise(data)
    if found is None:
        raise NotAllowed(
            "This file is no picture that Desk keeps. Take a JPEG, PNG or WebP, whatever its name says.",
            code="photo_kind",
        )
    if not found.is_sane:
        raise NotAllowed("The picture has too many points, or none. Make it smaller.", code="photo_points")
    return found


def add(desk: Desk, wanted: ReturnId, data: bytes, *, line: LineId | None = None) -> Photo:
    """Keep a picture with a return, of one line or of the whole. Raises NotFound and NotAllowed."""
    kind = check(data)

    def work() -> Photo:
        with desk.store.write() as transaction:
            told = return_store.load_return(transaction, wanted)
            if told is None:
                raise NotFound("This return is not in the store.", code="return_gone")
            if line is not None and all(one.line != line for one in told.lines):
                raise NotFound("This return has no such line.", code="no_such_return_line")
            _check_room(store.count(transaction, return_id=wanted))
            return store.add_photo(
                transaction,
                ending=kind.ending,
                kind=kind.kind,
                content=data,
                now=desk.clock.now(),
                actor=desk.agent,
                return_id=wanted,
                line=line,
            )

    return desk.on_database(work)


def add_to_parcel(desk: Desk, parcel: int, data: bytes) -> Photo:
    """Keep a picture of a parcel of which nobody knows yet whose it is. Raises NotFound and NotAllowed."""
    kind = check(data)

    def work() -> Photo:
        with desk.store.write() as transaction:
            if stray_parcels.load(transaction, parcel) is None:
                raise NotFound("There is no such parcel.", code="stray_unknown")
            _check_room(store.count(transaction, parcel=parcel))
            return store.add_photo(
                transaction,
                ending=kind.ending,
                kind=kind.kind,
                content=data,
                now=desk.clock.now(),
                actor=desk.agent,
                parcel=parcel,
            )

    return desk.on_database(work)


def _check_room(there: int) -> None:
    if there >= MOST:
        raise NotAllowed(f"A return holds {MOST} pictures at most.", code="photo_many", most=MOST)


def load(desk: Desk, photo: int) -> bytes:
    """The file as it was given. Raises NotFound."""
    with desk.store.read() as transaction:
        found = store.load_content(transaction, photo)
    if found is None:
        raise NotFound("This picture is not in the store.", code="photo_gone")
    return found


def of_return(desk: Desk, wanted: ReturnId) -> tuple[Photo, ...]:
    """The pictures of a return, the oldest first."""
    with desk.store.read() as transaction:
        return tuple(store.load_of_returns(transaction, [wanted])[wanted])


def named(transaction: Transaction, wanted: ReturnId, name: str) -> Photo | None:
    """The picture of a return with this name."""
    found = store.load_of_returns(transaction, [wanted])[wanted]
    return next((one for one in found if one.name == name), None)


def check_names(transaction: Transaction, wanted: ReturnId, names: str) -> None:
    """Raises NotAllowed where one of the names, parted by commas, is of no picture of this return."""
    known = {one.name for one in store.load_of_returns(transaction, [wanted])[wanted]} if names.strip() else set()
    for name in filter(None, (one.strip() for one in names.split(","))):
        if name not in known:
            raise NotAllowed(f"This return has no picture {name}. Add it first.", code="photo_unknown", name=name)


def remove(desk: Desk, photo: int) -> Changes:
    """Take a picture away. Raises NotFound, and NotAllowed for one that a finding names."""

    def work() -> Changes:
        with desk.store.write() as transaction:
            found = store.load_photo(transaction, photo)
            if found is None:
                raise NotFound("This picture is not in the store.", code="photo_gone")
            if found.return_id is not None:
                told = return_store.load_return(transaction, found.return_id)
                findings = [one for line in told.lines for one in line.findings] if told is not None else []
                if any(found.name in one.photo.split(", ") for one in findings):
                    raise NotAllowed("A finding names this picture. Take that back first.", code="photo_named")
            store.remove(transaction, photo)
        return Changes() if found.return_id is None else Changes.of(Kind.RETURN, [found.return_id])

    return desk.on_database(work)
