"""Owns the sentences of what stands against a deed at a channel, by the error's code; desk.ui.sentences tells them."""

from __future__ import annotations

from desk.ui.words import QT_TRANSLATE_NOOP

DEED_SENTENCES: dict[str, str] = {
    "amount_changed": QT_TRANSLATE_NOOP(
        "sentences", "The channel would give another amount back for this, and no other. Look at it again."
    ),
    "buyer_not_reachable": QT_TRANSLATE_NOOP(
        "sentences", "The channel lets you write to this buyer no longer, or only about something they bought."
    ),
    "cancellation_unsure": QT_TRANSLATE_NOOP(
        "sentences",
        "The channel does not tell what became of this cancellation. Look at the order there, then say whether it "
        "is cancelled.",
    ),
    "cannot_mark_paid": QT_TRANSLATE_NOOP(
        "sentences", "An order that is shipped before it is paid can be marked as paid in the shop's back office only."
    ),
    "clock_differs": QT_TRANSLATE_NOOP(
        "sentences",
        "The channel did not take the digital signature: this computer's clock differs from its own. Set the clock, "
        "then try again.",
    ),
    "feed_broken": QT_TRANSLATE_NOOP(
        "sentences",
        "The channel broke off while it worked on this, and its books show nothing of it days later. Look at the "
        "order there before you try again.",
    ),
    "feed_cancelled": QT_TRANSLATE_NOOP(
        "sentences",
        "Somebody called this off at the channel before it was carried out. Try again if it is still wanted.",
    ),
    "feed_refused": QT_TRANSLATE_NOOP(
        "sentences",
        "The channel refused this, and nothing was done. Look at its words, then try again.",
    ),
    "more_than_left": QT_TRANSLATE_NOOP(
        "sentences", "That is more than is left to give back. Look what went back already, then give a smaller amount."
    ),
    "no_carrier": QT_TRANSLATE_NOOP("sentences", "The channel wants to know who carries the parcel. Enter it."),
    "no_feed_role": QT_TRANSLATE_NOOP(
        "sentences",
        "The channel does not let this application send refunds and cancellations. Give it the role Inventory and "
        "Order Tracking in Seller Central, authorise it again and enter the new refresh token.",
    ),
    "no_finance_role": QT_TRANSLATE_NOOP(
        "sentences",
        "The channel does not let this application look into the finances, and without them no refund is sent or "
        "proved. Give it the role Finance and Accounting in Seller Central, authorise it again and enter the new "
        "refresh token.",
    ),
    "no_gateway": QT_TRANSLATE_NOOP(
        "sentences",
        "The channel cannot send money back the way this was paid, and booked nothing. Book the refund only, and send "
        "the money by hand.",
    ),
    "no_seller_name": QT_TRANSLATE_NOOP(
        "sentences",
        "The channel does not tell who the seller is, so nobody knows who wrote what. Desk keeps trying.",
    ),
    "no_text": QT_TRANSLATE_NOOP("sentences", "There is no text to send. Write one."),
    "no_upload": QT_TRANSLATE_NOOP("sentences", "The channel does not take the file just now. Desk sends it again."),
    "not_cancelled": QT_TRANSLATE_NOOP(
        "sentences", "The channel did not take the order for cancelled. Look at it there."
    ),
    "not_eligible": QT_TRANSLATE_NOOP(
        "sentences", "The channel does not let this order be cancelled. Look at it there."
    ),
    "not_marked_paid": QT_TRANSLATE_NOOP("sentences", "The channel did not take the order for paid. Look at it there."),
    "not_offered": QT_TRANSLATE_NOOP(
        "sentences", "The channel does not take this for the return as it is now. Look at the return again."
    ),
    "not_yet": QT_TRANSLATE_NOOP(
        "sentences", "The channel cancels a purchase for not being paid from the fourth to the thirtieth day after it."
    ),
    "nothing_to_refund": QT_TRANSLATE_NOOP("sentences", "This needs an amount of more than nothing. Enter one."),
    "number_needed": QT_TRANSLATE_NOOP(
        "sentences", "The return is accepted already, and the channel waits for your own number of it. Enter that."
    ),
    "odd_answer": QT_TRANSLATE_NOOP("sentences", "An answer came that Desk does not know. Desk tries again."),
    "other_currency": QT_TRANSLATE_NOOP("sentences", "Money goes back in the currency in which it was paid only."),
    "refund_failed": QT_TRANSLATE_NOOP(
        "sentences", "The channel took the refund, and it failed there. Look at the order there."
    ),
    "refund_not_booked": QT_TRANSLATE_NOOP(
        "sentences",
        "The channel says that it carried this refund out, and its books do not show it days later. Look at the "
        "order there, then say whether the money went back.",
    ),
    "refund_refused": QT_TRANSLATE_NOOP("sentences", "The channel did not book this refund. Look at the order there."),
    "refund_unsure": QT_TRANSLATE_NOOP(
        "sentences",
        "The channel gave no answer to this refund, and nothing there tells whether it arrived. Look at the order "
        "there, then say whether the money went back.",
    ),
    "refund_under_way": QT_TRANSLATE_NOOP(
        "sentences", "Another refund of this order is still being worked on at the channel. Desk tries again later."
    ),
    "signature_refused": QT_TRANSLATE_NOOP(
        "sentences",
        "The channel does not accept the key of the digital signature. Sign in once more from the account's page: "
        "Desk then has a new key made.",
    ),
    "signing_key_missing": QT_TRANSLATE_NOOP(
        "sentences",
        "The channel wants a digital signature for this, and the account has no key for it yet. Sign in once more "
        "from the account's page: Desk then has one made.",
    ),
    "signing_key_wrong": QT_TRANSLATE_NOOP(
        "sentences",
        "The private key of the digital signature is none. Enter it again, or sign in once more and Desk has a new "
        "one made.",
    ),
    "status_gone": QT_TRANSLATE_NOOP(
        "sentences",
        "The channel does not have this status for orders (any more). Test the account, then choose another.",
    ),
    "status_not_taken": QT_TRANSLATE_NOOP(
        "sentences", "The channel gave the order another status than was asked for. Look at it there."
    ),
    "status_says_paid": QT_TRANSLATE_NOOP(
        "sentences", "With this status the channel would take the order for paid. Say first that the money is there."
    ),
    "sums_differ": QT_TRANSLATE_NOOP("sentences", "The parts of this refund do not make up its sum. Enter it anew."),
    "taken_over": QT_TRANSLATE_NOOP("sentences", "Another Desk has taken this over. Nothing is lost."),
    "undecided": QT_TRANSLATE_NOOP(
        "sentences", "It may have arrived, and the channel does not tell. Look there, then say here whether it did."
    ),
    "unreadable_case": QT_TRANSLATE_NOOP(
        "sentences", "This case could not be read. It is kept in the repair list with what the channel sent."
    ),
    "unreadable_conversation": QT_TRANSLATE_NOOP(
        "sentences", "This conversation could not be read. It is kept in the repair list with what the channel sent."
    ),
    "unreadable_money": QT_TRANSLATE_NOOP(
        "sentences", "What the channel shows of this money cannot be read, so nothing is sent. Look at it there."
    ),
    "unreadable_notes": QT_TRANSLATE_NOOP(
        "sentences", "The order's notes in the shop cannot be read, so nothing is sent."
    ),
    "wrong_file": QT_TRANSLATE_NOOP(
        "sentences", "The channel takes labels of other kinds only, such as PDF. Choose such a file."
    ),
}
