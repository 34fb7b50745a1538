"""Owns the list of services that the returns' workbench calls. All block: call them through `desk.ui.background` only.

A test hands the area its own `ReturnsCalls`; the window gets `ServiceCalls`, the one implementation in the product.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from desk.domain.changes import Changes
from desk.domain.values import Money, OrderId, PushId, ReturnId
from desk.domain.views import OrderView, PushView

if TYPE_CHECKING:
    from desk.domain.return_goods import Grade
    from desk.services.context import Desk
    from desk.services.exports import Table
    from desk.services.return_batch import Plan, Report, Row, Wish
    from desk.services.return_bulk import Entry
    from desk.services.return_inspecting import Inspected
    from desk.services.return_lists import Filter, Page, Place, Sort, Summary
    from desk.services.return_parcels import Found
    from desk.services.return_undoing import TakenBack
    from desk.services.saved_views import SavedView
    from desk.store.stray_parcels import StrayParcel
    from desk.ui.orders.deeds.calls import DeedCalls
    from desk.ui.returns.case.calls import CaseCalls

_LIST = "returns"
HOLD_SECONDS = 10.0
"""So long the outbox holds a batch for the agent to take it back (UX 6)."""


class ReturnsCalls(Protocol):
    """What the workbench asks of the services."""

    @property
    def cases(self) -> CaseCalls:
        """What the pane of one return asks."""
        ...

    @property
    def deeds(self) -> DeedCalls:
        """What the dialog asks that opens a return of an order."""
        ...

    def parcels_waiting(self) -> Sequence[StrayParcel]:
        """Parcels of which nobody knows whose they are."""
        ...

    def whose_parcel(self, text: str, kept: StrayParcel | None) -> Found:
        """By what stands on it, and on a `kept` one by its sender, too."""
        ...

    def keep_parcel(self, number: str) -> StrayParcel: ...

    def match_parcel(self, parcel: int, to: ReturnId) -> Changes: ...

    def order(self, wanted: OrderId) -> OrderView: ...

    def summary(self, wanted: Filter) -> Summary: ...

    def page(
        self, wanted: Filter, *, sort: Sort, descending: bool = False, after: Place | None = None, limit: int
    ) -> Page: ...

    def ids(self, wanted: Filter, *, sort: Sort, descending: bool = False) -> tuple[ReturnId, ...]: ...

    def worth(self, wanted: Sequence[ReturnId]) -> tuple[Money, ...]: ...

    def plan(self, wish: Wish, wanted: Sequence[ReturnId]) -> Plan: ...

    def must_be_typed(self, plan: Plan) -> bool:
        """Whether the batch is so large that its number of rows is typed."""
        ...

    def read_file(self, path: Path) -> tuple[Entry, ...]: ...

    def plan_table(self, entries: Sequence[Entry], wish: Wish | None = None) -> Plan:
        """By default the money of a table's returns."""
        ...

    def labels_chosen(self, wanted: Sequence[ReturnId]) -> tuple[Entry, ...]:
        """Rows for returns whose labels are typed or pasted."""
        ...

    def labels_filled(self, entries: Sequence[Entry], text: str, name: str) -> tuple[Entry, ...]: ...

    def labels_joined(self, entries: Sequence[Entry], path: Path) -> tuple[Entry, ...]:
        """The rows with those of a file."""
        ...

    def plan_again(self, before: Plan, rows: Sequence[Row]) -> Plan: ...

    def run(self, plan: Plan, tell: Callable[[Row, int], None], stop: threading.Event) -> Report: ...

    def standing_of(self, rows: Sequence[Row]) -> dict[PushId, PushView]: ...

    def retry(self, pushes: Sequence[PushId]) -> Changes: ...

    def take_back(self, deeds: Sequence[int]) -> TakenBack:
        """Undo the deeds of a batch, and recall what they have queued."""
        ...

    def give_reason(self, wanted: Sequence[ReturnId], ours: str) -> Changes: ...

    def inspect(
        self, wanted: Sequence[ReturnId], grade: Grade, tell: Callable[[int], object], stop: threading.Event
    ) -> Inspected:
        """All pieces of them that wait came back in this condition."""
        ...

    def export(
        self,
        table: Table,
        wanted: Filter | Sequence[ReturnId],
        sort: Sort,
        progress: Callable[[int, int], None],
        stop: threading.Event,
        *,
        descending: bool,
    ) -> int: ...

    def views(self) -> tuple[SavedView, ...]: ...

    def view_counts(self, views: Sequence[SavedView]) -> tuple[int, ...]:
        """How many returns each view holds now."""
        ...

    def save_view(self, name: str, content: dict[str, Any], *, shared: bool) -> SavedView: ...

    def rename_view(self, view: int, name: str) -> None: ...

    def remove_view(self, view: int) -> None: ...


class ServiceCalls:
    """The real services. They are imported where they are used: the first paint waits for none of them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @cached_property
    def cases(self) -> CaseCalls:
        from desk.ui.returns.case.calls import ServiceCaseCalls

        return ServiceCaseCalls(self._desk)

    @cached_property
    def deeds(self) -> DeedCalls:
        from desk.ui.orders.calls import ServiceCalls as OrderCalls

        return OrderCalls(self._desk)

    def parcels_waiting(self) -> Sequence[StrayParcel]:
        from desk.services import return_parcels

        return return_parcels.waiting(self._desk)

    def whose_parcel(self, text: str, kept: StrayParcel | None) -> Found:
        from desk.services import return_parcels

        sender, postcode = ("", "") if kept is None else (kept.sender, kept.postcode)
        return return_parcels.find(self._desk, text, sender=sender or ("" if kept else text), postcode=postcode)

    def keep_parcel(self, number: str) -> StrayParcel:
        from desk.services import return_parcels

        return return_parcels.keep(self._desk, number=number)

    def match_parcel(self, parcel: int, to: ReturnId) -> Changes:
        from desk.services import return_parcels

        return return_parcels.match(self._desk, parcel, to)

    def order(self, wanted: OrderId) -> OrderView:
        from desk.services import orders

        return orders.show(self._desk, wanted)

    def summary(self, wanted: Filter) -> Summary:
        from desk.services import return_lists

        return return_lists.summary(self._desk, wanted)

    def page(
        self, wanted: Filter, *, sort: Sort, descending: bool = False, after: Place | None = None, limit: int
    ) -> Page:
        from desk.services import return_lists

        return return_lists.page(self._desk, wanted, sort=sort, descending=descending, after=after, limit=limit)

    def ids(self, wanted: Filter, *, sort: Sort, descending: bool = False) -> tuple[ReturnId, ...]:
        from desk.services import return_lists

        return return_lists.ids(self._desk, wanted, sort=sort, descending=descending)

    def worth(self, wanted: Sequence[ReturnId]) -> tuple[Money, ...]:
        from desk.domain.chunks import chunks
        from desk.services import return_batch, return_lists

        return return_batch.added(row.goods for its in chunks(wanted) for row in return_lists.rows_of(self._desk, its))

    def plan(self, wish: Wish, wanted: Sequence[ReturnId]) -> Plan:
        from desk.services import return_batch

        return return_batch.plan(self._desk, wish, wanted)

    def must_be_typed(self, plan: Plan) -> bool:
        from desk.services import bulk_confirming

        return bulk_confirming.must_be_typed(self._desk, plan)

    def read_file(self, path: Path) -> tuple[Entry, ...]:
        from desk.services import return_bulk

        return return_bulk.read(_bytes_of(path), name=path.name)

    def plan_table(self, entries: Sequence[Entry], wish: Wish | None = None) -> Plan:
        from desk.services import return_batch

        return return_batch.plan_table(
            self._desk, entries, wish or return_batch.Wish(deed=return_batch.BatchDeed.SETTLE)
        )

    def labels_chosen(self, wanted: Sequence[ReturnId]) -> tuple[Entry, ...]:
        from desk.services import return_labels

        return return_labels.chosen(self._desk, wanted)

    def labels_filled(self, entries: Sequence[Entry], text: str, name: str) -> tuple[Entry, ...]:
        from desk.services import return_labels

        return return_labels.filled(self._desk, entries, text, name=name)

    def labels_joined(self, entries: Sequence[Entry], path: Path) -> tuple[Entry, ...]:
        from desk.services import return_labels

        more = return_labels.read_file(self._desk, _bytes_of(path), name=path.name)
        return return_labels.joined(self._desk, entries, more)

    def plan_again(self, before: Plan, rows: Sequence[Row]) -> Plan:
        from desk.services import return_batch

        return return_batch.plan_again(self._desk, before, rows)

    def run(self, plan: Plan, tell: Callable[[Row, int], None], stop: threading.Event) -> Report:
        from desk.services import return_batch

        return return_batch.run(self._desk, plan, hold_seconds=HOLD_SECONDS, tell=tell, stop=stop)

    def standing_of(self, rows: Sequence[Row]) -> dict[PushId, PushView]:
        from desk.services import return_batch

        return return_batch.standing_of(self._desk, rows)

    def give_reason(self, wanted: Sequence[ReturnId], ours: str) -> Changes:
        from desk.services import return_reasons

        return return_reasons.give(self._desk, wanted, ours)

    def inspect(
        self, wanted: Sequence[ReturnId], grade: Grade, tell: Callable[[int], object], stop: threading.Event
    ) -> Inspected:
        from desk.services import return_inspecting

        return return_inspecting.inspect_all(self._desk, wanted, grade, tell=tell, stop=stop)

    def export(
        self,
        table: Table,
        wanted: Filter | Sequence[ReturnId],
        sort: Sort,
        progress: Callable[[int, int], None],
        stop: threading.Event,
        *,
        descending: bool,
    ) -> int:
        from desk.services import return_export
        from desk.ui.say import SAY

        return return_export.write(
            self._desk, table, SAY, wanted, sort=sort, descending=descending, progress=progress, stop=stop
        )

    def views(self) -> tuple[SavedView, ...]:
        from desk.services import saved_views

        return saved_views.of_list(self._desk, _LIST)

    def save_view(self, name: str, content: dict[str, Any], *, shared: bool) -> SavedView:
        from desk.services import saved_views

        return saved_views.save(self._desk, _LIST, name, content, shared=shared)

    def view_counts(self, views: Sequence[SavedView]) -> tuple[int, ...]:
        from desk.services import return_lists

        return return_lists.counts(
            self._desk, [return_lists.from_plain(one.content.get("filter") or {}) for one in views]
        )

    def rename_view(self, view: int, name: str) -> None:
        from desk.services import saved_views

        saved_views.rename(self._desk, view, name)

    def remove_view(self, view: int) -> None:
        from desk.services import saved_views

        saved_views.remove(self._desk, view)

    def take_back(self, deeds: Sequence[int]) -> TakenBack:
        from desk.services import return_undoing

        return return_undoing.take_back_all(self._desk, deeds)

    def retry(self, pushes: Sequence[PushId]) -> Changes:
        from desk.services import bulk_shipping

        return bulk_shipping.retry(self._desk, pushes)


def _bytes_of(path: Path) -> bytes:
    """As much of a file as a table may have. Raises NotAllowed."""
    from desk.domain.errors import NotAllowed
    from desk.services.sheets import MAX_BYTES

    try:
        with path.open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise NotAllowed(f"{path.name} cannot be read.", str(error), code="file_unreadable", file=path.name) from None
