"""Trading by `ebaysdk`, its traps closed: what it writes, what it is allowed to read, what an Ack is worth."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from lxml import etree

from connectors.channels.ebay.client import SellerClient
from connectors.channels.ebay.settings import read_settings
from connectors.channels.ebay.trading import TradingClient
from connectors.contract.errors import ConnectorError, LoginNeeded, RateLimited, Refused, Unavailable
from connectors.contract.protocols import Shared
from desk.domain.clock import ManualClock, parse_utc
from tests.connectors.ebay.desk_side import CERT, NOW, access
from tests.connectors.http.server import RESET, Seen, Server, reply, serving

SPACE = "urn:ebay:apis:eBLBaseComponents"


def xml(call: str, inside: str = "", ack: str = "Success") -> bytes:
    acked = f"<Ack>{ack}</Ack>" if ack else ""
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?><{call}Response xmlns="{SPACE}">'
        f"<Timestamp>2026-11-20T10:00:30.123Z</Timestamp>{acked}{inside}<Version>1451</Version></{call}Response>"
    )
    return reply(text, kind="text/xml")


def error(number: int, words: str = "Nein.", severity: str = "Error") -> str:
    return (
        f"<Errors><ShortMessage>x</ShortMessage><LongMessage>{words}</LongMessage><ErrorCode>{number}</ErrorCode>"
        f"<SeverityCode>{severity}</SeverityCode><ErrorClassification>RequestError</ErrorClassification></Errors>"
    )


def carriers(*codes: str) -> str:
    return "".join(
        f"<ShippingCarrierDetails><ShippingCarrierID>1</ShippingCarrierID><ShippingCarrier>{code}</ShippingCarrier>"
        "</ShippingCarrierDetails>"
        for code in codes
    )


@contextmanager
def trading_at(
    script: Callable[[Seen], object],
    clock: ManualClock | None = None,
    shared: Shared | None = None,
) -> Iterator[tuple[TradingClient, Server]]:
    minted: list[int] = []

    def answer(seen: Seen) -> object:
        if seen.target.endswith("/token"):
            minted.append(1)
            return reply({"access_token": f"v^1.1#token{len(minted)}", "expires_in": 7200})
        return script(seen)

    with serving(answer) as server:
        found = access(server.address, clock=clock or ManualClock(NOW), shared=shared)
        client = SellerClient(read_settings(found), found)
        trading = TradingClient(client)
        try:
            yield trading, server
        finally:
            trading.close()
            client.close()


def test_the_official_time_is_asked_for_as_trading_wants_it() -> None:
    with trading_at(lambda _: xml("GeteBayOfficialTime")) as (trading, server):
        assert trading.official_time() == parse_utc("2026-11-20T10:00:30.123")
        seen = server.seen[-1]
    assert (seen.method, seen.target) == ("POST", "/ws/api.dll")
    assert seen.headers["x-ebay-api-call-name"] == "GeteBayOfficialTime"
    assert seen.headers["x-ebay-api-siteid"] == "77"
    assert int(seen.headers["x-ebay-api-compatibility-level"]) >= 1451
    assert seen.headers["x-ebay-api-iaf-token"] == "v^1.1#token1"
    assert seen.headers["content-type"] == "text/xml"
    assert etree.fromstring(seen.body).tag == f"{{{SPACE}}}GeteBayOfficialTimeRequest"
    assert b"Credentials" not in seen.body
    assert CERT not in repr(seen), "a token needs no Cert ID beside it"


def test_carriers_are_known_for_thirty_days_whether_one_or_many() -> None:
    clock, shared = ManualClock(NOW), Shared()
    with trading_at(lambda _: xml("GeteBayDetails", carriers("DHL")), clock, shared) as (trading, server):
        assert trading.carrier_codes() == ("DHL",)
        assert trading.carrier_codes() == ("DHL",)
        assert len([seen for seen in server.seen if "dll" in seen.target]) == 1
        assert b"<DetailName>ShippingCarrierDetails</DetailName>" in server.seen[-1].body
    clock.advance(29 * 86_400)
    with trading_at(lambda _: xml("GeteBayDetails", carriers("X")), clock, shared) as (trading, _):
        assert trading.carrier_codes() == ("DHL",), "shared by the account's connectors"
        clock.advance(2 * 86_400)
        assert trading.carrier_codes() == ("X",)
    with trading_at(lambda _: xml("GeteBayDetails", carriers("DHL", "UPS"))) as (trading, _):
        assert trading.carrier_codes() == ("DHL", "UPS")


def test_a_text_that_looks_like_json_is_left_where_it_is() -> None:
    with trading_at(lambda _: xml("GeteBayDetails", carriers("[1]", "UPS"))) as (trading, _):
        assert trading.carrier_codes() == ("[1]", "UPS")


def test_trouble_with_the_carriers_is_not_asked_for_with_each_parcel() -> None:
    clock = ManualClock(NOW)
    with trading_at(lambda _: xml("GeteBayDetails", error(37), "Failure"), clock) as (trading, server):
        for _ in range(3):
            with pytest.raises(ConnectorError):
                trading.carrier_codes()
        asked = len(server.seen)
        clock.advance(601)
        with pytest.raises(ConnectorError):
            trading.carrier_codes()
        assert (asked, len(server.seen)) == (2, 3)


def test_the_user_has_a_name_or_none() -> None:
    with trading_at(lambda _: xml("GetUser", "<User><UserID>werkbank</UserID></User>")) as (trading, _):
        assert trading.user_name() == "werkbank"
    with trading_at(lambda _: xml("GetUser")) as (trading, _):
        assert trading.user_name() == ""


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><GeteBayOfficialTimeResponse><Ack>Success</Ack>'


@pytest.mark.parametrize(
    "answer",
    [
        reply(b"", kind="text/xml"),
        reply(b"<html><body>Sorry</body></html>", kind="text/html"),
        reply(b"<!DOCTYPE html><html></html>", kind="text/html"),
        reply(BOMB + b"</GeteBayOfficialTimeResponse>", kind="text/xml"),
        reply(b"<GeteBayOfficialTimeResponse><Ack>Suc", kind="text/xml"),
        reply(b'{"GeteBayOfficialTimeResponse": 1}'),
        reply("<GeteBayOfficialTimeResponse/>".encode("utf-16"), kind="text/xml"),
        xml("GetUser"),
        xml("GeteBayOfficialTime", ack=""),
        reply(b"<GeteBayOfficialTimeResponse></GeteBayOfficialTimeResponse>", kind="text/xml"),
        reply(b"<html>", 503, "text/html"),
        RESET,
    ],
)
def test_what_is_no_answer_passes_and_is_never_a_success(answer: object) -> None:
    with trading_at(lambda _: answer) as (trading, _), pytest.raises(Unavailable) as caught:
        trading.official_time()
    assert caught.value.operation == "official_time"
    assert caught.value.account


@pytest.mark.parametrize("ack", ["Failure", "PartialFailure", "CustomCode"])
def test_an_ack_that_is_no_success_is_none(ack: str) -> None:
    answer = xml("GeteBayOfficialTime", error(37, "Falsche Eingabe &lt;hier&gt;"), ack)
    with trading_at(lambda _: answer) as (trading, _), pytest.raises(Refused) as caught:
        trading.official_time()
    assert "Falsche Eingabe" in caught.value.words


def test_a_warning_is_a_success_and_told_once(caplog: pytest.LogCaptureFixture) -> None:
    answer = xml("GeteBayOfficialTime", error(21917062, "Weniger als gewünscht", "Warning"), "Warning")
    with trading_at(lambda _: answer) as (trading, _):
        assert trading.official_time() == trading.official_time()
    assert len([one for one in caplog.records if "21917062" in one.getMessage()]) == 1


def test_a_token_that_is_over_is_renewed_once() -> None:
    over = xml("GeteBayOfficialTime", error(21917053), "Failure")

    def fresh_only(seen: Seen) -> object:
        return xml("GeteBayOfficialTime") if seen.headers["x-ebay-api-iaf-token"].endswith("2") else over

    with trading_at(fresh_only) as (trading, server):
        assert trading.official_time().year == 2026
    assert len([seen for seen in server.seen if "token" in seen.target]) == 2
    with trading_at(lambda _: over) as (trading, server), pytest.raises(LoginNeeded) as caught:
        trading.official_time()
    assert caught.value.field == "refresh_token"
    assert len([seen for seen in server.seen if "token" in seen.target]) == 2


def test_too_many_calls_are_told_as_such() -> None:
    answer = xml("GeteBayOfficialTime", error(518, "Call usage limit"), "Failure")
    with trading_at(lambda _: answer) as (trading, _), pytest.raises(RateLimited):
        trading.official_time()


def test_a_redirect_takes_no_token_elsewhere() -> None:
    with serving(lambda _: xml("GeteBayOfficialTime")) as elsewhere:
        away = reply(b"", 307, location=f"{elsewhere.address}/ws/api.dll")
        with trading_at(lambda _: away) as (trading, _), pytest.raises(LoginNeeded) as caught:
            trading.official_time()
        assert elsewhere.seen == []
    assert caught.value.field == "trading_url"


def test_the_environment_decides_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither proxies, nor certificates, nor an ebay.yaml that lies about."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere.pem")
    (tmp_path / "ebay.yaml").write_text("127.0.0.1:\n    siteid: 3\n    https: 1\n    domain: elsewhere.example\n")
    monkeypatch.chdir(tmp_path)
    with trading_at(lambda _: xml("GeteBayOfficialTime")) as (trading, server):
        assert trading.official_time().year == 2026
        assert server.seen[-1].headers["x-ebay-api-siteid"] == "77"


def test_texts_are_escaped() -> None:
    with trading_at(lambda _: xml("GetUser")) as (trading, server):
        trading._ask("find_trading_user", "GetUser", {"UserID": "a<b>&c"})
        body = server.seen[-1].body
    root = etree.fromstring(body)
    assert [(one.tag.rpartition("}")[2], one.text) for one in root] == [("UserID", "a<b>&c")]


def test_its_log_tells_nothing_and_its_parallel_is_never_imported(caplog: pytest.LogCaptureFixture) -> None:
    answer = xml("GeteBayOfficialTime", error(37, "Frau Müller, v^1.1#token1"), "Failure")
    asked = trading_at(lambda _: answer)
    with caplog.at_level(logging.DEBUG), asked as (trading, _), pytest.raises(ConnectorError) as caught:
        trading.official_time()
    assert [one for one in caplog.records if one.name.startswith("ebaysdk")] == []
    told = f"{caplog.text} {caught.value.words} {caught.value.detail} {caught.value.sample}"
    assert "token1" not in told
    assert "Müller" not in caplog.text
    assert "ebaysdk.parallel" not in sys.modules


def test_the_library_is_not_imported_at_start() -> None:
    code = (
        "import sys, connectors.channels.ebay.settings; sys.exit('requests' in sys.modules or 'ebaysdk' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
