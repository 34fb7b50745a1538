"""Owns the rule that a test talks to loopback only, in its own process and in its children.

Its name makes Python import it at start wherever conftest.py has put this folder into PYTHONPATH.
"""

import ipaddress
import os
import sys
from pathlib import Path

FILE_NAME = "FORBIDDEN_ADDRESSES_FILE"
CONNECTING = {"socket.connect", "socket.sendto", "socket.sendmsg"}
LOOKING_UP = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}


def is_loopback(host: object) -> bool:
    text = host.decode(errors="replace") if isinstance(host, bytes) else str(host or "")
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return text in {"", "localhost"} or text.endswith(".localhost")
    return address.is_loopback or address.is_unspecified


def watch(event: str, arguments: tuple[object, ...]) -> None:
    """An audit hook: it sees each socket call of the process, however the library came by its socket."""
    if event in CONNECTING:
        address = arguments[1]
        if not isinstance(address, tuple) or len(address) < 2:  # a Unix socket, or one that is connected already
            return
        host = address[0]
    elif event in LOOKING_UP:
        host = arguments[0]
    else:
        return
    if not is_loopback(host):
        # Written down as well, for the code under test may swallow the error.
        with Path(os.environ[FILE_NAME]).open("a", encoding="utf-8") as file:
            file.write(f"{event} {host}\n")
        raise OSError(f"a test may talk to loopback only, not to {host}")


if FILE_NAME in os.environ:
    sys.addaudithook(watch)
