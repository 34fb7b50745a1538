"""The kit's parts that need no server: redaction, buckets, back-off, tokens, bodies, the status table."""

from __future__ import annotations

import base64
import json
import random
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.contract.errors import ConnectorError, OutcomeUnknown, Unreadable
from connectors.contract.protocols import Shared
from connectors.http.auth import Token, TokenAuth
from connectors.http.bodies import find_json
from connectors.http.limits import EVERY_OPERATION, Buckets, Rate, TokenBucket
from connectors.http.messages import Answer
from connectors.http.redaction import MASK, Redactor
from connectors.http.retry import BackOff, read_retry_after
from connectors.http.statuses import trouble_of
from connectors.http.tokens import TokenGuard, pages
from desk.domain.clock import ManualClock, from_seconds, parse_utc
from desk.domain.values import AccountId

NOW = parse_utc("2026-11-20T10:00:00")

# --- redaction ---------------------------------------------------------------------------------------------

KEY, SECRET = "ck_1f/ü+a?b&c9e", 'cs_"x<y\\z'


def spellings(secret: str) -> list[str]:
    basic = base64.b64encode(f"{KEY}:{SECRET}".encode()).decode()
    return [
        secret,
        quote(secret, safe=""),
        quote_plus(secret),
        json.dumps(secret),
        json.dumps(secret).replace("/", "\\/"),
        base64.b64encode(secret.encode()).decode(),
        basic,
    ]


@pytest.mark.parametrize("secret", [KEY, SECRET])
@pytest.mark.parametrize("number", range(7))
def test_a_known_secret_is_cleaned_out_in_every_spelling(secret: str, number: int) -> None:
    form = spellings(secret)[number]
    text = f"before {form} after"
    assert form in text
    cleaned = Redactor((KEY, SECRET)).clean(text)
    assert form not in cleaned
    assert cleaned.startswith("before")
    assert MASK in cleaned
    assert cleaned.endswith("after")


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=12), st.text(max_size=9))
def test_a_secret_inside_base64_is_found_at_every_alignment(secret: str, prefix: str) -> None:
    whole = base64.b64encode(f"{prefix}{secret}:x".encode()).decode()
    redactor = Redactor((secret,))
    cleaned = redactor.clean(f"header {whole}")
    raw = secret.encode()
    for at in range(0, len(raw) - 8, 3):
        assert base64.b64encode(raw[at : at + 9]).decode() not in cleaned


@pytest.mark.parametrize(
    "text",
    [
        "Authorization: Basic Y2tfMTIzNDU2Nzg5MA==",
        'Authorization: OAuth oauth_consumer_key="ck_aaaaaaaa", oauth_nonce="abc"',
        "GET /orders?consumer_key=hidden-value&page=1",
        "GET /orders?oauth_signature=hidden-value%3D",
        '{"refresh_token": "hidden-value"}',
        "redirect%3Fconsumer_secret%3Dhidden-value",
        "key ck_0123456789abcdef",
        "write to erika.muster@example.org please",
        "write to erika.muster%40example.org please",
        "call +49 151 1234567 now",
        "call 0221/0171765 now",
        "Set-Cookie: session=hidden-value; path=/",
    ],
)
def test_what_looks_like_a_secret_or_a_person_is_cleaned(text: str) -> None:
    cleaned = Redactor().clean(text)
    for part in ("hidden-value", "Y2tf", "ck_aaaa", "0123456789abcdef", "erika", "1234567", "0171765", 'abc"'):
        assert part not in cleaned


@pytest.mark.parametrize("text", ["order 12345 on 2026-11-20T10:00:00", "page 2 of 17, 4711 bytes", "id 98765432"])
def test_numbers_that_are_no_telephones_stay(text: str) -> None:
    assert Redactor().clean(text) == text


def test_a_sample_shows_what_went_wrong_and_nobodys_data() -> None:
    body = json.dumps(
        {"code": "rest_bad", "message": "Not so, erika@example.org", "billing": {"first_name": "Erika", "city": "Köln"}}
    )
    sample = Redactor().sample(body.encode())
    assert "rest_bad" in sample
    for part in ("Erika", "Köln", "erika", "K\\u00f6ln"):
        assert part not in sample


def test_a_cut_sample_shows_nobodys_data_either() -> None:
    sample = Redactor().sample(b'[{"id":1,"billing":{"first_name":"Erika","last_name":"Must')
    assert "Erika" not in sample
    assert "Must" not in sample


def test_a_page_is_shown_without_its_markup() -> None:
    page = b"<html><head><style>p{}</style><script>var x</script></head><h1>Closed &amp; gone</h1></html>"
    assert Redactor().sample(page) == "Closed &amp; gone"


# --- buckets -----------------------------------------------------------------------------------------------


def test_a_bucket_lets_a_burst_through_and_then_paces() -> None:
    clock = ManualClock(NOW)
    bucket = TokenBucket(Rate(per_second=2.0, burst=3), clock)
    assert [bucket.take() for _ in range(5)] == [0.0, 0.0, 0.0, 0.5, 1.0]
    clock.advance(60)
    assert [bucket.take() for _ in range(4)] == [0.0, 0.0, 0.0, 0.5], "a long rest fills it no further than its size"


def test_buckets_are_apart_by_account_and_operation() -> None:
    clock = ManualClock(NOW)
    buckets = Buckets({"push": Rate(1.0, 1), EVERY_OPERATION: Rate(1.0, 1)}, clock)
    one, two = AccountId(1), AccountId(2)
    stop = threading.Event()
    for account, operation in ((one, "push"), (two, "push"), (one, "fetch"), (two, "sweep")):
        assert not buckets.wait(account, operation, stop)
    assert clock.now() == NOW
    buckets.wait(one, "sweep", stop)  # shares the common bucket with fetch
    assert (clock.now() - NOW).total_seconds() == 1.0


def test_a_bucket_closed_by_the_channel_opens_again() -> None:
    clock = ManualClock(NOW)
    bucket = TokenBucket(Rate(10.0, 5), clock)
    bucket.close_for(30)
    assert bucket.take() == 30.0
    clock.advance(31)
    assert bucket.take() == 0.0


def test_a_reserve_is_for_those_who_are_waited_for() -> None:
    clock = ManualClock(NOW)
    bucket = TokenBucket(Rate(per_second=0.5, burst=6), clock, reserve=2)
    assert [bucket.take() for _ in range(4)] == [0.0] * 4
    assert bucket.wait_now() == 2.0, "to ask takes nothing"
    assert bucket.wait_now(urgent=True) == 0.0
    assert [bucket.take(urgent=True) for _ in range(2)] == [0.0, 0.0]
    assert bucket.take(urgent=True) == 2.0
    with pytest.raises(ValueError, match="room for one call"):
        TokenBucket(Rate(1.0, 2), clock, reserve=2)


def test_what_an_account_shares_is_made_once_and_forgotten_when_told() -> None:
    shared = Shared()
    with ThreadPoolExecutor(8) as threads:
        made = set(threads.map(lambda _: id(shared.of("tokens", object)), range(50)))
    assert made == {id(shared.of("tokens", object))}
    assert shared.of("quotas", object) is not shared.of("tokens", object)
    before = shared.of("tokens", object)
    shared.forget("tokens")
    assert shared.of("tokens", object) is not before


@settings(deadline=None)
@given(st.lists(st.floats(0, 5), max_size=60), st.floats(0.5, 20), st.integers(1, 10))
def test_no_bucket_ever_gives_more_than_its_rate(rests: list[float], rate: float, burst: int) -> None:
    clock = ManualClock(NOW)
    bucket = TokenBucket(Rate(rate, burst), clock)
    gone: list[float] = []
    for rest in rests:
        clock.advance(rest)
        clock.advance(bucket.take())
        gone.append(clock.monotonic())
    for first in range(len(gone)):
        for last in range(first, len(gone)):
            allowed = burst + (gone[last] - gone[first]) * rate
            assert last - first + 1 <= allowed + 1.01


# --- back-off ----------------------------------------------------------------------------------------------


def test_waits_double_stay_bounded_and_vary() -> None:
    back_off = BackOff(tries=9, first=1.0, longest=8.0, draw=random.Random(1))
    waits = [back_off.pause(failed, None) for failed in range(1, 9)]
    assert all(wait is not None for wait in waits)
    for wait, ceiling in zip(waits, (1, 2, 4, 8, 8, 8, 8, 8), strict=True):
        assert wait is not None
        assert ceiling / 2 <= wait <= ceiling
    assert back_off.pause(9, None) is None
    assert len(set(waits)) == len(waits)


def test_a_longer_wish_than_we_may_wait_ends_the_tries() -> None:
    assert BackOff(longest=10).pause(1, 600.0) is None
    asked = BackOff(longest=10).pause(1, 4.0)
    assert asked is not None
    assert 4.0 <= asked < 5.0


@pytest.mark.parametrize(
    "text, seconds",
    [
        ("120", 120.0),
        (" 3 ", 3.0),
        ("Fri, 20 Nov 2026 10:02:00 GMT", 120.0),
        ("Fri, 20 Nov 2026 09:00:00 GMT", 0.0),
        ("", None),
        ("soon", None),
        ("-5", None),
    ],
)
def test_retry_after_reads_as_seconds_or_date(text: str, seconds: float | None) -> None:
    assert read_retry_after(text, NOW) == seconds


# --- page tokens -------------------------------------------------------------------------------------------


def test_pages_follow_their_tokens_to_the_end() -> None:
    book = {"": ("a", "t1"), "t1": ("b", "t2"), "t2": ("c", "")}
    assert list(pages(lambda token: book[token])) == ["a", "b", "c"]


def test_a_token_that_comes_again_is_refused() -> None:
    book = {"": ("a", "t1"), "t1": ("b", "t1")}
    found: list[str] = []
    with pytest.raises(Unreadable) as caught:
        found.extend(pages(lambda token: book[token], operation="fetch_things"))
    assert found == ["a", "b"], "what was read before stays"
    assert (caught.value.code, caught.value.operation) == ("page_repeated", "fetch_things")


def test_each_run_has_a_guard_of_its_own() -> None:
    TokenGuard().accept("t")
    assert TokenGuard().accept("t") == "t"


# --- bodies ------------------------------------------------------------------------------------------------

DOCUMENT = b'[{"id":1,"name":"a <b> [c] {d}","meta":[]},{"id":2,"meta":[]}]'


@pytest.mark.parametrize(
    "noise",
    [
        b"",
        b"\xef\xbb\xbf",
        b"\n\n  ",
        b"<br />\n<b>Notice</b>: Array [1] {2} in /x.php on line 3<br />\n",
        b"Deprecated: Function [curly] {brace} in /x.php\n",
    ],
)
def test_the_document_is_found_behind_noise(noise: bytes) -> None:
    found = find_json(noise + DOCUMENT)
    assert found is not None
    assert found[0] == DOCUMENT


def test_markup_behind_the_document_is_noise() -> None:
    found = find_json(DOCUMENT + b"\n<!-- cached -->")
    assert found is not None
    assert found[0] == DOCUMENT
    assert b"cached" in found[1]


def test_a_cut_document_never_passes_for_a_shorter_one() -> None:
    """Its tail may be a document, such as the empty list that ends it: orders would be lost without a word."""
    for end in range(1, len(DOCUMENT)):
        assert find_json(DOCUMENT[:end]) is None, DOCUMENT[:end]
        behind_noise = b"Warning: something\n" + DOCUMENT[:end]
        assert find_json(behind_noise) is None, behind_noise


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@settings(deadline=None)
@given(st.lists(JSON, max_size=5) | st.dictionaries(st.text(max_size=5), JSON), st.data())
def test_no_document_cut_short_is_ever_taken(document: Any, data: st.DataObject) -> None:
    whole = json.dumps(document).encode()
    assert find_json(whole) == (whole, b"")
    cut = data.draw(st.integers(1, len(whole) - 1))
    assert find_json(whole[:cut]) is None


# --- the table ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [*range(300, 309), *range(400, 432), *range(500, 512), 520, 599])
@pytest.mark.parametrize("writes", [False, True])
def test_every_status_has_a_sentence(status: int, writes: bool) -> None:
    trouble = trouble_of(status, writes=writes, html=False)
    text = trouble.text.format(host="shop.example", status=status, target="x")
    assert issubclass(trouble.kind, ConnectorError)
    assert text.endswith(".")
    assert trouble.code
    if writes and status >= 500:
        assert trouble.kind is OutcomeUnknown


# --- tokens of channels ------------------------------------------------------------------------------------


def request() -> requests.PreparedRequest:
    return requests.Request("GET", "http://127.0.0.1/").prepare()


def refused() -> Answer:
    return Answer(status=401, headers={}, body=b"", host="127.0.0.1")


def test_a_token_is_fetched_once_used_until_shortly_before_its_end_and_learned() -> None:
    clock = ManualClock(NOW)
    learned: list[str] = []
    fetched: list[int] = []

    def fetch() -> Token:
        fetched.append(1)
        return Token(f"token-{len(fetched)}", from_seconds(clock.monotonic() + 3600))

    auth = TokenAuth(fetch, clock, learned.append)
    seen = []
    for advance in (0, 3000, 500, 100):
        clock.advance(advance)
        one = request()
        auth.apply(one)
        seen.append(one.headers["Authorization"])
    assert seen == ["Bearer token-1", "Bearer token-1", "Bearer token-1", "Bearer token-2"]
    assert learned == ["token-1", "token-2"]


def test_many_threads_with_one_refused_token_fetch_one_new_one() -> None:
    fetched: list[int] = []

    def fetch() -> Token:
        fetched.append(1)
        return Token(f"token-{len(fetched)}")

    auth = TokenAuth(fetch, ManualClock(NOW))
    ready = threading.Barrier(8)
    last: list[str] = []

    def call() -> None:
        auth.apply(request())
        ready.wait()
        assert auth.refresh(refused(), 0)
        again = request()
        auth.apply(again)
        last.append(again.headers["Authorization"])

    threads = [threading.Thread(target=call) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(fetched) == 2
    assert last == ["Bearer token-2"] * 8


def test_a_fresh_token_that_is_refused_too_is_the_end() -> None:
    auth = TokenAuth(lambda: Token("same"), ManualClock(NOW))
    auth.apply(request())
    assert not auth.refresh(refused(), 0)
    assert not auth.refresh(refused(), 1)


def test_a_token_never_shows_itself() -> None:
    assert "hidden" not in repr(Token("hidden"))
