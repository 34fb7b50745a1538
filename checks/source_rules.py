"""Owns two rules that only a module's text can show: who asks for the time, and who catches everything."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple


class Found(NamedTuple):
    """A place in the sources: `where` is what a list of exceptions names, `line` is for people."""

    where: str
    what: str
    line: int

    def __str__(self) -> str:
        return f"{self.where} (line {self.line}): {self.what}"


# --- Who asks for the time (DRILLS D1) --------------------------------------------------------------------

TIME_FUNCTIONS = {
    *("time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns", "process_time"),
    *("sleep", "gmtime", "localtime", "ctime"),
}
CLOCK_CALLS = {
    "time": TIME_FUNCTIONS,
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
    "asyncio": {"sleep"},
    "QDateTime": {"currentDateTime", "currentDateTimeUtc", "currentMSecsSinceEpoch", "currentSecsSinceEpoch"},
    "QDate": {"currentDate"},
    "QTime": {"currentTime"},
}
# gmtime and their like read the clock only when they are given no time.
ONLY_WHEN_BARE = {"gmtime", "localtime", "ctime"}
_OWNER = re.compile(rf"\b({'|'.join(CLOCK_CALLS)})\b")
_CALL = re.compile(rf"\b({'|'.join(sorted(set[str]().union(*CLOCK_CALLS.values())))})\b")


def real_names(nodes: Iterable[ast.AST]) -> dict[str, str]:
    """From a name in the module to what it was imported as, for aliases and `from` imports."""
    names = {}
    for node in nodes:
        if isinstance(node, ast.Import | ast.ImportFrom):
            base = "" if isinstance(node, ast.Import) else (node.module or "") + "."
            for alias in node.names:
                names[alias.asname or alias.name] = base + alias.name
    return names


def clock_reads(path: str, text: str) -> Iterator[Found]:
    if not (_OWNER.search(text) and _CALL.search(text)):  # nothing to be found by taking it apart, which takes long
        return
    nodes = list(ast.walk(ast.parse(text)))
    names = real_names(nodes)
    with_arguments = {id(node.func) for node in nodes if isinstance(node, ast.Call) and node.args}
    for node in nodes:
        if isinstance(node, ast.Attribute):
            owner = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            owner, name = names.get(owner, owner).rpartition(".")[2], node.attr
        elif isinstance(node, ast.Name) and "." in names.get(node.id, ""):
            owner, _, name = names[node.id].rpartition(".")
        else:
            continue
        bare = id(node) not in with_arguments
        if name in CLOCK_CALLS.get(owner, ()) and (bare or name not in ONLY_WHEN_BARE):
            yield Found(path, f"{owner}.{name}", node.lineno)


# --- Who catches everything (STYLE 5) ---------------------------------------------------------------------

BROAD = {"Exception", "BaseException"}


def is_broad(kind: ast.expr | None) -> bool:
    if kind is None:
        return True
    if isinstance(kind, ast.Tuple):
        return any(is_broad(part) for part in kind.elts)
    return isinstance(kind, ast.Name) and kind.id in BROAD


def passes_on(handler: ast.ExceptHandler) -> bool:
    """Tidying up and raising the same again catches nothing, nor does an executor that keeps it for the asker."""
    last = handler.body[-1]
    if isinstance(last, ast.Expr) and isinstance(last.value, ast.Call) and handler.name:
        call = last.value
        return ast.unparse(call.func).endswith(".set_exception") and ast.unparse(call.args[0]) == handler.name
    return isinstance(last, ast.Raise) and last.exc is None


def broad_catches(path: str, text: str) -> Iterator[Found]:
    if "except" in text or "suppress" in text:
        yield from _broad_catches(path, ast.parse(text), "")


def is_suppress(called: ast.expr) -> bool:
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    return name.endswith("suppress")


def _broad_catches(path: str, node: ast.AST, inside: str) -> Iterator[Found]:
    for child in ast.iter_child_nodes(node):
        name = inside
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            name = f"{inside}.{child.name}".lstrip(".")
        if isinstance(child, ast.ExceptHandler) and is_broad(child.type) and not passes_on(child):
            yield Found(f"{path}::{inside}", "catches everything", child.lineno)
        if isinstance(child, ast.Call) and is_suppress(child.func):
            for argument in child.args:
                if is_broad(argument):
                    yield Found(f"{path}::{inside}", "suppresses everything", child.lineno)
        yield from _broad_catches(path, child, name)


# --- Exceptions on file -----------------------------------------------------------------------------------


def exceptions_on_file(path: Path) -> dict[str, str]:
    """From a place to its reason: a line is the place, two spaces, the reason."""
    exceptions = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        place, _, reason = line.partition("  ")
        if not reason.strip():
            raise ValueError(f"{path.name}: no reason after two spaces in {line!r}")
        exceptions[place] = reason.strip()
    return exceptions
