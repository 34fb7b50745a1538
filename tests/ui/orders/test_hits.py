import pytest

from desk.domain.standing import Standing
from desk.domain.values import AccountId
from desk.domain.views import CustomerRow, MatchTier
from desk.ui.orders.hits import EntryKind, Filter, Group, Hits, Narrowing, Sums, entries, merged_in_place
from tests.ui.orders.fakes import at, order_row


def customers(count: int) -> tuple[CustomerRow, ...]:
    return tuple(
        CustomerRow(name=f"Customer {n}", email=f"c{n}@posteo.example", town="Kiel", orders=n, query=f"c{n}@posteo")
        for n in range(count)
    )


def keys(hits: Hits) -> list[str]:
    return [entry.key for entry in entries(hits, Filter())]


def test_five_customers_at_most_until_all_are_wanted() -> None:
    hits = Hits(text="cust", orders=(order_row(1),), customers=customers(7), total=1)
    few = entries(hits, Filter())
    assert [e.kind for e in few].count(EntryKind.CUSTOMER) == 5
    more = [e for e in few if e.kind is EntryKind.MORE_CUSTOMERS]
    assert [e.count for e in more] == [7]
    everything = entries(hits, Filter(), all_customers=True)
    assert [e.kind for e in everything].count(EntryKind.CUSTOMER) == 7
    assert not [e for e in everything if e.kind is EntryKind.MORE_CUSTOMERS]


def test_namesakes_without_an_address_keep_keys_of_their_own() -> None:
    same = CustomerRow(name="Anna", email="", town="", orders=1, query="")
    found = keys(Hits(text="anna", customers=(same, same)))
    assert len(set(found)) == len(found) == 3


def test_customers_stand_first_for_a_name_and_after_the_order_for_its_number() -> None:
    named, numbered = (order_row(1, tier=MatchTier.EXACT),), (order_row(1, tier=MatchTier.NUMBER),)
    assert keys(Hits(text="müller", orders=named, customers=customers(1), total=1))[0] == "heading:customers"
    assert keys(Hits(text="10482", orders=numbered, customers=customers(1), total=1))[:2] == [
        "heading:orders",
        "order:1",
    ]


def test_fuzzy_hits_come_last_under_their_own_heading() -> None:
    rows = (order_row(1, tier=MatchTier.PREFIX), order_row(2, tier=MatchTier.FUZZY))
    found = entries(Hits(text="mülelr", orders=rows, total=2), Filter())
    assert [(e.key, e.group) for e in found] == [
        ("heading:orders", Group.ORDERS),
        ("order:1", Group.ORDERS),
        ("heading:guesses", Group.GUESSES),
        ("order:2", Group.ORDERS),
    ]
    assert [e.count for e in found if e.kind is EntryKind.HEADING] == [1, 1]


def test_only_guesses_still_say_that_they_are_guesses() -> None:
    found = entries(Hits(text="x", orders=(order_row(2, tier=MatchTier.FUZZY),), total=1), Filter())
    assert [e.key for e in found] == ["heading:guesses", "order:2"]


@pytest.mark.parametrize(
    "narrowing,shown",
    [
        (Narrowing.ALL, {1, 2, 3, 4, 5}),
        (Narrowing.OPEN, {1, 2, 3}),
        (Narrowing.TO_SHIP, {1}),
        (Narrowing.UNPAID, {2}),
        (Narrowing.TROUBLE, {3}),
    ],
)
def test_a_chip_shows_what_it_counts(narrowing: Narrowing, shown: set[int]) -> None:
    rows = (
        order_row(1, standings=(Standing.TO_SHIP,)),
        order_row(2, standings=(Standing.WAITING_FOR_PAYMENT,)),
        order_row(3, standings=(Standing.PUSH_FAILED, Standing.SHIPPED)),
        order_row(4, standings=(Standing.SHIPPED,)),
        order_row(5, standings=(Standing.CANCELLED,)),
    )
    hits = Hits(text="x", orders=rows, total=5)
    found = entries(hits, Filter(narrowing))
    assert {e.order.id for e in found if e.order} == shown
    assert hits.counts()[narrowing] == len(shown)


def test_a_filter_by_account_hides_the_customers_and_counts_what_it_shows() -> None:
    rows = (order_row(1, account=1), order_row(2, account=2))
    hits = Hits(text="x", orders=rows, customers=customers(2), total=2)
    only = frozenset({AccountId(2)})
    found = entries(hits, Filter(accounts=only))
    assert [e.key for e in found] == ["heading:orders", "order:2"]
    assert found[0].count == 1
    assert hits.counts(Filter(accounts=only))[Narrowing.ALL] == 1


def test_counts_say_when_they_are_a_lower_bound() -> None:
    hits = Hits(text="x", orders=(order_row(1),), total=1000, total_is_exact=False)
    heading = entries(hits, Filter())[0]
    assert (heading.count, heading.at_least) == (1000, True)
    narrowed = entries(Hits(text="x", orders=(order_row(1),), total=70), Filter(accounts=frozenset({AccountId(1)})))
    assert (narrowed[0].count, narrowed[0].at_least) == (1, True)


def test_rows_by_sync_wait_while_old_rows_keep_their_places_and_take_new_data() -> None:
    old = (order_row(1), order_row(2, standings=(Standing.TO_SHIP,)))
    new = (order_row(9), order_row(2, standings=(Standing.SHIPPED,)), order_row(1))
    merged, fresh = merged_in_place(old, new)
    assert [row.id for row in merged] == [1, 2]
    assert merged[1].standings == (Standing.SHIPPED,)
    assert fresh == 1


def test_days_and_amounts_narrow_what_every_chip_counts() -> None:
    rows = (
        order_row(1, days=0.1, total=4999),
        order_row(2, days=3, total=5000),
        order_row(3, days=40, total=25000),
        order_row(4, days=0.1, total=0, standings=(Standing.WAITING_FOR_PAYMENT,)),
    )
    hits = Hits(text="x", orders=rows, total=4)

    def left(shown: Filter) -> set[int]:
        return {e.order.id for e in entries(hits, shown) if e.order}

    assert left(Filter(since=at(7))) == {1, 2, 4}
    assert left(Filter(sums=Sums.SMALL)) == {1}, "an amount that is kept back is not below 50"
    assert left(Filter(sums=Sums.MIDDLE)) == {2}
    assert left(Filter(sums=Sums.LARGE)) == {3}
    assert hits.counts(Filter(sums=Sums.MIDDLE))[Narrowing.TO_SHIP] == 1
