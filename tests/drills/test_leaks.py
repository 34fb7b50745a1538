"""The search of a drill's logs finds what was planted there, however it was written, and nothing where nothing is."""

import base64
import json
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from drills.leaks import Search, people_of, secrets_of

TOKEN = "v^1.1#i^1#p^3#r^1#I^3#f^0#t^Ul4xMF84OkE4RTk4QzlBQkNERUYwMTIz/+Ä"
ORDER: dict[str, Any] = {
    "names": ["Jörg Straßmüller", "Li", "Ágnes  Kovács"],
    "streets": ["Große Gasse 12", "1"],
    "phones": ["0221/123 45 67", "112"],
    "emails": ["j.m@post.example"],
}
VALUES = [*secrets_of("ebay", [TOKEN, TOKEN, ""]), *people_of("ebay", [ORDER, ORDER])]
HARMLESS = "2026-11-20 INFO sync orders of account 3: 12 fetched, next in 179 s, id 00340434161094042557, Li, 112"


def found(text: str) -> list[str]:
    return [leak.value.text for leak in Search(VALUES).find(f"{HARMLESS}\n{text}\n{HARMLESS}", "desk.log")]


def test_each_value_is_looked_for_once_and_what_any_text_holds_is_not() -> None:
    told = [value.text for value in VALUES]
    assert told == [
        TOKEN,
        "Jörg Straßmüller",
        "Ágnes  Kovács",
        "Große Gasse 12",
        "0221/123 45 67",
        "j.m@post.example",
    ]


@pytest.mark.parametrize(
    "line",
    [
        f"Authorization: Bearer {TOKEN}",
        f"GET /x?{urlencode({'token': TOKEN})}",
        f"GET /x?token={quote(TOKEN, safe='')}",
        json.dumps({"access_token": TOKEN}),
        f"Basic {base64.b64encode(TOKEN.encode()).decode()}",
        f"Basic {base64.b64encode(b'a:' + TOKEN.encode()).decode()}",
        f"Basic {base64.b64encode(b'ab:' + TOKEN.encode() + b':cd').decode()}",
        f"jwt {base64.urlsafe_b64encode(b'x' + TOKEN.encode()).decode()}",
        f"cut off after {TOKEN[:26]}...",
        f"...{TOKEN[-25:]} is the end of it",
    ],
)
def test_a_planted_secret_is_found_however_it_is_written(line: str) -> None:
    assert found(line) == [TOKEN]


@pytest.mark.parametrize(
    "line, value",
    [
        ("ship to Jörg Straßmüller", "Jörg Straßmüller"),
        ("ship to JÖRG STRASSMÜLLER", "Jörg Straßmüller"),
        ("called Ágnes  Kovács", "Ágnes  Kovács"),
        ("called Ágnes Kovács", "Ágnes  Kovács"),
        (json.dumps({"name": "Jörg Straßmüller"}), "Jörg Straßmüller"),
        (ascii("Jörg Straßmüller"), "Jörg Straßmüller"),
        ("search?q=J%C3%B6rg+Stra%C3%9Fm%C3%BCller", "Jörg Straßmüller"),
        ("Große Gasse 12, 50667", "Große Gasse 12"),
        ("tel=02211234567", "0221/123 45 67"),
        ("J.M@post.example wrote", "j.m@post.example"),
    ],
)
def test_a_planted_buyer_is_found(line: str, value: str) -> None:
    assert found(line) == [value]


def test_where_nothing_is_nothing_is_found_and_a_finding_does_not_repeat_it() -> None:
    assert found("") == []
    (leak,) = Search(VALUES).find(TOKEN, "desk.log")
    assert str(leak).startswith("desk.log holds a secret of ebay (")
    assert TOKEN not in str(leak)
