"""The pages on which a seller lets an application in at a simulated eBay: what may be asked for, what the seller says,
and where the browser is sent. Tokens are simulator_auth's.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from html import escape
from urllib.parse import parse_qsl, quote

from connectors.channels.ebay.simulator_auth import CODE_SECONDS, FORM, SCOPE, Auth, scope_names
from connectors.channels.ebay.simulator_model import Market
from connectors.simulation.wire import HTML_TYPE, WireAnswer, WireRequest

AUTHORIZE = "/oauth2/authorize"
CONSENT = "/oauth2/consent"
ACCEPTED = "/oauth2/ThirdPartyAuthSucessFailure"  # eBay's own page, spelt as eBay spells it
# What an ordinary keyset may ask for. One scope beyond it, and the whole consent fails.
GRANTABLE = scope_names(
    "base sell.fulfillment sell.fulfillment.readonly sell.finances sell.payment.dispute sell.inventory sell.account "
    "commerce.message commerce.identity.readonly commerce.notification.subscription"
)


class ConsentPages:
    def __init__(self, market: Market, auth: Auth) -> None:
        self.market = market
        self.auth = auth

    def answer(self, request: WireRequest) -> WireAnswer:
        if request.path == ACCEPTED:
            return _page(200, "Authorization successfully completed. It's now safe to close the browser window.")
        if request.path == AUTHORIZE and request.method == "GET":
            return self._ask(dict(request.query))
        if request.path == CONSENT and request.method == "POST" and request.headers.get("content-type") == FORM:
            return self.decide(dict(parse_qsl(request.body.decode("utf-8", "replace"))), request.at)
        return _page(404, "Not found")

    def fault(self, asked: Mapping[str, str]) -> str | None:
        """Why eBay would not even ask the seller."""
        if asked.get("client_id") != self.auth.keyset.app_id:
            return "unauthorized_client"
        if asked.get("redirect_uri") != self.auth.keyset.ru_name:
            return "invalid_request"
        if asked.get("response_type") != "code":
            return "unsupported_response_type"
        scopes = frozenset(asked.get("scope", SCOPE).split())
        return None if scopes <= GRANTABLE else "invalid_scope"

    def _ask(self, asked: Mapping[str, str]) -> WireAnswer:
        if (fault := self.fault(asked)) is not None:
            return _page(400, f"Your request cannot be completed. error_id={fault}")
        hidden = "".join(
            f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in asked.items()
        )
        form = (
            f'<form method="post" action="{CONSENT}">{hidden}'
            '<button name="answer" value="agree">Agree and Continue</button>'
            '<button name="answer" value="decline">Cancel</button></form>'
        )
        return _page(200, "Grant application access", form)

    def decide(self, form: Mapping[str, str], at: datetime) -> WireAnswer:
        """The seller pressed one of the two buttons."""
        if (fault := self.fault(form)) is not None:
            return _page(400, f"Your request cannot be completed. error_id={fault}")
        if form.get("answer") != "agree":
            state = f"&state={quote(form['state'], safe='')}" if "state" in form else ""
            return WireAnswer(302, b"", [("Location", f"{self.market.url}{ACCEPTED}?isAuthSuccessful=false{state}")])
        code = self.auth.give_code(frozenset(form.get("scope", SCOPE).split()), at)
        return WireAnswer(302, b"", [("Location", self._accepted(code, form.get("state")))])

    def _accepted(self, code: str, state: str | None) -> str:
        """Where the browser ends up; the code is encoded there."""
        told = f"&state={quote(state, safe='')}" if state is not None else ""
        coded = f"&code={quote(code, safe='')}&expires_in={CODE_SECONDS}"
        return f"{self.market.url}{ACCEPTED}?isAuthSuccessful=true{told}{coded}"


def _page(status: int, words: str, form: str = "") -> WireAnswer:
    body = f"<!doctype html><html lang=en><title>eBay</title><h1>{escape(words)}</h1>{form}</html>"
    return WireAnswer(status, body.encode(), (), HTML_TYPE)
