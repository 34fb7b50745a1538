"""Owns which strings of the sources are marked for translation, and which words are shown without a mark.

lupdate reads Python half: it misses keyword arguments, and sees a plural only where a number is written out.
So the sources are read here, and lupdate is left the merging into the .ts, which it does well.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Message(NamedTuple):
    """What identifies a string for a translator."""

    context: str
    source: str
    comment: str

    def __str__(self) -> str:
        return f"{self.context}: {self.source!r}" + (f" ({self.comment})" if self.comment else "")


# From the marking function to its parameters, as Qt has them.
MARKING = {
    "tr": ("text", "disambiguation", "n"),
    "translate": ("context", "text", "disambiguation", "n"),
    "QT_TR_NOOP": ("text",),
    "QT_TRANSLATE_NOOP": ("context", "text"),
    "QT_TRANSLATE_NOOP3": ("context", "text", "disambiguation"),
}
KEYWORDS = {"key": "text", "sourceText": "text", "source_text": "text", "comment": "disambiguation"}
# Calls whose words a person reads: a literal there was not marked.
SHOWING = {
    *("QLabel", "QPushButton", "QToolButton", "QCheckBox", "QRadioButton", "QGroupBox", "QAction", "QMenu"),
    *(
        "setText",
        "setToolTip",
        "setStatusTip",
        "setWhatsThis",
        "setPlaceholderText",
        "setWindowTitle",
        "setTitle",
    ),
    *(
        "setAccessibleName",
        "setAccessibleDescription",
        "setInformativeText",
        "setDetailedText",
        "setLabelText",
    ),
    *(
        "setSuffix",
        "setPrefix",
        "addAction",
        "addMenu",
        "addItem",
        "addTab",
        "showMessage",
        "drawText",
        "addRow",
    ),
}
NOT_TRANSLATED = "# not translated:"
WORD = re.compile(r"[^\W\d_]{2,}")


def call_name(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def literal(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def choices(node: ast.expr | None) -> Iterator[ast.expr]:
    """What the expression can turn out to be: both sides of an `if` or an `or`."""
    if isinstance(node, ast.IfExp):
        yield from choices(node.body)
        yield from choices(node.orelse)
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from choices(value)
    elif node is not None:
        yield node


def shown_words(node: ast.expr) -> str:
    """The letters that stand in the source itself: of a string, or of an f-string around its values."""
    if isinstance(node, ast.JoinedStr):
        return " ".join(filter(None, map(literal, node.values)))
    return literal(node) or ""


class Wrapper(NamedTuple):
    """A function of our own that looks up what it is given: `return translate("Face", source)`."""

    context: str
    position: int


class Module(NamedTuple):
    """A source file and the wrappers it makes, by the names that its callers know."""

    path: Path
    name: str
    text: str
    tree: ast.Module
    wrappers: dict[str, Wrapper]


def wrappers(tree: ast.Module) -> Iterator[tuple[str, Wrapper]]:
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        names = [argument.arg for argument in function.args.args if argument.arg != "self"]
        for call in ast.walk(function):
            if isinstance(call, ast.Call) and call_name(call) == "translate" and len(call.args) > 1:
                context, given = literal(call.args[0]), getattr(call.args[1], "id", None)
                if context and given in names:
                    yield function.name, Wrapper(context, names.index(given))


class Reader(ast.NodeVisitor):
    """Walks one module and keeps its marked strings and what is wrong with its marks."""

    def __init__(self, module: Module, wrappers: dict[str, Wrapper]) -> None:
        self.path = module.path
        self.wrappers = wrappers
        self.marked: set[Message] = set()
        self.faults: list[str] = []
        self.classes: list[str] = []
        self.lines = module.text.splitlines()
        self.visit(module.tree)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.classes.append(node.name)
        self.generic_visit(node)
        self.classes.pop()

    def visit_Call(self, node: ast.Call) -> None:
        name = call_name(node)
        if name in self.wrappers:
            wrapper = self.wrappers[name]
            self.keep(node, name, wrapper.context, node.args[wrapper.position : wrapper.position + 1])
        elif name in MARKING:
            self.read_mark(node, name)
        elif name in SHOWING and NOT_TRANSLATED not in self.lines[node.lineno - 1]:
            for words in map(shown_words, node.args):
                if WORD.search(words):
                    self.fault(node, f"{name}({words!r}) is not marked for translation")
        self.generic_visit(node)

    def read_mark(self, node: ast.Call, name: str) -> None:
        arguments = dict(zip(MARKING[name], node.args, strict=False))
        arguments |= {KEYWORDS.get(word.arg, word.arg): word.value for word in node.keywords if word.arg}
        context = literal(arguments["context"]) if "context" in arguments else "".join(self.classes[-1:])
        comment = literal(arguments.get("disambiguation")) or ""
        self.keep(node, name, context, [arguments["text"]] if "text" in arguments else [], comment)

    def keep(self, node: ast.Call, name: str, context: str | None, texts: list[ast.expr], comment: str = "") -> None:
        for text in (choice for given in texts for choice in choices(given)):
            source = literal(text)
            if isinstance(text, ast.JoinedStr):
                self.fault(node, f"{name}() is given an f-string, which cannot be looked up")
            elif source and not context:
                self.fault(node, f"{name}({source!r}) has no context to be looked up in")
            elif source and context:  # otherwise a variable, whose value was marked where it was written
                self.marked.add(Message(context, source, comment))

    def fault(self, node: ast.Call, words: str) -> None:
        self.faults.append(f"{self.path}:{node.lineno}: {words}")


def read_module(path: Path, folder: Path) -> Module:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    name = ".".join(path.relative_to(folder.parent).with_suffix("").parts)
    return Module(path, name.removesuffix(".__init__"), text, tree, dict(wrappers(tree)))


def read_folder(folder: Path) -> list[Reader]:
    """All modules of a package, each with the wrappers that it makes or imports from another."""
    modules = {module.name: module for module in (read_module(path, folder) for path in sorted(folder.rglob("*.py")))}
    readers = []
    for module in modules.values():
        known = dict(module.wrappers)
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ImportFrom) and node.module in modules:
                made = modules[node.module].wrappers
                known |= {alias.asname or alias.name: made[alias.name] for alias in node.names if alias.name in made}
        readers.append(Reader(module, known))
    return readers


def as_source(messages: set[Message]) -> str:
    """The same strings in the one spelling that lupdate reads fully."""
    lines = []
    for message in sorted(messages):
        # With a number written out lupdate takes the string for a plural; every one that counts is one.
        number = ", 1" if "%n" in message.source else ""
        comment = repr(message.comment) if message.comment else "None"
        lines.append(f"QCoreApplication.translate({message.context!r}, {message.source!r}, {comment}{number})")
    return "\n".join(lines) + "\n"
