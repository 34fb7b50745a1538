"""Feeds are written so that Amazon's side reads them back, and no report harms whoever reads it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from connectors.channels.amazon.feed_xml import Adjusted, Result, cancel_feed, read_report, refund_feed
from connectors.channels.amazon.simulator_feed_xml import FeedRefused, Outcome, broken_report, read_feed, report, text
from connectors.contract.errors import Unreadable
from desk.domain.values import Money


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30), st.integers(1, 10**9))
def test_whatever_stands_in_a_message_arrives(word: str, minor: int) -> None:
    part = Adjusted(item=word, mark="D-1", reason="Other", parts=(("Principal", Money(minor, "EUR")),))
    (message,) = read_feed(refund_feed("17", "306-1", [part]), "OrderAdjustment")
    assert message.id == "17"
    assert text(message.content, "AdjustedItem/AmazonOrderItemCode") == word.strip()
    amount = message.content.find("AdjustedItem/ItemPriceAdjustments/Component/Amount")
    assert amount is not None
    assert (amount.text, amount.get("currency")) == (f"{minor // 100}.{minor % 100:02}", "EUR")
    assert message.content.find("AdjustedItem/Quantity") is None


def test_amounts_have_the_decimals_of_their_currency() -> None:
    part = Adjusted(item="1", mark="D-1", reason="Other", parts=(("Principal", Money(1200, "JPY")),))
    assert b'<Amount currency="JPY">1200</Amount>' in refund_feed("1", "306-1", [part])


def test_a_cancellation_names_each_item_and_its_reason() -> None:
    (message,) = read_feed(
        cancel_feed("5", "306-1", {"11": "NoInventory", "12": "NoInventory"}), "OrderAcknowledgement"
    )
    assert text(message.content, "StatusCode") == "Failure"
    assert [text(one, "AmazonOrderItemCode") for one in message.content.findall("Item")] == ["11", "12"]


@pytest.mark.parametrize("name_all", [True, False])
def test_a_report_tells_what_became_of_each_message(name_all: bool) -> None:
    outcomes = [Outcome("1"), Outcome("2", 18107, "That exceeds what the buyer paid.")]
    found = read_report(report("f1", outcomes, name_all=name_all))
    assert (found.processed, found.failed, found.whole) == (2, 1, None)
    assert found.results["2"] == Result(True, "18107", "That exceeds what the buyer paid.")
    assert ("1" in found.results) == name_all


def test_a_document_that_was_refused_as_a_whole_did_nothing() -> None:
    found = read_report(broken_report("f1", FeedRefused(5000, "malformed")))
    assert found.whole == Result(True, "5000", "malformed")


def test_one_error_among_several_results_of_a_message_makes_it_fail() -> None:
    body = report("f1", [Outcome("1"), Outcome("1", 99, "no"), Outcome("1")], name_all=True)
    assert read_report(body).results["1"].failed


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>Sorry</body></html>",
        b"<AmazonEnvelope><Message/></AmazonEnvelope>",
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><AmazonEnvelope>&a;</AmazonEnvelope>',
        b"<?xml version='1.0'?><!DOCTYPE x><AmazonEnvelope/>",
        report("f1", [Outcome("1")], name_all=True).replace(b"<MessagesProcessed>1<", b"<MessagesProcessed>many<"),
        report("f1", [Outcome("1")], name_all=True)[:-40],
    ],
)
def test_what_is_no_report_is_unreadable_and_opens_nothing(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read_report(body)


def test_a_document_type_is_refused_in_any_encoding() -> None:
    body = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'.encode("utf-16")
    assert etree.fromstring(body).tag == "x", "it is well-formed, and hides its document type from a search by bytes"
    with pytest.raises(Unreadable):
        read_report(body)
