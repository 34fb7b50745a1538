"""Arguments of a request as WordPress reads and checks them, and the errors it answers with. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

from connectors.simulation.wire import WireRequest

Params = dict[str, Any]
_DATE_TIME = re.compile(
    r"^(?P<date>\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))[Tt ]"
    r"(?P<time>([01]\d|2[0-3]):[0-5]\d:[0-5]\d)(\.\d+)?(?P<offset>[zZ]|[+-]\d{2}(?::?\d{2})?)?$"
)


class RestError(Exception):
    """An error in WordPress' form: status, code, words for people, more data."""

    def __init__(self, status: int, code: str | int, words: str, **data: Any) -> None:
        super().__init__(words)
        self.status = status
        self.code = code
        self.words = words
        self.data = data

    def document(self) -> dict[str, Any]:
        return {"code": self.code, "message": self.words, "data": {"status": self.status, **self.data}}


def no_route() -> RestError:
    return RestError(404, "rest_no_route", "No route was found matching the URL and request method.")


def invalid(**reasons: str) -> RestError:
    names = ", ".join(reasons)
    details = {name: {"code": "rest_invalid_param", "message": words, "data": None} for name, words in reasons.items()}
    return RestError(400, "rest_invalid_param", f"Invalid parameter(s): {names}", params=reasons, details=details)


def missing(*names: str) -> RestError:
    return RestError(
        400, "rest_missing_callback_param", f"Missing parameter(s): {', '.join(names)}", params=list(names)
    )


def php_params(pairs: Iterable[tuple[str, str]]) -> Params:
    """`a=1&b[]=2&c[d]=3` as PHP takes it apart: the last of equal names wins, brackets make lists and maps."""
    params: Params = {}
    for name, value in pairs:
        head, *keys = re.split(r"\]?\[", name.removesuffix("]")) if "[" in name else [name]
        if not keys:
            params[head] = value
            continue
        inner = params.setdefault(head, {})
        if not isinstance(inner, dict):
            inner = params[head] = {}
        for key in keys[:-1]:
            inner = inner.setdefault(key or str(len(inner)), {})
        inner[keys[-1] or str(len(inner))] = value
    return {name: _listed(value) for name, value in params.items()}


def _listed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {key: _listed(each) for key, each in value.items()}
    return list(inner.values()) if list(inner) == [str(place) for place in range(len(inner))] else inner


def body_params(request: WireRequest) -> Params:
    """The body's arguments: JSON when the content type says so, else a form."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "application/json":
        return php_params(parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True))
    if not request.body:
        return {}
    try:
        document = json.loads(request.body)
    except ValueError as error:
        raise RestError(
            400,
            "rest_invalid_json",
            "Invalid JSON body passed.",
            json_error_code=4,
            json_error_message="Syntax error",
        ) from error
    return document if isinstance(document, dict) else {}


def integer(params: Params, name: str, default: int, least: int | None = None, most: int | None = None) -> int:
    if name not in params:
        return default
    text = str(params[name]).strip()
    if not re.fullmatch(r"-?\d+", text):
        raise invalid(**{name: f"{name} is not of type integer."})
    number = int(text)
    if least is not None and most is not None and not least <= number <= most:
        raise invalid(**{name: f"{name} must be between {least} (inclusive) and {most} (inclusive)"})
    if least is not None and number < least:
        raise invalid(**{name: f"{name} must be greater than or equal to {least}"})
    return number


def boolean(params: Mapping[str, Any], name: str, default: bool) -> bool:
    if name not in params:
        return default
    value = params[name]
    if isinstance(value, bool):
        return value
    text = str(value).lower()
    if text not in ("true", "false", "1", "0"):
        raise invalid(**{name: f"{name} is not of type boolean."})
    return text in ("true", "1")


def choice(params: Params, name: str, default: str, allowed: Sequence[str]) -> str:
    value = str(params.get(name, default))
    if value not in allowed:
        raise invalid(**{name: f"{name} is not one of {_listing(allowed)}."})
    return value


def choices(params: Params, name: str, default: Sequence[str], allowed: Sequence[str]) -> list[str]:
    if name not in params:
        return list(default)
    values = texts(params[name])
    for place, value in enumerate(values):
        if value not in allowed:
            raise invalid(**{name: f"{name}[{place}] is not one of {_listing(allowed)}."})
    return values


def integers(params: Params, name: str) -> list[int]:
    values = texts(params[name]) if name in params else []
    for place, value in enumerate(values):
        if not re.fullmatch(r"-?\d+", value):
            raise invalid(**{name: f"{name}[{place}] is not of type integer."})
    return [int(value) for value in values]


def texts(value: Any) -> list[str]:
    """A list, or text parted by commas or white space."""
    if isinstance(value, list):
        return [str(each) for each in value]
    return [part for part in re.split(r"[\s,]+", str(value)) if part]


def date_time(params: Params, name: str) -> str | None:
    """The text of a date as it was sent, checked only for its form."""
    if name not in params:
        return None
    text = str(params[name])
    if _DATE_TIME.fullmatch(text) is None:
        raise invalid(**{name: "Invalid date."})
    return text


def date_pieces(text: str) -> tuple[str, str | None]:
    """`2026-11-20T09:55:00` and the offset, if any."""
    match = _DATE_TIME.fullmatch(text)
    if match is None:
        raise ValueError(text)
    offset = match["offset"]
    return f"{match['date']}T{match['time']}", ("+00:00" if offset in ("z", "Z") else offset)


def _listing(allowed: Sequence[str]) -> str:
    return f"{', '.join(allowed[:-1])}, and {allowed[-1]}" if len(allowed) > 1 else allowed[0]
