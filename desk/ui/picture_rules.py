"""Owns the pictures of what a merchant lays down: money that a second person agrees to, buyers that are forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from PySide6.QtWidgets import QWidget

from desk.domain.pushes import RefundReason
from desk.services import accounts, orders, refunding
from desk.services.account_rules import SECOND_PERSON_ABOVE
from desk.ui.care.privacy_dialog import PrivacyDialog
from desk.ui.picture_stage import Stage

State = Iterator[tuple[str, QWidget]]
_FOR_LONG = timedelta(days=60)


def scene(on: Stage) -> State:
    """A refund above the amount: in order 360, in the outbox, and the second person's dialog. Then privacy."""
    account = accounts.load(on.desk, on.account.id)
    accounts.change(on.desk, account, {SECOND_PERSON_ABOVE: "10.00"}, {})
    shown = (orders.show(on.desk, row.id) for row in on.rows() if row.account == on.account.id)
    view = next(one for one in shown if one.may_refund.allowed and one.refundable is not None)
    amount = view.refundable
    if amount is None:
        raise LookupError("nothing can be refunded")
    wanted = refunding.Wanted(reason=RefundReason.GOODWILL, amount=amount, lines=(), comment="")
    (push,) = refunding.refund(on.desk, view.id, wanted).pushes
    on.refresh()
    on.show_order(view.id)
    yield "order-approval", on.window
    on.window.open_outbox()
    on.settle()
    screen = on.window.outbox
    screen.list.setCurrentIndex(screen.model.index(screen.model.row_of(push)))
    on.settle()
    yield "outbox-approval", on.window
    screen.approve.click()
    dialog = screen.question
    if dialog is None:
        raise LookupError("the question did not open")
    on.settle()
    yield "approve", dialog
    dialog.reject()
    on.settle()
    on.clock.advance(_FOR_LONG.total_seconds())
    on.window.commands.run("care.privacy")
    on.settle()
    privacy = on.window.findChildren(PrivacyDialog)[0]
    yield "care-privacy", privacy
    privacy.reject()
    on.stand_still()
    on.settle()
