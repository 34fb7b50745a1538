"""The storage beside the simulated Selling Partner API: documents go up and come down by addresses that are signed
beforehand and live five minutes. It knows no access token, and refuses what a signature does not cover.
"""

from __future__ import annotations

import gzip
import hashlib
import hmac
import uuid
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode
from xml.sax.saxutils import escape

from connectors.channels.amazon.simulator_errors import not_found
from connectors.channels.amazon.simulator_model import Seller, digest
from connectors.channels.amazon.simulator_office import Document
from connectors.simulation.wire import WireAnswer, WireRequest

BUCKET = "/tortuga-prod-eu/"
ADDRESS_LIFE = timedelta(minutes=5)
XML_TYPE = "application/xml"
REPORT_DAYS = 90
_STAMP = "%Y%m%dT%H%M%SZ"
_NAMES = ("X-Amz-Algorithm", "X-Amz-Date", "X-Amz-SignedHeaders", "X-Amz-Expires", "X-Amz-Credential")


def new_document(seller: Seller, at: datetime, content_type: str) -> Document:
    place = len(seller.office.documents)
    identity = uuid.uuid5(uuid.NAMESPACE_OID, f"document:{seller.seed}:{place}")
    document = Document(f"amzn1.tortuga.4.eu.{identity}.T{digest(identity) % 36**6:06X}", at, content_type)
    seller.office.documents[document.id] = document
    return document


def stored(seller: Seller, at: datetime, content_type: str, body: bytes, *, of_report: bool = False) -> Document:
    """A document of Amazon's own making, compressed now and then."""
    document = new_document(seller, at, content_type)
    if of_report:
        document.of_report, document.kept_days = True, REPORT_DAYS
    chosen = seller.options.compression
    document.zipped = chosen == "gzip" or (chosen == "mixed" and digest(document.id) % 2 == 0)
    document.body = gzip.compress(body, mtime=0) if document.zipped else body
    return document


def found(seller: Seller, document_id: str, at: datetime, *, of_report: bool) -> Document:
    document = seller.office.documents.get(document_id)
    if document is None or document.of_report != of_report or at > document.made + timedelta(days=document.kept_days):
        raise not_found()
    return document


def address(seller: Seller, document: Document, method: str, at: datetime, encoding: str = "") -> str:
    """To upload by PUT or to download by GET. `encoding` is what the download will say of itself."""
    given = {
        "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
        "X-Amz-Date": at.astimezone(UTC).strftime(_STAMP),
        "X-Amz-SignedHeaders": "content-type;host" if method == "PUT" else "host",
        "X-Amz-Expires": str(int(ADDRESS_LIFE.total_seconds())),
        "X-Amz-Credential": f"AKIASIMULATED/{at:%Y%m%d}/eu-west-1/s3/aws4_request",
    }
    if encoding:
        given["response-content-encoding"] = encoding
    content_type = document.content_type if method == "PUT" else ""
    given["X-Amz-Signature"] = _signature(seller, method, document.id, content_type, given)
    return f"{seller.office.url}{BUCKET}{document.id}?{urlencode(given)}"


def _signature(seller: Seller, method: str, document_id: str, content_type: str, given: dict[str, str]) -> str:
    kept = sorted((name, value) for name, value in given.items() if name != "X-Amz-Signature")
    signed = "\n".join((method, document_id, content_type, urlencode(kept)))
    return hmac.new(f"storage:{seller.seed}".encode(), signed.encode(), hashlib.sha256).hexdigest()


def answer(seller: Seller, request: WireRequest) -> WireAnswer:
    """Up or down, in the storage's own words and never in the API's."""
    query = dict(request.query)
    if not set(_NAMES) | {"X-Amz-Signature"} <= set(query):
        return refusal(403, "AccessDenied", "Access Denied")
    if "authorization" in request.headers:
        return refusal(400, "InvalidArgument", "Only one auth mechanism allowed; only the X-Amz-Algorithm query")
    if any(name.startswith("x-amz-") for name in request.headers):
        return refusal(403, "AccessDenied", "There were headers present in the request which were not signed")
    document_id = request.path.removeprefix(BUCKET)
    content_type = request.headers.get("content-type", "") if request.method == "PUT" else ""
    signed = _signature(seller, request.method, document_id, content_type, query)
    if not hmac.compare_digest(signed.encode(), query["X-Amz-Signature"].encode()):
        words = "The request signature we calculated does not match the signature you provided."
        return refusal(403, "SignatureDoesNotMatch", words)
    made = datetime.strptime(query["X-Amz-Date"], _STAMP).replace(tzinfo=UTC)
    if request.at > made + timedelta(seconds=int(query["X-Amz-Expires"]) + 1):
        return refusal(403, "AccessDenied", "Request has expired")
    document = seller.office.documents[document_id]
    if request.method == "PUT":
        document.body = request.body
        document.zipped = request.headers.get("content-encoding", "").strip().lower() == "gzip"
        return WireAnswer(200, b"", [("ETag", f'"{hashlib.md5(request.body, usedforsecurity=False).hexdigest()}"')])
    if document.body is None:
        return refusal(404, "NoSuchKey", "The specified key does not exist.")
    encoding = query.get("response-content-encoding", "identity")
    return WireAnswer(200, document.body, [("Content-Encoding", encoding)], document.content_type)


def refusal(status: int, code: str, words: str) -> WireAnswer:
    body = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{code}</Code><Message>{escape(words)}</Message></Error>'
    )
    return WireAnswer(status, body.encode(), content_type=XML_TYPE)


def plain(document: Document) -> bytes | None:
    """What was meant, of a document that the client uploaded."""
    if document.body is None or not document.zipped:
        return document.body
    try:
        return gzip.decompress(document.body)
    except (OSError, EOFError):
        return b""
