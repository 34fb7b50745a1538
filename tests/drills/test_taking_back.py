"""What was taken back is as it was before, and no channel has heard of it; else the drill says so."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from drills.return_book import ReturnBook
from drills.returned import AtEbay
from drills.stage import Stage
from drills.taking_back import still_done

NUMBER = "RT-2026-000001-1"


def shown(**changed: object) -> dict[str, Mapping[str, Any]]:
    return {NUMBER: {"state": "REQUESTED", "words": "", "tasks": [], "changed_at": "2026-11-20T10:00:00Z", **changed}}


def test_a_return_that_is_as_it_was_is_as_it_was_though_it_was_touched() -> None:
    assert list(still_done(shown(), shown(changed_at="2026-11-20T10:00:09Z"))) == []


def test_what_is_left_of_a_deed_that_was_taken_back_is_told() -> None:
    told = list(still_done(shown(), shown(state="APPROVED", tasks=[{"what": "SEND_LABEL"}])))
    assert [one.split(",")[0] for one in told] == [
        f"return {NUMBER}: state is APPROVED",
        f"return {NUMBER}: tasks is [{{'what': 'SEND_LABEL'}}]",
    ]


class Channel:
    """An eBay account in which one return may have been answered by a client."""

    def __init__(self, entries: Sequence[Mapping[str, Any]]) -> None:
        self._entries = entries

    def journal(self) -> dict[str, Any]:
        return {"entries": self._entries, "refusals": []}

    def state(self) -> dict[str, Any]:
        return {"orders": [{"number": "11-1", "id": "11-1"}], "returns": []}


class Outbox:
    """Where a drill finds the entries of one outbox."""

    def __init__(self, channel: Channel, entries: Sequence[Mapping[str, Any]]) -> None:
        self.simulators = {"ebay": channel}
        self.desk = self.kills = None
        self._entries = entries

    def entries(self, *_states: str) -> list[Mapping[str, Any]]:
        return list(self._entries)


DECIDED = {
    "deed": "return_decided",
    "actor": "client",
    "path": "/post-order/v2/return/517/decide",
    "remote_ids": {"return_id": "517", "order_id": "11-1"},
}


def entry(number: int, state: str) -> dict[str, Any]:
    told = {"account_name": "ebay", "order_number": "11-1", "kind": "answer_return", "what": {"case": "517"}}
    return {"id": number, "state": state, **told}


def doubled(effects: int, *states: str) -> list[str]:
    """What the book finds doubled after so many answers reached the channel."""
    entries = [entry(number, state) for number, state in enumerate(states, 1)]
    book = ReturnBook(cast(Stage, Outbox(Channel([DECIDED] * effects), entries)), {"ebay": AtEbay()})
    book.look_at_outbox()
    return book.compared(entries)[0]


def test_an_answer_that_was_taken_back_and_reached_the_channel_is_doubled() -> None:
    assert doubled(0, "recalled") == []
    assert doubled(1, "recalled") == ["answer_return 517: 1 effects of 0"]


def test_one_that_was_given_again_is_counted_once() -> None:
    assert doubled(1, "recalled", "confirmed") == []
    assert doubled(2, "recalled", "confirmed") == ["answer_return 517: 2 effects of 1"]
