"""The self-test: what of the buyers' data Amazon hands out, kind by kind, and what is told where it does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from connectors.channels.amazon.connector import connect
from connectors.channels.amazon.self_test import GRANTED, MISSING, PARTLY, SOME_MISSING, UNCHECKED, UNKNOWN
from connectors.contract.errors import LoginNeeded
from connectors.contract.protocols import LoginReport
from desk.domain.clock import ManualClock
from tests.connectors.amazon.bench import seller
from tests.connectors.amazon.desk_side import GERMANY, NOW, Asked, access, amazon, errors, order, page
from tests.connectors.http.server import reply

ADDRESS, NAME, MAIL, PHONE = (
    "Recipients' addresses",
    "Buyers' names",
    "Buyers' mail aliases",
    "Recipients' phones",
)
SOLD_AT = {
    "payload": [
        {
            "marketplace": {"id": GERMANY, "name": "Amazon.de", "countryCode": "DE"},
            "storeName": "Werkbank",
            "participation": {"isParticipating": True, "hasSuspendedListings": False},
        }
    ]
}


def report_of(tmp_path: Path, **options: Any) -> LoginReport:
    with seller(tmp_path, orders=30, **options) as bench:
        for _ in range(2):
            bench.do("new_order")
        bench.later()
        return bench.connector.check_login()


def test_an_account_with_all_roles_is_granted_everything(tmp_path: Path) -> None:
    report = report_of(tmp_path)
    found = dict(report.findings)
    assert {found[name] for name in (ADDRESS, MAIL)} <= {GRANTED, PARTLY}, "one buyer may be erased"
    assert found["Returns"] == GRANTED
    assert report.warnings == ()


@pytest.mark.parametrize(
    "options,missing",
    [
        ({"delivery_role": False}, {ADDRESS, MAIL, PHONE}),
        ({"tax_role": False}, {NAME}),
        ({"withheld": "phone"}, {PHONE}),
        ({"orders_role": False}, {"Returns"}),
    ],
)
def test_a_role_that_lacks_is_told_by_what_is_missing(
    tmp_path: Path, options: dict[str, Any], missing: set[str]
) -> None:
    report = report_of(tmp_path, **options)
    assert {name for name, found in report.findings if found == MISSING} == missing
    assert report.warnings == (SOME_MISSING,)


def test_what_some_orders_show_is_partly_granted(tmp_path: Path) -> None:
    found = dict(report_of(tmp_path, withheld="name:partly,email:partly").findings)
    assert PARTLY in (found[NAME], found[MAIL])


def told(script: Any, clock: ManualClock | None = None) -> LoginReport:
    with amazon(script) as there:
        connector = connect(access(there.url, clock=clock or ManualClock(NOW)))
        try:
            return connector.check_login()
        finally:
            connector.close()


def answers(search: object, reports: object | None = None) -> Any:
    def script(asked: Asked) -> object:
        if asked.path.startswith("/sellers/"):
            return reply(SOLD_AT)
        if asked.path.startswith("/reports/"):
            return reports or reply({"reports": []})
        return search(asked) if callable(search) else search

    return script


def test_without_orders_nobody_can_tell() -> None:
    found = dict(told(answers(reply(page()))).findings)
    assert {found[name] for name in (ADDRESS, NAME, MAIL, PHONE)} == {UNKNOWN}


def test_an_order_that_cannot_be_read_is_no_word_about_roles() -> None:
    odd = {"orderId": 5}
    found = dict(told(answers(reply(page(odd, order())))).findings)
    assert (found[ADDRESS], found[PHONE]) == (GRANTED, GRANTED)


def test_a_passing_trouble_keeps_nobody_out() -> None:
    down = reply("<html>", 503, kind="text/html")
    found = dict(told(answers(down, down)).findings)
    assert {found[name] for name in (ADDRESS, NAME, MAIL, PHONE, "Returns")} == {UNCHECKED}


def test_who_is_refused_whatever_personal_is_asked_is_told_the_role_and_gets_orders() -> None:
    def search(asked: Asked) -> object:
        if "RECIPIENT" in asked.query["includedData"]:
            return reply(errors("AccessDenied", "Access to requested resource is denied."), 403)
        return reply(page(order(buyer=None, recipient=None)))

    report = told(answers(search))
    found = dict(report.findings)
    assert {found[name] for name in (ADDRESS, NAME, MAIL, PHONE)} == {MISSING}
    assert [one for one in report.warnings if "Direct-to-Consumer Delivery" in one]


def test_who_may_not_even_see_orders_is_told_at_the_token() -> None:
    with pytest.raises(LoginNeeded) as caught:
        told(answers(reply(errors("AccessDenied", "Access to requested resource is denied."), 403)))
    assert (caught.value.field, caught.value.code) == ("refresh_token", "not_permitted")


def test_a_role_given_later_is_seen_by_the_next_test() -> None:
    denied = [True]

    def search(asked: Asked) -> object:
        private = "RECIPIENT" in asked.query["includedData"]
        if denied[0] and private:
            return reply(errors("AccessDenied", "Access to requested resource is denied."), 403)
        return reply(page(order() if private else order(buyer=None, recipient=None)))

    with amazon(answers(search)) as there:
        connector = connect(access(there.url, clock=ManualClock(NOW)))
        assert dict(connector.check_login().findings)[ADDRESS] == MISSING
        denied[0] = False
        report = connector.check_login()
        connector.close()
    assert dict(report.findings)[ADDRESS] == GRANTED
    assert report.warnings == ()
