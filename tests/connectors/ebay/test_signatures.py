"""Digital signatures: byte for byte those of the vectors, on every call that wants one, made anew at each try."""

from __future__ import annotations

import base64
import json
import logging

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from connectors.channels.ebay.client import SellerClient
from connectors.channels.ebay.post_order import PostOrder
from connectors.channels.ebay.settings import KIND, read_settings
from connectors.channels.ebay.signing import (
    JWE_SETTING,
    KEY_SETTING,
    read_key,
    signature_error,
    signature_headers,
    wants_signature,
)
from connectors.contract.errors import LoginNeeded, OutcomeUnknown, Refused, Unavailable
from connectors.simulation.wire import WireRequest
from desk.domain.clock import ManualClock
from tests.connectors.ebay.desk_side import KEYS, NOW, access
from tests.connectors.http.server import RESET, Seen, reply, serving
from tests.specs.channels import available
from tests.specs.ebay import EbayRules
from tests.specs.ebay_facts import facts
from tests.specs.judge import MISSING, SPECS

VECTORS = SPECS / "ebay" / "digital_signature_vectors.json"
needs_specs = pytest.mark.skipif(not available(), reason=MISSING)
KEY = base64.b64encode(
    ed25519.Ed25519PrivateKey.from_private_bytes(b"k" * 32).private_bytes(
        Encoding.DER, PrivateFormat.PKCS8, NoEncryption()
    )
).decode()
JWE = "eyJhbGciOiJBMjU2R0NNS1ciLCJ6aXAiOiJERUYifQ.a.b.c.d"
ORDER = "01-03955-36441"


@needs_specs
def test_signatures_are_those_of_the_vectors_byte_for_byte() -> None:
    vectors = json.loads(VECTORS.read_text(encoding="utf-8"))
    key, cases = read_key(vectors["private_key_pkcs8_base64"]), vectors["cases"]
    assert len(cases) >= 2
    for case in cases:
        made = signature_headers(
            key,
            vectors["jwe"],
            method=case["method"],
            authority=case["authority"],
            path=case["path"],
            body=(case["body"] or "").encode(),
            created=case["created"],
        )
        assert made == case["expected_headers"], case["name"]


@needs_specs
def test_every_call_of_the_facts_that_wants_a_signature_gets_one_and_no_other() -> None:
    called = [one for name, one in facts()["operations"].items() if not name.startswith("trading.")]
    for one in called:
        path = one["path"].replace("{", "").replace("}", "")
        assert wants_signature(one["method"], path) == bool(one.get("digital_signature")), path
    for told in facts()["digital_signature_required"]:
        methods, _, path = told.rpartition(" ")
        if methods.startswith(("GET", "POST")):
            assert all(wants_signature(method, path.replace("*", "payout")) for method in methods.split("|"))
    assert not wants_signature("GET", "/post-order/v2/cancellation/search")
    assert not wants_signature("POST", "/post-order/v2/cancellation/check_eligibility")


def test_a_key_is_taken_as_people_paste_it_and_nothing_else_is() -> None:
    text = KEY
    pem = f"-----BEGIN PRIVATE KEY-----\n{text[:30]}\n{text[30:]}\n-----END PRIVATE KEY-----\n"
    plain = read_key(text).sign(b"x")
    assert read_key(pem).sign(b"x") == plain
    other = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    of_rsa = base64.b64encode(other.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())).decode()
    for wrong in ("", "nothing", text[:-8], of_rsa, JWE):
        with pytest.raises(LoginNeeded) as caught:
            read_key(wrong)
        assert (caught.value.field, caught.value.code) == (KEY_SETTING, "signing_key_wrong")
        assert wrong not in caught.value.text + caught.value.detail or not wrong


def test_the_key_is_a_secret_of_the_kind_that_nobody_has_to_have() -> None:
    held = {one.name: one for one in KIND.settings if one.name in {KEY_SETTING, JWE_SETTING}}
    assert {name: (one.secret, one.required) for name, one in held.items()} == {
        KEY_SETTING: (True, False),
        JWE_SETTING: (True, False),
    }


# --- on the wire -------------------------------------------------------------------------------------------


def signed_secrets() -> dict[str, str]:
    return {**KEYS, KEY_SETTING: KEY, JWE_SETTING: JWE}


DECIDED = {"decision": "DECLINE", "comments": {"content": "x"}}
TOKEN = {"access_token": "v^1.1#token", "expires_in": 7200, "token_type": "User Access Token"}


def right(seen: Seen, created: int) -> bool:
    """Whether the headers fit what arrived, judged by the public key."""
    headers = {name.lower(): value for name, value in seen.headers.items()}
    again = signature_headers(
        read_key(KEY),
        JWE,
        method=seen.method,
        authority=headers["host"],
        path=seen.target.partition("?")[0],
        body=seen.body,
        created=created,
    )
    return all(headers.get(name.lower()) == value for name, value in again.items())


def test_what_is_signed_is_what_is_sent_with_the_token_and_the_accounts_time() -> None:
    def answer(seen: Seen) -> object:
        return reply(TOKEN) if "oauth2" in seen.target else reply({"refundId": "1", "refundStatus": "PENDING"})

    with serving(answer) as server:
        client = SellerClient(
            read_settings(found := access(server.address, secrets=signed_secrets())),
            found,
        )
        client.issue_refund(ORDER, {"reasonForRefund": "OTHER_ADJUSTMENT", "comment": "für Sie"})
        client.close()
    sent = server.seen[-1]
    assert sent.target == f"/sell/fulfillment/v1/order/{ORDER}/issue_refund"
    assert "für Sie".encode() in sent.body
    assert right(sent, int(NOW.timestamp()))


def test_each_try_is_signed_anew() -> None:
    """A token that is over costs one more try, and by then the first signature may be too old."""
    clock = ManualClock(NOW)
    refused = {"errors": [{"errorId": 1001, "domain": "OAuth", "category": "REQUEST", "message": "Invalid"}]}
    tokens = iter(("v^1.1#first", "v^1.1#second"))

    def answer(seen: Seen) -> object:
        if "oauth2" in seen.target:
            return reply({**TOKEN, "access_token": next(tokens)})
        if "second" in seen.headers.get("authorization", ""):
            return reply(b"", status=200)
        clock.advance(90)
        return reply(refused, status=401)

    with serving(answer) as server:
        found = access(server.address, secrets=signed_secrets(), clock=clock)
        client = SellerClient(read_settings(found), found)
        calls = PostOrder(client)
        calls.post("return.decide", "/return/5/decide", {"decision": "DECLINE"})
        calls.close()
        client.close()
    first, second = (one for one in server.seen if "oauth2" not in one.target)
    assert right(first, int(NOW.timestamp()))
    assert right(second, int(NOW.timestamp()) + 90)
    assert first.body == second.body == b'{"decision":"DECLINE"}'
    assert second.headers["authorization"] == "IAF v^1.1#second"


def test_an_empty_deed_is_signed_without_a_digest() -> None:
    with serving(lambda seen: reply(TOKEN) if "oauth2" in seen.target else reply(b"", status=204)) as server:
        found = access(server.address, secrets=signed_secrets())
        client = SellerClient(read_settings(found), found)
        calls = PostOrder(client)
        calls.post("cancellation.approve", "/cancellation/5/approve")
        calls.close()
        client.close()
    sent = server.seen[-1]
    assert sent.body == b""
    assert right(sent, int(NOW.timestamp()))
    assert "content-digest" not in {name.lower() for name in sent.headers}


@pytest.mark.parametrize("missing", [KEY_SETTING, JWE_SETTING])
def test_without_a_key_nothing_is_sent_and_a_login_asked_for(missing: str) -> None:
    secrets = {name: value for name, value in signed_secrets().items() if name != missing}
    with serving(lambda _: reply(TOKEN)) as server:
        found = access(server.address, secrets=secrets)
        client = SellerClient(read_settings(found), found)
        with pytest.raises(LoginNeeded) as caught:
            client.issue_refund(ORDER, {})
        client.close()
    assert (caught.value.field, caught.value.code) == (missing, "signing_key_missing")
    assert all("oauth2" in one.target for one in server.seen)


def test_a_refused_signature_is_told_by_whose_fault_it_is() -> None:
    def told(number: int) -> bytes:
        one = {"errorId": number, "domain": "ACCESS", "category": "REQUEST", "message": "Signature validation failed"}
        return json.dumps({"errors": [one]}).encode()

    def ask(number: int, date: str) -> Exception:
        def answer(seen: Seen) -> object:
            return reply(TOKEN) if "oauth2" in seen.target else reply(told(number), status=403, Date=date)

        with serving(answer) as server:
            found = access(server.address, secrets=signed_secrets())
            client = SellerClient(read_settings(found), found)
            calls = PostOrder(client)
            with pytest.raises((LoginNeeded, Refused)) as caught:
                calls.post("return.decide", "/return/5/decide", {"decision": "DECLINE"})
            calls.close()
            client.close()
        return caught.value

    in_time, early = "Fri, 20 Nov 2026 10:00:30 GMT", "Fri, 20 Nov 2026 09:40:00 GMT"
    wrong_clock = ask(215122, early)
    assert isinstance(wrong_clock, Refused)
    assert (wrong_clock.code, wrong_clock.facts["minutes"]) == ("clock_differs", 20)
    for number, date in ((215120, in_time), (215122, in_time), (215001, early), (215000, in_time)):
        wrong_key = ask(number, date)
        assert isinstance(wrong_key, LoginNeeded)
        assert (wrong_key.code, wrong_key.field) == ("signature_refused", KEY_SETTING)
    assert isinstance(signature_error(215120, None, "", ""), LoginNeeded)


# --- Post-Order's own ways ---------------------------------------------------------------------------------


def test_post_order_says_nothing_in_many_ways_and_refuses_in_its_own() -> None:
    script: list[object] = []

    def answer(seen: Seen) -> object:
        return reply(TOKEN) if "oauth2" in seen.target else script.pop(0)

    def refusal(status: int, number: int, words: str, *about: str) -> bytes:
        error = {"errorId": number, "domain": "returnErrorDomain", "severity": "ERROR", "category": "REQUEST"}
        parameters = [{"name": "param0", "value": one} for one in about]
        told = {**error, "message": words, "httpStatusCode": status, "parameter": parameters}
        return reply({"errorMessage": {"error": [told]}}, status=status)

    with serving(answer) as server:
        found = access(server.address, secrets=signed_secrets())
        client = SellerClient(read_settings(found), found)
        calls = PostOrder(client)
        script += [reply(b"", status=204), reply(b"", status=404), refusal(404, 1040, "No such return."), reply(b"")]
        for _ in range(3):
            assert calls.get("return.search", "/return/search") is None
        with pytest.raises(Unavailable) as lost:
            calls.get("return.search", "/return/search")
        assert lost.value.code == "empty_answer", "an answer whose data got lost is no word about what is there"
        script += [refusal(409, 1050, "Not available now.", "SELLER_DECLINE_REQUEST", "CLOSED")]
        with pytest.raises(Refused) as caught:
            calls.post("return.decide", "/return/5/decide", {"decision": "DECLINE"})
        assert (caught.value.code, caught.value.facts["number"]) == ("not_now", 1050)
        assert caught.value.words == "Not available now. (SELLER_DECLINE_REQUEST, CLOSED)"
        for unclear in (reply("<html>error</html>", kind="text/html"), reply(b"", status=502), RESET):
            script += [unclear]
            with pytest.raises(OutcomeUnknown):
                calls.post("return.decide", "/return/5/decide", {"decision": "DECLINE"})
        calls.close()
        client.close()
    sent = [one for one in server.seen if "oauth2" not in one.target]
    assert {one.headers["authorization"] for one in sent} == {"IAF v^1.1#token"}
    assert {one.headers["x-ebay-c-marketplace-id"] for one in sent} == {"EBAY_DE"}


WITHDRAWN = (
    "/cancellation/1/confirm",
    "/return/draft",
    "/return/1/cancel",
    "/return/1/mark_as_shipped",
    "/inquiry/1/close",
    "/inquiry/1/escalate",
)


@needs_specs
def test_a_call_that_ebay_withdrew_would_fail_the_test_that_made_it() -> None:
    """The judge beside all tests knows what was taken out with 2.8.0; what Desk still calls it lets pass."""
    with serving(lambda seen: reply(TOKEN) if "oauth2" in seen.target else reply(b"")) as server:
        found = access(server.address, secrets=signed_secrets())
        client = SellerClient(read_settings(found), found)
        calls = PostOrder(client)
        calls.post("cancellation.approve", "/cancellation/1/approve")
        calls.post("return.decide", "/return/1/decide", DECIDED)
        for path in WITHDRAWN:
            calls.post("return.gone", path, {})
        calls.close()
        client.close()
    asked = [one for one in server.seen if "oauth2" not in one.target]
    problems = [
        EbayRules().request(WireRequest("POST", one.target, "", one.headers, one.body, secure=False, at=NOW))
        for one in asked
    ]
    assert problems[:2] == [[], []]
    assert problems[2:] == [["is no call of the facts"]] * len(WITHDRAWN)


def test_each_family_pays_from_its_own_purse() -> None:
    found = access()
    client = SellerClient(read_settings(found), found)
    buckets = client.buckets
    purses = {
        id(buckets.of(found.id, name))
        for name in ("return.search", "cancellation.create", "inquiry.get", "issue_refund", "find_order", "mint_token")
    }
    assert len(purses) == 6
    assert buckets.of(found.id, "return.decide") is buckets.of(found.id, "return.search")
    assert {"Returns", "Cancellations", "Inquiries", "Refunds"} <= {one.name for one in client.quotas()}
    client.close()


def test_no_key_reaches_a_log(caplog: pytest.LogCaptureFixture) -> None:
    secrets = signed_secrets()
    echoed = {"errors": [{"errorId": 9, "message": f"bad {KEY} or {JWE}"}]}
    with (
        caplog.at_level(logging.DEBUG),
        serving(lambda seen: reply(TOKEN) if "oauth2" in seen.target else reply(echoed, status=400)) as server,
    ):
        found = access(server.address, secrets=secrets)
        client = SellerClient(read_settings(found), found)
        with pytest.raises(Refused) as caught:
            client.issue_refund(ORDER, {})
        client.close()
    told = [record.getMessage() for record in caplog.records]
    told += [caught.value.text, caught.value.detail, caught.value.words, caught.value.sample]
    assert any("issue_refund" in line for line in told)
    for secret in (KEY, JWE, "v^1.1#token"):
        assert all(secret not in line for line in told)
