"""Owns the command line's frame: flags that stand anywhere, exit status, one sentence instead of a traceback."""

from __future__ import annotations

import errno
import importlib
import os
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Annotated, Protocol, runtime_checkable

import typer

import desk
from desk.cli.say import echo, open_streams
from desk.cli.wiring import Session, Wiring
from desk.domain.errors import DeskError

# Each command and its module: a command loads its own alone, since all together take longer than most commands do.
COMMANDS = {
    "accounts": "accounts",
    "backup": "care",
    "bench": "bench",
    "cancel": "refunds",
    "demo": "demo",
    "doctor": "care",
    "export": "export",
    "logs": "logs",
    "message": "messages",
    "note": "orders",
    "open": "window",
    "outbox": "outbox",
    "paid": "refunds",
    "pay-link": "refunds",
    "privacy": "privacy",
    "recover": "care",
    "recovery-key": "care",
    "refund": "refunds",
    "restore": "care",
    "return": "returns",
    "search": "orders",
    "ship": "shipping",
    "show": "orders",
    "simulate": "simulate",
    "status": "restating",
    "sync": "sync",
    "task": "tasks",
}


def command_line(words: Sequence[str]) -> typer.Typer:
    """The command line with the command that `words` begin with; with all of them where that is none of them."""
    app = typer.Typer(
        no_args_is_help=False,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        help="Desk: the orders of all your channels in one place. Without a command it opens the window.",
        epilog="Everywhere: --data DIR (or DESK_DATA) chooses the store's folder, --json prints one JSON document.",
    )
    app.callback(invoke_without_command=True)(_window)
    for name in _modules(words):
        importlib.import_module(f"desk.cli.{name}").register(app)
    return app


def _modules(words: Sequence[str]) -> Iterable[str]:
    if not words or words[0] == "--version":
        return ()
    own = COMMANDS.get(words[0])
    return (own,) if own else dict.fromkeys(COMMANDS.values())


INTERRUPTED = 130  # how Typer ends a command at Ctrl+C


@runtime_checkable
class _Shows(Protocol):
    """A mistake in the command line, which prints itself with the usage."""

    def show(self) -> None: ...


def _window(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print Desk's version.")] = False,
) -> None:
    session: Session = context.obj
    if version:
        session.tell({"version": desk.__version__}, lambda: echo(f"Desk {desk.__version__}"))
        raise typer.Exit
    if context.invoked_subcommand is None:
        from desk.cli import window

        window.show(session, "")


def run(arguments: Sequence[str], wiring: Wiring) -> int:
    """Carry out one command. Exit status: 0 done, 1 the work failed (one sentence on stderr), 2 wrong usage."""
    try:
        rest, data, as_json = _anywhere(arguments)
        open_streams(json=as_json)
        session = Session(wiring=wiring, data=data, json=as_json)
        rest = _kind_named(rest)
        command = typer.main.get_command(command_line(rest))
        result = command.main(list(rest), prog_name="desk", standalone_mode=False, obj=session)
        sys.stdout.flush()  # what does not fit must come up here, not at exit
        if result == INTERRUPTED:
            return _stopped()
        return result if isinstance(result, int) else 0
    except typer.Exit as end:
        return end.exit_code
    except typer.TyperException as wrong:
        if isinstance(wrong, _Shows):
            wrong.show()
        return 2
    except (typer.Abort, KeyboardInterrupt):
        return _stopped()
    except DeskError as error:
        echo(error.text, err=True)
        return 1
    except BrokenPipeError:
        _drop_output()  # whoever read it has gone (`desk export | head`): nothing is left to say
        return 1
    except OSError as error:
        if error.errno not in _NO_ROOM or error.filename is not None:
            raise
        _drop_output()
        echo("The disk on which the output is written is full. Free some space, or write it elsewhere.", err=True)
        return 1


_NO_ROOM = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})


def _drop_output() -> None:
    """What is still to be written goes nowhere, also at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _stopped() -> int:
    echo("Stopped. What was done so far is kept; the next run goes on from there.", err=True)
    return 1


_ANONYMISE = re.compile(r"anonymise-(\w+)-user")


def _kind_named(words: list[str]) -> list[str]:
    """`accounts anonymise-KIND-user`, as channels call what they ask for, is one command for all kinds."""
    found = _ANONYMISE.fullmatch(words[1]) if len(words) > 1 and words[0] == "accounts" else None
    return words if found is None else [words[0], "anonymise-user", found.group(1), *words[2:]]


def _anywhere(arguments: Sequence[str]) -> tuple[list[str], str, bool]:
    """Take out --json and --data wherever they stand before a bare `--`."""
    rest: list[str] = []
    data, as_json = "", False
    left = list(arguments)
    while left:
        one = left.pop(0)
        if one == "--":
            return [*rest, one, *left], data, as_json
        if one == "--json":
            as_json = True
        elif one == "--data":
            if not left:
                raise typer.BadParameter("--data needs a folder.")
            data = left.pop(0)
        elif one.startswith("--data="):
            data = one.removeprefix("--data=")
        else:
            rest.append(one)
    return rest, data, as_json
