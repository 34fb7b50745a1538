"""Which calls eBay wants signed and what it takes for a signature, held against the published vectors."""

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_private_key

from connectors.channels.ebay.simulator_signatures import (
    BARE,
    WITH_BODY,
    content_digest,
    load_public,
    needs_signature,
    signature_base,
    signature_fault,
)
from connectors.simulation.wire import WireRequest
from tests.connectors.ebay.simulator_market import KEYS, ORDERS, Market
from tests.specs.channels import available
from tests.specs.ebay_facts import facts
from tests.specs.judge import MISSING, SPECS

pytestmark = pytest.mark.requests_by_hand
with_specs = pytest.mark.skipif(not available(), reason=MISSING)
REFUND = f"{ORDERS}/01-00000-00000/issue_refund"


# -- the published vectors --------------------------------------------------------------------------------------------


def vectors() -> Any:
    return json.loads(Path(SPECS / "ebay" / "digital_signature_vectors.json").read_text(encoding="utf-8"))


def of_vector(case: Any) -> WireRequest:
    headers = {name.lower(): value for name, value in case["expected_headers"].items()} | {"host": case["authority"]}
    body = (case["body"] or "").encode()
    at = datetime.fromtimestamp(case["created"], UTC)
    return WireRequest(case["method"], case["path"], "", headers, body, secure=False, at=at)


@with_specs
@pytest.mark.parametrize("name", ["post_with_body", "get_without_body"])
def test_the_published_vectors_are_right_and_nothing_near_them(name: str) -> None:
    told = vectors()
    public = load_public(told["public_key_spki_base64"])
    (case,) = [each for each in told["cases"] if each["name"] == name]
    request = of_vector(case)
    parameters = case["expected_headers"]["Signature-Input"].partition("=")[2]
    assert signature_base(request, WITH_BODY if request.body else BARE, parameters) == case["expected_base"]
    assert signature_fault(request, public) is None
    for wrong in (
        replace(request, path="/tests"),
        replace(request, method="PUT"),
        replace(request, headers={**request.headers, "host": "localhost"}),
        replace(request, headers={**request.headers, "x-ebay-signature-key": "eyJ"}),
    ):
        assert signature_fault(wrong, public) == 215122
    assert signature_fault(replace(request, at=request.at + timedelta(seconds=301)), public) == 215120
    assert signature_fault(replace(request, body=request.body + b" "), public) == 215120


@with_specs
def test_the_digest_is_that_of_the_vector() -> None:
    case = vectors()["cases"][0]
    assert content_digest(case["body"].encode()) == case["expected_headers"]["Content-Digest"]


# -- which calls ------------------------------------------------------------------------------------------------------


@with_specs
def test_the_calls_of_the_facts_want_a_signature_and_no_others() -> None:
    wanted = set()
    for told in facts()["digital_signature_required"]:
        methods, _, path = told.partition(" ")
        if methods == "Trading":
            continue  # GetAccount, which nobody here asks
        wanted |= {(method, path.replace("*", "payout")) for method in methods.split("|")}
    assert all(needs_signature(method, path) for method, path in wanted)
    others = {
        (each["method"], each["path"])
        for name, each in facts()["operations"].items()
        if not each.get("digital_signature") and not name.startswith("trading.")
    }
    assert not any(needs_signature(method, path) for method, path in others)


# -- keys -------------------------------------------------------------------------------------------------------------


def test_a_key_is_told_whole_once() -> None:
    market = Market(0)
    made = market.key()
    assert set(made) == set(facts()["operations"]["createSigningKey"]["response"])
    assert len(base64.b64decode(made["privateKey"])) == 48
    assert made["jwe"].count(".") == 4
    life = timedelta(seconds=int(made["expirationTime"]) - int(made["creationTime"]))
    assert life == timedelta(days=3 * 365)
    again = market.ask("GET", f"{KEYS}/{made['signingKeyId']}", headers=market.application())
    assert again.json == {name: value for name, value in made.items() if name != "privateKey"}
    assert market.ask("GET", KEYS, headers=market.application()).json == {"signingKeys": [again.json]}
    assert market.ask("GET", f"{KEYS}/none", headers=market.application()).error == 2002


def test_a_key_is_made_by_the_application_and_not_by_a_user() -> None:
    market = Market(0)
    body = json.dumps({"signingKeyCipher": "ED25519"}).encode()
    assert market.ask("POST", KEYS, body=body, headers=market.bearer()).error == 1100
    assert market.ask("POST", KEYS, body=body).error == 1002
    wrong = json.dumps({"signingKeyCipher": "DSA"}).encode()
    assert market.ask("POST", KEYS, body=wrong, headers=market.application()).status == 400
    assert market.ask("PUT", KEYS, body=body, headers=market.application()).status == 405


def test_a_key_is_among_what_no_log_may_hold() -> None:
    market = Market(0)
    made = market.key()
    assert {made["privateKey"], made["jwe"]} <= set(market.state(secrets="1")["secrets"])


# -- at the gate ------------------------------------------------------------------------------------------------------


def refused(market: Market, **changes: str | None) -> int:
    body = b'{"comment":"x"}'
    headers: dict[str, str | None] = {**market.bearer(), **market.signature("POST", REFUND, body)}
    headers |= {name.replace("_", "-"): value for name, value in changes.items()}
    kept = {name: value for name, value in headers.items() if value is not None}
    answer = market.ask("POST", REFUND, body=body, headers=kept)
    return answer.error if answer.status == 403 else 0


def test_the_gate_looks_at_all_of_it() -> None:
    market = Market(0)
    assert refused(market) == 0
    assert refused(market, x_ebay_signature_key=None) == 215001
    assert refused(market, x_ebay_signature_key="eyJhbGciOiJ4In0.a.b.c.d") == 215120
    assert refused(market, signature=None) == 215120
    assert refused(market, signature_input=None) == 215120
    assert refused(market, content_digest=None) == 215120
    told = market.signature("POST", REFUND, b'{"comment":"x"}')
    assert refused(market, signature_input=told["signature-input"].replace("sig1", "sig2")) == 215120
    assert (
        refused(market, signature_input=told["signature-input"].replace('"@method" "@path"', '"@path" "@method"'))
        == 215120
    )
    other = market.signature("POST", f"{REFUND}x", b'{"comment":"x"}')
    assert refused(market, signature=other["signature"]) == 215122


def test_a_digest_of_no_body_is_one_too_many() -> None:
    market = Market(0)
    path = "/sell/finances/v1/payout"
    right = market.bearer() | market.signature("GET", path)
    assert market.ask("GET", path, headers=right).error == 2002
    assert market.ask("GET", path, headers={**right, "content-digest": content_digest(b"")}).error == 215120


def test_a_token_comes_before_the_signature_and_extra_signatures_are_ignored() -> None:
    market = Market(0)
    signed = market.signature("POST", REFUND)
    assert market.ask("POST", REFUND, headers=signed).error == 1002
    nonsense = {**market.bearer(), **signed, "signature": "sig1=:AAAA:"}
    assert market.ask("GET", ORDERS, headers=nonsense).status == 200


def test_a_key_runs_out_and_a_wrong_clock_is_found() -> None:
    market = Market(0)
    body = b"{}"
    late = market.signature("POST", REFUND, body)
    market.later(seconds=90)
    assert market.ask("POST", REFUND, body=body, headers=market.bearer() | late).status != 403
    market.later(seconds=240)
    assert market.ask("POST", REFUND, body=body, headers=market.bearer() | late).error == 215120
    market.later(days=3 * 365)
    # Three years on, the seller has consented anew; the key of before is still too old.
    market.do("renew_consent")
    market._token = ""
    fresh = market.signature("POST", REFUND, body)
    assert market.ask("POST", REFUND, body=body, headers=market.bearer() | fresh).error == 215120


def test_an_rsa_key_signs_as_well() -> None:
    market = Market(0)
    body = json.dumps({"signingKeyCipher": "RSA"}).encode()
    made = market.ask("POST", KEYS, body=body, headers=market.application()).json
    private = load_der_private_key(base64.b64decode(made["privateKey"]), None)
    assert isinstance(private, rsa.RSAPrivateKey)
    created = int(market.now.timestamp())
    request = WireRequest(
        "POST",
        REFUND,
        "",
        {
            "host": "api.ebay.example",
            "x-ebay-signature-key": made["jwe"],
            "signature-input": "sig1=(" + " ".join(f'"{name}"' for name in BARE) + f");created={created}",
        },
        b"",
        secure=True,
        at=market.now,
    )
    base = signature_base(request, BARE, request.headers["signature-input"].partition("=")[2])
    signed = base64.b64encode(private.sign(base.encode(), padding.PKCS1v15(), SHA256())).decode()
    headers = {**request.headers, **market.bearer(), "signature": f"sig1=:{signed}:"}
    assert market.ask("POST", REFUND, headers=headers).status != 403


def test_a_key_may_be_made_on_ebays_page() -> None:
    market = Market(0)
    market._key = market.do("signing_key")
    answer = market.signed(REFUND, {"reasonForRefund": "OTHER_ADJUSTMENT", "orderLevelRefundAmount": {}})
    assert answer.error == 34913
    assert market.key()["privateKey"] in market.state(secrets="1")["secrets"]
