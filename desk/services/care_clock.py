"""How far this computer's clock is from that of an account's server; asked by `desk doctor --online` only."""

from __future__ import annotations

from email.utils import parsedate_to_datetime

from desk.domain.clock import as_instant
from desk.services.context import Desk
from desk.store.accounts import Account


def apart(desk: Desk, account: Account) -> float | None:
    """Seconds by which this computer is ahead; None where the server does not answer or tells no time.

    Asks for nothing but the head of the address, without any key.
    """
    import certifi
    import requests

    from connectors.http.transport import Deadline, open_session

    described = desk.connectors.describe(account.kind)
    presets = {one.name: one.default for one in described.settings}
    address = account.settings.get("base_url") or presets.get("base_url") or ""
    if not address.startswith(("http://", "https://")):
        return None
    deadline = Deadline()
    deadline.begin(desk.timeout, desk.timeout)
    with open_session(deadline) as session:
        try:
            answer = session.head(
                address,
                timeout=desk.timeout,
                verify=account.settings.get("ca_file") or certifi.where(),
                allow_redirects=False,
            )
            told = parsedate_to_datetime(answer.headers.get("Date", ""))
        except (requests.RequestException, OSError, ValueError):
            return None
    return (desk.clock.now() - as_instant(told)).total_seconds() if told.tzinfo else None
