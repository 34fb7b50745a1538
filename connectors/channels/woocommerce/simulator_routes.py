"""The REST routes of a simulated WooCommerce shop: from a request's address to an answer in WordPress' form. Who
may enter is simulator_auth's, what happens simulator_writes' and simulator_tracking's, how it reads
simulator_wire's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from connectors.channels.woocommerce import simulator_mails as mails
from connectors.channels.woocommerce import simulator_writes as writes
from connectors.channels.woocommerce.simulator_auth import authenticate, check_permission
from connectors.channels.woocommerce.simulator_describe import (
    gateways,
    namespace_index,
    order_schema,
    refund_schema,
    site_index,
    system_status,
)
from connectors.channels.woocommerce.simulator_model import Note, Refund, Shop, ShopOrder
from connectors.channels.woocommerce.simulator_params import (
    Params,
    RestError,
    body_params,
    boolean,
    choice,
    integer,
    no_route,
    php_params,
    texts,
)
from connectors.channels.woocommerce.simulator_parcel_routes import Call, ParcelRoutes, api_headers
from connectors.channels.woocommerce.simulator_query import OrderPage, find_orders
from connectors.channels.woocommerce.simulator_serialised import SerialisedOrders
from connectors.channels.woocommerce.simulator_wire import (
    note_json,
    only_fields,
    order_bytes,
    order_json,
    refund_json,
    route_url,
    wp_json,
)
from connectors.simulation.wire import HTML_TYPE, WireAnswer, WireRequest

API = "/wc/v3"
ST_SPACE = "wc-shipment-tracking/v3"
AST_SPACE = "wc-ast/v3"
EDITING = ("POST", "PUT", "PATCH")


Handler = Callable[["Routes", Call, "re.Match[str]"], WireAnswer]


class Routes(ParcelRoutes):
    serialised: SerialisedOrders | None = None
    """What answers lists where all orders are put into JSON beforehand."""

    def answer(self, request: WireRequest) -> WireAnswer:
        query = php_params(request.query)
        route = self._route(request, query)
        if route is None:
            return _theme_page(request)
        # A HEAD is a GET whose body stays behind; the server leaves it out.
        method = "GET" if request.method == "HEAD" else self._method(request, query)
        try:
            return self._dispatch(request, method, route, query)
        except RestError as error:
            return WireAnswer(error.status, wp_json(error.document()), api_headers(self.shop))

    def _route(self, request: WireRequest, query: Params) -> str | None:
        """The REST route that an address means; None for what the theme would answer."""
        base, path = self.shop.options.base_path, request.path
        if base and not (path == base or path.startswith(base + "/")):
            return None
        path = path[len(base) :] or "/"
        if path in ("/", "/index.php") and "rest_route" in query:
            return "/" + str(query["rest_route"]).strip("/")
        if self.shop.options.pretty_permalinks and (path == "/wp-json" or path.startswith("/wp-json/")):
            return "/" + path[len("/wp-json") :].strip("/")
        return None

    def _method(self, request: WireRequest, query: Params) -> str:
        if request.method == "POST":
            return str(query.get("_method") or request.headers.get("x-http-method-override") or "POST").upper()
        return request.method

    def _dispatch(self, request: WireRequest, method: str, route: str, query: Params) -> WireAnswer:
        known = False
        if route.startswith(("/wc/", "/wc-")):
            known = authenticate(self.shop, self.key, request, query)
            if known:
                check_permission(self.key, method)
        body = body_params(request) if method in EDITING or request.body else {}
        call = Call(request, method, route, query, body)
        matched = [(entry, found) for entry in ROUTES if (found := entry.pattern.fullmatch(route)) is not None]
        matched = [(entry, found) for entry, found in matched if entry.exists(self.shop)]
        if not matched:
            raise no_route()
        if method == "OPTIONS":
            return self._describe(call, matched[0][0])
        for entry, found in matched:
            if method in entry.methods:
                if entry.refusal is not None and not known:
                    code, words = entry.refusal
                    raise RestError(401, code, words)
                return entry.handler(self, call, found)
        raise no_route()

    def _describe(self, call: Call, entry: Route) -> WireAnswer:
        methods = sorted({method for each in ROUTES if each.pattern == entry.pattern for method in each.methods})
        if entry.pattern.pattern.endswith("/refunds"):
            document = refund_schema(self.shop, methods)
        else:
            document = order_schema(self.shop, methods)
        return self.reply(call, document, headers=[("Allow", ", ".join(methods))])

    # -- handlers --------------------------------------------------------------------------------------------------

    def site(self, call: Call, found: re.Match[str]) -> WireAnswer:
        return self.reply(call, site_index(self.shop, [entry.shown for entry in ROUTES if entry.exists(self.shop)]))

    def api_index(self, call: Call, found: re.Match[str]) -> WireAnswer:
        shown = {entry.shown: entry.methods for entry in ROUTES if entry.exists(self.shop)}
        return self.reply(call, namespace_index(self.shop, found["space"], shown))

    def list_orders(self, call: Call, found: re.Match[str]) -> WireAnswer:
        choice(call.params, "context", "view", ("view", "edit"))
        dp = call.dp
        ready = None if self.serialised is None else self.serialised.page(_unsigned(call.query))
        if ready is not None:
            told = OrderPage([], ready.total, ready.page, ready.pages)
            return WireAnswer(200, ready.body, [*api_headers(self.shop), *self._page_headers(call, told)])
        page = find_orders(self.shop, call.params)
        headers = [*api_headers(self.shop), *self._page_headers(call, page)]
        if "_fields" in call.query:
            wanted = texts(call.query["_fields"])
            cut = [only_fields(order_json(self.shop, order, dp), wanted) for order in page.orders]
            return WireAnswer(200, wp_json(cut), headers)
        body = b"[" + b",".join(order_bytes(self.shop, order, dp) for order in page.orders) + b"]"
        return WireAnswer(200, body, headers)

    def _page_headers(self, call: Call, page: OrderPage) -> list[tuple[str, str]]:
        headers = [("X-WP-Total", str(page.total)), ("X-WP-TotalPages", str(page.pages))]
        links = []
        if page.page > 1:
            links.append(f'<{self._page_url(call, min(page.page - 1, max(page.pages, 1)))}>; rel="prev"')
        if page.page < page.pages:
            links.append(f'<{self._page_url(call, page.page + 1)}>; rel="next"')
        return [*headers, ("Link", ", ".join(links))] if links else headers

    def _page_url(self, call: Call, page: int) -> str:
        kept = [(name, value) for name, value in call.request.query if name not in ("page", "rest_route")]
        kept = [(name, value) for name, value in kept if not name.startswith(("oauth_", "consumer_"))]
        query = "&".join(f"{quote(name)}={quote(value)}" for name, value in [*kept, ("page", str(page))])
        address = route_url(self.shop, f"{API}/orders")
        return f"{address}{'&' if '?' in address else '?'}{query}"

    def one_order(self, call: Call, found: re.Match[str]) -> WireAnswer:
        return self._order_reply(call, self.order(found))

    def _order_reply(self, call: Call, order: ShopOrder, status: int = 200) -> WireAnswer:
        if "_fields" in call.query:
            return self.reply(call, order_json(self.shop, order, call.dp), status)
        return WireAnswer(status, order_bytes(self.shop, order, call.dp), api_headers(self.shop))

    def create_order(self, call: Call, found: re.Match[str]) -> WireAnswer:
        order = writes.create_order(self.shop, call.params, call.act)
        return self._order_reply(call, order, 201)

    def update_order(self, call: Call, found: re.Match[str]) -> WireAnswer:
        # An update of what is not there is a bad request, unlike a read.
        order = writes.find(self.shop, int(found["id"]), 400)
        writes.update_order(self.shop, order, call.params, call.act)
        return self._order_reply(call, order)

    def delete_order(self, call: Call, found: re.Match[str]) -> WireAnswer:
        order = self.order(found)
        if boolean(call.params, "force", False):
            answer = self._order_reply(call, order)
            writes.delete_order(self.shop, order, call.act)
            return answer
        writes.trash_order(self.shop, order, call.act)
        return self._order_reply(call, order)

    def batch(self, call: Call, found: re.Match[str]) -> WireAnswer:
        dp = call.dp
        done = writes.batch_orders(self.shop, call.params, call.act, lambda order: order_json(self.shop, order, dp))
        return self.reply(call, done)

    # notes

    def _note(self, found: re.Match[str]) -> tuple[ShopOrder, Note]:
        order = self.noted_order(found)
        for note in order.notes:
            if note.id == int(found["inner"]):
                return order, note
        raise RestError(404, "woocommerce_rest_invalid_id", "Invalid resource ID.")

    def list_notes(self, call: Call, found: re.Match[str]) -> WireAnswer:
        order = self.noted_order(found)
        kind = choice(call.params, "type", "any", ("any", "customer", "internal"))
        notes = [note for note in order.notes if kind == "any" or note.to_customer == (kind == "customer")]
        return self.reply(call, [note_json(self.shop, order, note) for note in reversed(notes)])

    def one_note(self, call: Call, found: re.Match[str]) -> WireAnswer:
        order, note = self._note(found)
        return self.reply(call, note_json(self.shop, order, note))

    def add_note(self, call: Call, found: re.Match[str]) -> WireAnswer:
        order = self.noted_order(found)
        note = writes.add_note(self.shop, order, call.params, call.act)
        return self.reply(call, note_json(self.shop, order, note), 201)

    def delete_note(self, call: Call, found: re.Match[str]) -> WireAnswer:
        if not boolean(call.params, "force", False):
            raise RestError(501, "woocommerce_rest_trash_not_supported", "Webhooks do not support trashing.")
        order, note = self._note(found)
        writes.delete_note(self.shop, order, note, call.act)
        return self.reply(call, note_json(self.shop, order, note))

    # mails

    def _acted_on(self, found: re.Match[str]) -> ShopOrder:
        order = self.shop.orders.get(int(found["id"]))
        if order is None:
            raise RestError(404, "woocommerce_rest_not_found", "Order not found")
        return order

    def mail_templates(self, call: Call, found: re.Match[str]) -> WireAnswer:
        names = mails.mail_templates(self._acted_on(found))
        return self.reply(call, [{"id": name, "title": name, "description": ""} for name in names])

    def send_mail(self, call: Call, found: re.Match[str]) -> WireAnswer:
        words = mails.send_mail(self.shop, self._acted_on(found), call.params, call.act)
        return self.reply(call, {"message": words})

    def send_details(self, call: Call, found: re.Match[str]) -> WireAnswer:
        order = self._acted_on(found)
        words = mails.send_mail(self.shop, order, {"template_id": "customer_invoice"}, call.act)
        return self.reply(call, {"message": words})

    # refunds

    def _refund(self, found: re.Match[str]) -> tuple[ShopOrder, Refund]:
        order = self.shop.orders.get(int(found["id"]))
        if order is None:
            raise RestError(404, "woocommerce_rest_invalid_order_id", "Invalid order ID.")
        for refund in order.refunds:
            if refund.id == int(found["inner"]):
                return order, refund
        raise RestError(404, "woocommerce_rest_shop_order_refund_invalid_id", "Invalid ID.")

    def list_refunds(self, call: Call, found: re.Match[str]) -> WireAnswer:
        order = self.shop.orders.get(int(found["id"]))
        pairs = [(order, refund) for refund in reversed(order.refunds)] if order is not None else []
        return self._paged(call, pairs)

    def all_refunds(self, call: Call, found: re.Match[str]) -> WireAnswer:
        pairs = [(order, refund) for order in self.shop.visible() for refund in order.refunds]
        pairs.sort(key=lambda pair: (pair[1].at, pair[1].id), reverse=True)
        return self._paged(call, pairs)

    def _paged(self, call: Call, pairs: Sequence[tuple[ShopOrder, Refund]]) -> WireAnswer:
        page = integer(call.params, "page", 1, least=1)
        per_page = integer(call.params, "per_page", 10, least=1, most=self.shop.options.per_page_cap)
        cut = pairs[(page - 1) * per_page : page * per_page]
        headers = [("X-WP-Total", str(len(pairs))), ("X-WP-TotalPages", str(-(-len(pairs) // per_page)))]
        dp = call.dp
        return self.reply(call, [refund_json(self.shop, *pair, dp) for pair in cut], headers=headers)

    def one_refund(self, call: Call, found: re.Match[str]) -> WireAnswer:
        order, refund = self._refund(found)
        return self.reply(call, refund_json(self.shop, order, refund, call.dp))

    def book_refund(self, call: Call, found: re.Match[str]) -> WireAnswer:
        order = self.shop.orders.get(int(found["id"]))
        if order is None:
            raise RestError(404, "woocommerce_rest_invalid_order_id", "Invalid order ID.")
        refund = writes.book_refund(self.shop, order, call.params, call.act)
        return self.reply(call, refund_json(self.shop, order, refund, call.dp), 201)

    def remove_refund(self, call: Call, found: re.Match[str]) -> WireAnswer:
        order, refund = self._refund(found)
        if not boolean(call.params, "force", False):
            words = "The shop_order_refund does not support trashing."
            raise RestError(501, "woocommerce_rest_trash_not_supported", words)
        writes.remove_refund(self.shop, order, refund, call.act)
        return self.reply(call, refund_json(self.shop, order, refund, call.dp))

    # the shop itself

    def system_status(self, call: Call, found: re.Match[str]) -> WireAnswer:
        return self.reply(call, system_status(self.shop))

    def gateways(self, call: Call, found: re.Match[str]) -> WireAnswer:
        return self.reply(call, gateways(self.shop))

    def one_gateway(self, call: Call, found: re.Match[str]) -> WireAnswer:
        for gateway in gateways(self.shop):
            if gateway["id"] == found["inner"]:
                return self.reply(call, gateway)
        raise RestError(404, "woocommerce_rest_payment_gateway_invalid", "Resource does not exist.")


# -- the table -----------------------------------------------------------------------------------------------------

CANNOT_LIST = ("woocommerce_rest_cannot_view", "Sorry, you cannot list resources.")
CANNOT_VIEW = ("woocommerce_rest_cannot_view", "Sorry, you cannot view this resource.")
CANNOT_CREATE = ("woocommerce_rest_cannot_create", "Sorry, you are not allowed to create resources.")
CANNOT_EDIT = ("woocommerce_rest_cannot_edit", "Sorry, you are not allowed to edit this resource.")
CANNOT_DELETE = ("woocommerce_rest_cannot_delete", "Sorry, you are not allowed to delete this resource.")
CANNOT_BATCH = (
    "woocommerce_rest_cannot_batch",
    "Sorry, you are not allowed to batch manipulate this resource.",
)


@dataclass(frozen=True, slots=True)
class Route:
    shown: str
    pattern: re.Pattern[str]
    methods: tuple[str, ...]
    handler: Handler
    refusal: tuple[str, str] | None
    exists: Callable[[Shop], bool]


def _always(_shop: Shop) -> bool:
    return True


def _has_fulfillments(shop: Shop) -> bool:
    return shop.options.tracking == "fulfillments" and shop.options.version >= (10, 1)


def _has_st(shop: Shop) -> bool:
    return shop.options.tracking == "shipment-tracking"


def _has_ast(shop: Shop) -> bool:
    return shop.options.tracking == "ast"


def _mails_templates(shop: Shop) -> bool:
    return shop.options.version >= (9, 8)


def _mails_details(shop: Shop) -> bool:
    return shop.options.version >= (9, 3)


def _lists_refunds(shop: Shop) -> bool:
    return shop.options.version >= (9, 0)


def _route(
    shown: str,
    methods: str,
    handler: Handler,
    refusal: tuple[str, str] | None,
    exists: Callable[[Shop], bool] = _always,
) -> Route:
    expression = shown.replace("{id}", r"(?P<id>\d+)").replace("{n}", r"(?P<inner>\d+)")
    expression = expression.replace("{hex}", r"(?P<inner>[a-fA-F0-9]{0,32})").replace("{word}", r"(?P<inner>[\w-]+)")
    return Route(shown, re.compile(expression), tuple(methods.split()), handler, refusal, exists)


def _plugin(space: str, exists: Callable[[Shop], bool]) -> tuple[Route, ...]:
    base = f"/(?P<space>{space})/orders/{{id}}/shipment-trackings"
    return (
        _route(base, "GET", Routes.list_trackings, CANNOT_LIST, exists),
        _route(base, "POST", Routes.add_tracking, CANNOT_CREATE, exists),
        _route(f"{base}/providers", "GET", Routes.providers, CANNOT_LIST, exists),
        _route(f"{base}/{{hex}}", "GET", Routes.one_tracking, CANNOT_VIEW, exists),
        _route(f"{base}/{{hex}}", "DELETE", Routes.remove_tracking, CANNOT_DELETE, exists),
    )


_ORDER = f"{API}/orders/{{id}}"
ROUTES: tuple[Route, ...] = (
    _route("/", "GET", Routes.site, None),
    _route(r"/(?P<space>wc/v3)", "GET", Routes.api_index, None),
    _route(rf"/(?P<space>{ST_SPACE})", "GET", Routes.api_index, None, _has_st),
    _route(rf"/(?P<space>{AST_SPACE})", "GET", Routes.api_index, None, _has_ast),
    _route(f"{API}/orders", "GET", Routes.list_orders, CANNOT_LIST),
    _route(f"{API}/orders", "POST", Routes.create_order, CANNOT_CREATE),
    _route(f"{API}/orders/batch", "POST PUT PATCH", Routes.batch, CANNOT_BATCH),
    _route(_ORDER, "GET", Routes.one_order, CANNOT_VIEW),
    _route(_ORDER, "POST PUT PATCH", Routes.update_order, CANNOT_EDIT),
    _route(_ORDER, "DELETE", Routes.delete_order, CANNOT_DELETE),
    _route(f"{_ORDER}/notes", "GET", Routes.list_notes, CANNOT_LIST),
    _route(f"{_ORDER}/notes", "POST", Routes.add_note, CANNOT_CREATE),
    _route(f"{_ORDER}/notes/{{n}}", "GET", Routes.one_note, CANNOT_VIEW),
    _route(f"{_ORDER}/notes/{{n}}", "DELETE", Routes.delete_note, CANNOT_DELETE),
    _route(f"{_ORDER}/actions/email_templates", "GET", Routes.mail_templates, CANNOT_VIEW, _mails_templates),
    _route(f"{_ORDER}/actions/send_email", "POST", Routes.send_mail, CANNOT_VIEW, _mails_templates),
    _route(f"{_ORDER}/actions/send_order_details", "POST", Routes.send_details, CANNOT_VIEW, _mails_details),
    _route(f"{_ORDER}/refunds", "GET", Routes.list_refunds, CANNOT_LIST),
    _route(f"{_ORDER}/refunds", "POST", Routes.book_refund, CANNOT_CREATE),
    _route(f"{_ORDER}/refunds/{{n}}", "GET", Routes.one_refund, CANNOT_VIEW),
    _route(f"{_ORDER}/refunds/{{n}}", "DELETE", Routes.remove_refund, CANNOT_DELETE),
    _route(f"{API}/refunds", "GET", Routes.all_refunds, CANNOT_LIST, _lists_refunds),
    _route(f"{_ORDER}/fulfillments", "GET", Routes.list_fulfillments, CANNOT_LIST, _has_fulfillments),
    _route(f"{_ORDER}/fulfillments", "POST", Routes.add_fulfillment, CANNOT_CREATE, _has_fulfillments),
    _route(f"{_ORDER}/fulfillments/{{n}}", "GET", Routes.one_fulfillment, CANNOT_VIEW, _has_fulfillments),
    _route(
        f"{_ORDER}/fulfillments/{{n}}",
        "POST PUT PATCH",
        Routes.change_fulfillment,
        CANNOT_EDIT,
        _has_fulfillments,
    ),
    _route(f"{_ORDER}/fulfillments/{{n}}", "DELETE", Routes.remove_fulfillment, CANNOT_DELETE, _has_fulfillments),
    *_plugin(ST_SPACE, _has_st),
    _route(f"/(?P<space>{ST_SPACE})/shipment-trackings/providers", "GET", Routes.providers, None, _has_st),
    *_plugin(AST_SPACE, _has_ast),
    _route(f"{API}/system_status", "GET", Routes.system_status, CANNOT_LIST),
    _route(f"{API}/payment_gateways", "GET", Routes.gateways, CANNOT_LIST),
    _route(f"{API}/payment_gateways/{{word}}", "GET", Routes.one_gateway, CANNOT_VIEW),
)


def _unsigned(query: Params) -> Params:
    return {name: value for name, value in query.items() if not name.startswith(("oauth_", "consumer_", "rest_route"))}


def _theme_page(request: WireRequest) -> WireAnswer:
    found = request.path in ("/", "/index.php")
    words = "Willkommen im Laden" if found else "Seite nicht gefunden"
    body = f'<!DOCTYPE html>\n<html lang="de"><head><title>{words}</title></head><body><h1>{words}</h1></body></html>\n'
    return WireAnswer(200 if found else 404, body.encode(), (), HTML_TYPE)
