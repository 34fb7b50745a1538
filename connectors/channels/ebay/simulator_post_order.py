"""The Post-Order API of a simulated eBay: which of its calls a request is for, who may make it, and how often. What
was withdrawn with 2.8.0 is not there any more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from connectors.channels.ebay.simulator_auth import Auth
from connectors.channels.ebay.simulator_cancellations import Cancellations
from connectors.channels.ebay.simulator_errors import PostOrderError
from connectors.channels.ebay.simulator_inquiries import Inquiries
from connectors.channels.ebay.simulator_model import Market
from connectors.channels.ebay.simulator_returns import Returns
from connectors.simulation.wire import WireAnswer, WireRequest

BASE = "/post-order/v2"
FAMILIES = ("cancellation", "return", "inquiry")
# Without what the path names, or with it.
Call = Callable[[WireRequest], WireAnswer] | Callable[[WireRequest, str], WireAnswer]


class PostOrder:
    def __init__(self, market: Market, auth: Auth) -> None:
        self.market = market
        self.auth = auth
        self._calls = [(method, _expression(path), call) for (method, path), call in self._table().items()]

    def _table(self) -> Mapping[tuple[str, str], Call]:
        cancellations, returns = Cancellations(self.market), Returns(self.market)
        inquiries = Inquiries(self.market)
        return {
            ("GET", "/cancellation/search"): cancellations.search,
            ("POST", "/cancellation/check_eligibility"): cancellations.check_eligibility,
            ("POST", "/cancellation"): cancellations.create,
            ("GET", "/cancellation/{id}"): cancellations.get,
            ("POST", "/cancellation/{id}/approve"): cancellations.approve,
            ("POST", "/cancellation/{id}/reject"): cancellations.reject,
            ("GET", "/return/search"): returns.search,
            ("GET", "/return/{id}"): returns.get,
            ("GET", "/return/{id}/files"): returns.files,
            ("GET", "/return/{id}/tracking"): returns.tracking,
            ("POST", "/return/{id}/decide"): returns.decide,
            ("POST", "/return/{id}/file/upload"): returns.upload,
            ("POST", "/return/{id}/file/submit"): returns.submit,
            ("POST", "/return/{id}/add_shipping_label"): returns.add_label,
            ("POST", "/return/{id}/mark_as_received"): returns.mark_as_received,
            ("POST", "/return/{id}/issue_refund"): returns.issue_refund,
            ("POST", "/return/{id}/send_message"): returns.send_message,
            ("POST", "/return/{id}/escalate"): returns.escalate,
            ("GET", "/inquiry/search"): inquiries.search,
            ("GET", "/inquiry/{id}"): inquiries.get,
            ("POST", "/inquiry/{id}/provide_shipment_info"): inquiries.provide_shipment_info,
            ("POST", "/inquiry/{id}/issue_refund"): inquiries.issue_refund,
        }

    def answer(self, request: WireRequest) -> WireAnswer:
        self.auth.iaf(request)
        family = request.path.removeprefix(BASE).strip("/").partition("/")[0]
        if family in FAMILIES:
            self.auth.count(f"post-order.{family}", self.market.options.post_order_limit, request.at)
        for method, expression, call in self._calls:
            found = expression.fullmatch(request.path)
            if found is not None and method == request.method:
                return call(request, *found.groups())
        raise PostOrderError(404, 1007, "postOrderErrorDomain", "The resource does not exist.", request.path)


def _expression(path: str) -> re.Pattern[str]:
    return re.compile(BASE + path.replace("{id}", r"(\d+)") + "/?")
