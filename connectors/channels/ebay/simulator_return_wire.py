"""How a simulated Post-Order writes a return: the summary with what the seller may do and until when, and the detail
with its history. Reads only.
"""

from __future__ import annotations

from datetime import datetime

from connectors.channels.ebay import simulator_return_steps as steps
from connectors.channels.ebay.simulator_claims import File, Return
from connectors.channels.ebay.simulator_lists import Json, invalid, money, when
from connectors.channels.ebay.simulator_model import Market

FILTERS = (
    "ALL_OPEN",
    "ALL_OPEN_RETURN",
    "ALL_OPEN_REPLACEMENT",
    "SELLER_ACTION_DUE",
    "SELLER_ACTION_OVERDUE",
    "SELLER_NO_ACTION",
    "RETURN_STARTED",
    "ITEM_SHIPPED",
    "ITEM_DELIVERED",
    "EBAY_PLUS",
    "CLOSED",
)


def in_filter(one: Return, wanted: str, now: datetime) -> bool:
    """`return_state` of the search; without one, all there are."""
    if wanted and wanted not in FILTERS:
        raise invalid("return_state", wanted)
    overdue = one.due is not None and one.due[1] <= now
    return {
        "": True,
        "ALL_OPEN": one.open,
        "ALL_OPEN_RETURN": one.open,
        "SELLER_ACTION_DUE": one.due is not None and not overdue,
        "SELLER_ACTION_OVERDUE": overdue or one.state.endswith("_TIMEOUT"),
        "SELLER_NO_ACTION": one.open and one.due is None,
        "RETURN_STARTED": one.open and one.parcel is None,
        "ITEM_SHIPPED": one.open and one.state == "ITEM_SHIPPED",
        "ITEM_DELIVERED": one.open and one.state == "ITEM_DELIVERED",
        "CLOSED": not one.open,
    }.get(wanted, False)


def summary(market: Market, one: Return) -> Json:
    order, line = steps.order_of(market, one), steps.line_of(market, one)
    state, status, reason = one.words
    refund: Json = {"estimatedRefundAmount": money(order, one.estimated)}
    if one.refunded:
        refund["actualRefundAmount"] = money(order, one.refunded)
    created: Json = {
        "item": {"itemId": line.item_id, "transactionId": line.transaction_id, "returnQuantity": one.quantity},
        "reason": reason,
        "reasonType": one.reason_type,
        "creationDate": when(one.created),
    }
    if one.comment:
        created["comments"] = {"content": one.comment}
    told: Json = {
        "returnId": one.id,
        "orderId": one.order_id,
        "state": state,
        "status": status,
        "currentType": "MONEY_BACK",
        "buyerLoginName": order.username,
        "sellerLoginName": market.options.seller,
        "creationInfo": created,
        "sellerTotalRefund": refund,
        "sellerAvailableOptions": [{"actionType": option} for option in one.options],
    }
    if one.due is not None:
        activity, by = one.due
        told["sellerResponseDue"] = {"activityDue": activity, "respondByDate": when(by)}
    if one.case_id:
        told["escalationInfo"] = {"caseId": one.case_id}
    return told | one.spoilt


def detail(one: Return) -> Json:
    told: Json = {
        "responseHistory": [
            {
                "activity": said.activity,
                "author": said.author,
                "creationDate": when(said.at),
                **({"comments": {"content": said.words}} if said.words else {}),
            }
            for said in one.history
        ],
        "files": [file_json(each) for each in one.files],
    }
    if one.parcel is not None:
        carrier, number = one.parcel
        parcel = {"trackingNumber": number, "carrierUsed": carrier, "shippedBy": "BUYER"}
        told["returnShipmentInfo"] = {"shipmentTracking": parcel}
    if one.rma:
        told["returnMerchandiseAuthorization"] = one.rma
    if one.closed is not None:
        told["closeInfo"] = {"returnCloseReason": one.close_reason, "closeDate": when(one.closed)}
    return told


def file_json(file: File) -> Json:
    return {
        "fileId": file.id,
        "fileName": file.name,
        "filePurpose": file.purpose,
        "fileStatus": file.status,
        "submitter": "SELLER",
        "creationDate": when(file.at),
    }
