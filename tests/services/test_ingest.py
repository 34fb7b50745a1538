from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from connectors.contract.protocols import Fetched
from connectors.contract.snapshots import OrderSnapshot, RemovedSnapshot, UnreadableRecord
from desk.domain.changes import Kind
from desk.domain.values import AccountId, RemoteRef
from desk.services import accounts, orders
from desk.services.context import Desk
from desk.services.ingest import ingest
from desk.services.ingested import Ingested
from desk.services.search import Searcher
from desk.store import repairs
from desk.store.accounts import Account
from desk.store.orders import load_raw
from desk.store.repairs import Repair
from tests.services.conftest import Synced, order_ids
from tests.services.fakes import FakeChannel
from tests.support.dump import canonical_dump
from tests.support.orders import after, line, many, order, parcel


def put(desk: Desk, account: Account, *items: Fetched, bad: tuple[UnreadableRecord, ...] = ()) -> Ingested:
    with desk.store.write() as transaction:
        return ingest(transaction, account.id, items, bad, desk.clock.now())


def repair_list(desk: Desk) -> list[Repair]:
    with desk.store.read() as connection:
        return repairs.load_repairs(connection)


def number_too_large(one: OrderSnapshot) -> OrderSnapshot:
    return replace(one, lines=(line("1", 2**70),))


def text_that_is_none(one: OrderSnapshot) -> OrderSnapshot:
    return replace(one, number=None)  # type: ignore[arg-type]


def half_a_character(one: OrderSnapshot) -> OrderSnapshot:
    return replace(one, buyer_note="\ud83d")


def currencies_mixed_up(one: OrderSnapshot) -> OrderSnapshot:
    return replace(one, totals=None)  # type: ignore[arg-type]


BROKEN = [number_too_large, text_that_is_none, half_a_character, currencies_mixed_up]


@pytest.mark.parametrize("broken", BROKEN)
@pytest.mark.parametrize("at", [0, 7, 19])
def test_one_record_that_cannot_be_stored_waits_on_the_repair_list_and_the_others_go_on(
    desk: Desk, account: Account, broken: Callable[[OrderSnapshot], OrderSnapshot], at: int
) -> None:
    page = many(20, account=account.id)
    page[at] = broken(page[at])
    done = put(desk, account, *page)
    assert (done.new, done.unreadable) == (19, 1)
    assert done.changes.touches(Kind.REPAIR) == {account.id}
    (waits,) = repair_list(desk)
    assert (waits.remote_id, waits.sample) == (page[at].ref.id, page[at].raw)
    assert "could not store" in waits.reason
    stored = order_ids(desk, account.id)
    assert set(stored) == {one.ref.id for one in page} - {page[at].ref.id}
    with Searcher(desk) as searcher:
        assert searcher.find(page[3].ref.id).orders
        assert not [row for row in searcher.find(page[at].ref.id).orders if row.remote_id == page[at].ref.id]


def test_a_record_that_can_be_read_later_leaves_the_list(desk: Desk, account: Account) -> None:
    good = order("5", account=account.id)
    put(desk, account, bad=(UnreadableRecord(remote_id="5", reason="no date", sample=b"{}"),))
    put(desk, account, number_too_large(good))
    (waits,) = repair_list(desk)
    assert (waits.times, waits.sample) == (2, good.raw)
    done = put(desk, account, good)
    assert (done.new, done.unreadable) == (1, 0)
    assert repair_list(desk) == []
    assert [one.unreadable for one in accounts.overview(desk)] == [0]


def test_a_version_that_cannot_be_stored_leaves_the_last_good_one(desk: Desk, account: Account) -> None:
    put(desk, account, order("5", account=account.id))
    ids = order_ids(desk, account.id)
    before = orders.show(desk, ids["5"])
    put(desk, account, replace(half_a_character(order("5", account=account.id)), changed_at=after(60)))
    assert orders.show(desk, ids["5"]) == before
    assert [one.remote_id for one in repair_list(desk)] == ["5"]


def test_a_record_of_another_account_is_not_let_in(desk: Desk, account: Account) -> None:
    foreign = order("5", account=account.id + 1)
    done = put(desk, account, foreign, order("6", account=account.id))
    assert (done.new, done.unreadable) == (1, 1)
    assert set(order_ids(desk, account.id)) == {"6"}


def test_what_is_unchanged_writes_nothing_and_says_so(desk: Desk, account: Account) -> None:
    page = many(10, account=account.id)
    assert put(desk, account, *page).new == 10
    connection = desk.store.raw_connection()
    before = connection.execute("pragma data_version").fetchone()
    done = put(desk, account, *page)
    assert done == Ingested(new=0, changed=0, unreadable=0, changes=done.changes)
    assert not done.changes
    assert connection.execute("pragma data_version").fetchone() == before
    put(desk, account, replace(page[0], changed_at=after(10**6)))
    assert connection.execute("pragma data_version").fetchone() != before, "the proof above can fail"
    connection.close()


def test_several_versions_in_one_page_end_as_the_newest_with_one_row_each(desk: Desk, account: Account) -> None:
    versions = [replace(order("5", account=account.id), changed_at=after(at), buyer_note=f"v{at}") for at in range(4)]
    arriving = [versions[2], versions[0], versions[3], versions[3], versions[1]]
    done = put(desk, account, *arriving)
    assert (done.new, done.changed) == (1, 0)
    connection = desk.store.raw_connection()
    (only,) = canonical_dump(connection)
    raws = connection.execute("select count(*) from raw_payloads").fetchone()
    connection.close()
    assert only["buyer_note"] == "v3"
    assert raws == (1,)
    assert not put(desk, account, *arriving).changes


def test_the_payload_kept_is_the_newest_reports(desk: Desk, account: Account) -> None:
    newest = order("5", account=account.id, changed_at=after(9), raw=b'{"v": 2}')
    older = order("5", account=account.id, changed_at=after(1), raw=b'{"v": 1}', invoice_number="RE-1")
    put(desk, account, newest)
    done = put(desk, account, older)
    assert done.changed == 1, "the older one told an invoice number"
    with desk.store.read() as connection:
        assert load_raw(connection, order_ids(desk, account.id)["5"]) == b'{"v": 2}'


def test_an_order_dropped_before_it_was_ever_seen_is_not_invented(desk: Desk, account: Account) -> None:
    gone = RemovedSnapshot(ref=RemoteRef(account.id, "5"), changed_at=after(0), channel_status="trash")
    done = put(desk, account, gone)
    assert (done.new, done.changed, bool(done.changes)) == (0, 0, False)


# --- Search -----------------------------------------------------------------------------------------------


def found(searcher: Searcher, text: str) -> list[str]:
    return [row.remote_id for row in searcher.find(text).orders]


def test_an_order_is_found_the_moment_its_transaction_ends_and_not_before(desk: Desk, account: Account) -> None:
    one = order("4711-XY", account=account.id, invoice_number="RE-99", shipments=(parcel("00340434161094015902"),))
    with Searcher(desk) as searcher:
        with desk.store.write() as transaction:
            ingest(transaction, account.id, [one], (), desk.clock.now())
            assert found(searcher, "4711") == []
        texts = ["4711xy", "#4711-xy", "muller", "Mueller Jürgen", "juergen.mueller", "example.org", "0221 12 34 56"]
        for text in [*texts, "50667", "sku-11", "0034 0434 1610", "RE-99", "5902"]:
            assert found(searcher, text) == ["4711-XY"], text


def test_a_changed_order_is_found_by_what_it_is_now_and_no_longer_by_what_it_was(desk: Desk, account: Account) -> None:
    one = order("1", account=account.id)
    put(desk, account, one)
    with Searcher(desk) as searcher:
        assert found(searcher, "50667") == ["1"]
        moved = replace(one.recipient, postcode="01067", town="Görlitz")
        put(desk, account, replace(one, changed_at=after(60), recipient=moved, billing=moved))
        assert found(searcher, "50667") == []
        assert found(searcher, "goerlitz") == ["1"]


def test_an_account_is_removed_with_all_that_could_be_found_of_it(
    desk: Desk, account: Account, channel: FakeChannel, synced: Synced
) -> None:
    settings = {"base_url": "https://other.example.org"}
    other = accounts.load(desk, accounts.add(desk, "fake", settings, {"consumer_key": channel.key}, name="Other").id)
    channel.add(order("1"))
    synced()
    put(desk, other, order("2", account=other.id))
    with Searcher(desk) as searcher:
        assert sorted(found(searcher, "Müller")) == ["1", "2"]
        accounts.remove(desk, accounts.load(desk, account.id))
        assert found(searcher, "Müller") == ["2"]
    connection = desk.store.raw_connection()
    for table in ("orders", "order_lines", "order_addresses", "order_payments", "raw_payloads", "search_doc"):
        of_order = "owner_id" if table == "search_doc" else "id" if table == "orders" else "order_id"
        left = connection.execute(f"select distinct {of_order} from {table}").fetchall()
        assert left == [(order_ids(desk, other.id)["2"],)], table
    words = {one for (one,) in connection.execute("select t from term")}
    connection.close()
    assert "muller" in words
    assert desk.secrets.get("account/Shop/consumer_key") is None
    assert desk.secrets.get("account/Other/consumer_key") is not None


def test_a_page_that_is_taken_back_is_not_found(desk: Desk, account: Account) -> None:
    with pytest.raises(KeyError):
        ingest_and_fail(desk, account.id)
    with Searcher(desk) as searcher:
        assert found(searcher, "Müller") == []


def ingest_and_fail(desk: Desk, account: AccountId) -> None:
    with desk.store.write() as transaction:
        ingest(transaction, account, [order("1", account=account)], (), desk.clock.now())
        raise KeyError
