"""Owns account services in memory: two kinds of channels that keep state, refuse wrong keys, and can be held up."""

from __future__ import annotations

import threading
from collections.abc import Mapping, MutableMapping
from dataclasses import replace

from connectors.contract.capabilities import CanConfirmShipments, Capabilities, ConnectorKind, Setting
from connectors.contract.errors import LoginNeeded, Unavailable
from connectors.contract.protocols import LoginReport
from desk.domain.changes import Changes, Kind
from desk.domain.clock import Clock
from desk.domain.errors import DeskError, NotAllowed
from desk.domain.values import AccountId, Money, OrderId
from desk.domain.views import AccountState, AccountView, ChannelTile
from desk.services.accounts import Details
from desk.services.anonymising import Forgotten
from desk.services.trials import Glimpse, TriedOut
from desk.ui.accounts.calls import Done, Entered

SHOP = ConnectorKind(
    kind="shop",
    name="Laden",
    tile="La",
    tile_colour="shop",
    settings=(
        Setting(name="base_url", label="Address of the shop", shape=r"https?://\S+"),
        Setting(name="key", label="Key (ck_…)", secret=True, shape=r"ck_\w+"),
        Setting(name="secret", label="Secret (cs_…)", secret=True, shape=r"cs_\w+", help="Shown only once."),
        Setting(name="way", label="Way", required=False, default="auto", choices=("auto", "plugin")),
        Setting(name="site", label="Site", required=False),
    ),
    needs="Make a key in the back office.",
    rights="Desk reads orders.",
)
MARKET = ConnectorKind(
    kind="market",
    name="Markt",
    tile="Ma",
    tile_colour="amazon",
    settings=(Setting(name="token", label="Token", secret=True),),
)
ADDRESS, KEY, SECRET = "https://laden.example", "ck_good", "cs_good"
CAN = Capabilities(confirms_shipments=CanConfirmShipments(partial=True, several_parcels=True))


class FakeAccountCalls:
    """`views` are the shell's accounts. `gate` closed: a check waits until it is stopped or let go."""

    def __init__(self, views: MutableMapping[AccountId, AccountView], clock: Clock) -> None:
        self.clock = clock
        self.views = views
        self.settings: dict[AccountId, dict[str, str]] = {}
        self.secrets: dict[AccountId, dict[str, str]] = {}
        self.start_dates: dict[AccountId, str] = {}
        self.may_write = True
        self.warnings: tuple[str, ...] = ()
        self.trouble: DeskError | None = None
        self.asked: list[str] = []
        self.gate = threading.Event()
        self.gate.set()
        self.orders = 3
        self.buyers: list[tuple[str, OrderId]] = []

    def kinds(self) -> tuple[tuple[ConnectorKind, ChannelTile], ...]:
        return tuple((one, _tile(one)) for one in (SHOP, MARKET))

    def _report(self, settings: dict[str, str], secrets: dict[str, str], stop: threading.Event) -> LoginReport:
        while not self.gate.wait(0.01):
            if stop.is_set():
                break
        if stop.is_set():
            raise Unavailable("Stopped.", code="stopped")
        if self.trouble is not None:
            raise self.trouble
        for one in SHOP.settings:
            if one.required and not (secrets if one.secret else settings).get(one.name):
                raise NotAllowed(f"Laden needs {one.name}.", code="setting_missing", setting=one.name)
        if settings["base_url"] != ADDRESS:
            raise Unavailable("laden.exampel cannot be reached. Desk keeps trying.", code="connection_refused")
        for name, right in (("key", KEY), ("secret", SECRET)):
            if secrets[name] != right:
                raise LoginNeeded("The shop does not accept this key.", field=name, code="key_wrong")
        return LoginReport(
            identity=ADDRESS,
            may_write=self.may_write,
            capabilities=CAN,
            findings=(("version", "9.8"),),
            warnings=self.warnings,
        )

    def try_out(self, kind: str, entered: Entered, stop: threading.Event) -> TriedOut:
        self.asked.append("try_out")
        assert kind == "shop"
        report = self._report(dict(entered.settings), dict(entered.secrets), stop)
        orders = tuple(
            Glimpse(
                number=str(5000 + number),
                placed_at=self.clock.now(),
                name="Anna Müller",
                pieces=number,
                total=Money(2499, "EUR"),
            )
            for number in range(1, self.orders + 1)
        )
        return TriedOut(report=report, orders=orders)

    def sign_in_page(self, kind: str, entered: Entered, state: str, account: AccountId | None) -> str:
        """As a channel's own: it wants the application's ID first, and its state comes back with the answer."""
        assert account is None or account in self.views
        if not entered.settings.get("app_id"):
            raise LoginNeeded("The ID is missing.", field="app_id", code="key_missing")
        return f"https://{kind}.example/consent?state={state}"

    def finish_sign_in(
        self, kind: str, entered: Entered, pasted: str, state: str, account: AccountId | None
    ) -> Mapping[str, str]:
        assert kind
        assert entered.settings["app_id"]
        assert account is None or account in self.views
        self.asked.append("finish_sign_in")
        if f"state={state}" not in pasted:
            raise LoginNeeded("Another sign-in's.", field="token", code="sign_in_other_state")
        return {"token": "fresh", "ends": "2026-12-24T00:00:00Z"}

    def add(self, kind: str, entered: Entered, name: str, stop: threading.Event) -> AccountView:
        self.asked.append("add")
        settings = dict(entered.settings)
        start, writing = settings.pop("start_date"), settings.pop("writing")
        if name in [one.name for one in self.views.values()]:
            raise NotAllowed("There is one already.", code="account_name_taken", account=name)
        report = self._report(settings, dict(entered.secrets), stop)
        made = AccountView(
            id=AccountId(max(self.views, default=0) + 1),
            name=name,
            tile=_tile(SHOP),
            state=AccountState.READY,
            writing=writing == "on",
            base_url=settings["base_url"],
            orders=0,
            last_good_sync=None,
            next_run=None,
            findings=report.findings,
        )
        self.views[made.id] = made
        self.settings[made.id], self.secrets[made.id] = settings, dict(entered.secrets)
        self.start_dates[made.id] = start
        return made

    def know(self, account: AccountId) -> None:
        """Give an account of the shell its settings and keys."""
        self.settings[account] = {"base_url": ADDRESS}
        self.secrets[account] = {"key": KEY, "secret": SECRET}

    def details(self, account: AccountId) -> Details:
        return Details(
            id=account,
            name=self.views[account].name,
            kind=SHOP,
            settings=self.settings[account],
            kept=frozenset(self.secrets[account]),
            start_date=None,
            identity=ADDRESS,
        )

    def check_login(self, account: AccountId) -> Done:
        self.asked.append("test")
        report = self._report(self.settings[account], self.secrets[account], threading.Event())
        self.views[account] = replace(self.views[account], state=AccountState.READY, trouble_code="", trouble_text="")
        return Done(report, Changes.of(Kind.ACCOUNT, [account]))

    def change(self, account: AccountId, entered: Entered, stop: threading.Event) -> Done:
        self.asked.append("change")
        settings = {**self.settings[account], **entered.settings}
        secrets = {**self.secrets[account], **entered.secrets}
        report = self._report(settings, secrets, stop)
        self.settings[account], self.secrets[account] = settings, secrets
        self.views[account] = replace(self.views[account], state=AccountState.READY, trouble_code="", trouble_text="")
        return Done(report, Changes.of(Kind.ACCOUNT, [account]))

    def switch_writing(self, account: AccountId, *, on: bool) -> Changes:
        self.views[account] = replace(self.views[account], writing=on)
        return Changes.of(Kind.ACCOUNT, [account])

    def find_buyer(self, kind: str, names: tuple[str, ...]) -> Forgotten:
        assert kind
        known = [order for name, order in self.buyers if name in names]
        return Forgotten(orders=tuple(known), conversations=len(known), cases=0)

    def forget_buyer(self, kind: str, names: tuple[str, ...]) -> Forgotten:
        self.asked.append("forget")
        if self.trouble is not None:
            raise self.trouble
        found = self.find_buyer(kind, names)
        self.buyers = [one for one in self.buyers if one[0] not in names]
        return replace(found, changes=Changes.of(Kind.ORDER, found.orders))

    def remove(self, account: AccountId) -> Changes:
        if self.views[account].open_pushes:
            raise NotAllowed("They wait.", code="account_has_pushes", waiting=self.views[account].open_pushes)
        del self.views[account]
        return Changes.of(Kind.ACCOUNT, [account])


def _tile(kind: ConnectorKind) -> ChannelTile:
    return ChannelTile(kind=kind.kind, name=kind.name, letters=kind.tile, colour=kind.tile_colour)
