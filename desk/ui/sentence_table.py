"""Owns the sentences for errors of channels, network and store by their code; desk.ui.sentences tells them.

Apart from that: nothing needs them before something has gone wrong.
"""

from __future__ import annotations

from desk.ui.care.words import CARE_SENTENCES
from desk.ui.deed_sentences import DEED_SENTENCES
from desk.ui.words import QT_TRANSLATE_NOOP

SENTENCES: dict[str, str] = {
    **CARE_SENTENCES,
    **DEED_SENTENCES,
    "account_gone": QT_TRANSLATE_NOOP("sentences", "This account is gone."),
    "address_missing": QT_TRANSLATE_NOOP(
        "sentences",
        "The address of the channel is missing. It looks like https://shop.example.",
    ),
    "address_not_safe": QT_TRANSLATE_NOOP(
        "sentences",
        "The keys and buyers' data may only travel over a safe connection. Enter the address with https:// in front.",
    ),
    "address_with_keys": QT_TRANSLATE_NOOP(
        "sentences",
        "The address must not hold a user name or password. Enter the keys in their own fields.",
    ),
    "ca_file_missing": QT_TRANSLATE_NOOP(
        "sentences",
        "The file with the server's certificate is not there, or is none. Check it in the account's settings.",
    ),
    "clocks_differ": QT_TRANSLATE_NOOP(
        "sentences",
        "The clocks of this computer and the channel differ too much. Set this computer's clock.",
    ),
    "closed_to_guests": QT_TRANSLATE_NOOP(
        "sentences",
        "A plugin keeps the interface closed. Allow it for Desk's key in that plugin.",
    ),
    "connection_lost": QT_TRANSLATE_NOOP("sentences", "The connection broke off in the middle. Desk keeps trying."),
    "connection_refused": QT_TRANSLATE_NOOP("sentences", "It cannot be reached just now. Desk keeps trying."),
    "connector": QT_TRANSLATE_NOOP(
        "sentences",
        "The channel did something unexpected. Try again; the log holds the details.",
    ),
    "consent_ended": QT_TRANSLATE_NOOP(
        "sentences",
        "The consent for this account is over or was taken back. Sign in at the channel once more and enter the "
        "new refresh token.",
    ),
    "cut_answer": QT_TRANSLATE_NOOP("sentences", "Only part of an answer came. Desk keeps trying."),
    "empty_answer": QT_TRANSLATE_NOOP("sentences", "An empty answer came. Desk keeps trying."),
    "file_unreadable": QT_TRANSLATE_NOOP(
        "sentences", "The file cannot be read. Check its rights, and that its disk is connected."
    ),
    "firewall": QT_TRANSLATE_NOOP("sentences", "A firewall or security plugin turned Desk away. Allow Desk there."),
    "gateway": QT_TRANSLATE_NOOP(
        "sentences",
        "The channel's gateway turned Desk away. Desk keeps trying; if it stays so, check the account's region.",
    ),
    "html_answer": QT_TRANSLATE_NOOP(
        "sentences",
        "A web page came where data was expected: a security plugin, a maintenance page or a faulty extension "
        "stands in between. Desk keeps trying.",
    ),
    "invalid_client": QT_TRANSLATE_NOOP(
        "sentences",
        "The channel does not know this application. Copy its ID and its secret once more.",
    ),
    "invalid_grant": QT_TRANSLATE_NOOP(
        "sentences",
        "The consent for this account is over or was taken back. Sign in at the channel once more and enter the "
        "new refresh token.",
    ),
    "invalid_input": QT_TRANSLATE_NOOP("sentences", "The channel refused a value of the request."),
    "invalid_param": QT_TRANSLATE_NOOP("sentences", "The channel refused a value of the request."),
    "key_may_not_read": QT_TRANSLATE_NOOP(
        "sentences",
        "The key may not read. Make one with the permission Read/Write.",
    ),
    "key_may_not_write": QT_TRANSLATE_NOOP(
        "sentences",
        "The key may only read. Make one with the permission Read/Write, for a user who is a shop manager.",
    ),
    "key_missing": QT_TRANSLATE_NOOP("sentences", "A key is missing. Enter it in the account's settings."),
    "key_with_blanks": QT_TRANSLATE_NOOP("sentences", "A key holds blanks. Copy it again, on its own."),
    "key_wrong": QT_TRANSLATE_NOOP(
        "sentences",
        "The consumer key is not accepted, or its user may not see orders. Copy it again, or make a new key for a "
        "shop manager.",
    ),
    "keys_in_wrong_fields": QT_TRANSLATE_NOOP(
        "sentences", "Two of the keys stand in each other's fields. Copy each one into its own."
    ),
    "keys_swapped": QT_TRANSLATE_NOOP(
        "sentences",
        "Consumer key and consumer secret are swapped: the key begins with ck_, the secret with cs_.",
    ),
    "keyset_wrong": QT_TRANSLATE_NOOP(
        "sentences",
        "The channel does not know this keyset. Copy its ID and its secret once more, both of the same keyset.",
    ),
    "login_needed": QT_TRANSLATE_NOOP("sentences", "The keys are not accepted, or may not do this. Enter them anew."),
    "maintenance": QT_TRANSLATE_NOOP("sentences", "It is closed for maintenance. Desk goes on when it is back."),
    "marketplace_missing": QT_TRANSLATE_NOOP("sentences", "Name at least one marketplace, such as DE."),
    "marketplace_not_sold_at": QT_TRANSLATE_NOOP(
        "sentences",
        "The seller does not sell at one of these marketplaces. Check them in the account's settings.",
    ),
    "marketplace_of_other_region": QT_TRANSLATE_NOOP(
        "sentences",
        "The marketplace belongs to another region. Each region is an account of its own.",
    ),
    "no_address": QT_TRANSLATE_NOOP(
        "sentences",
        "That is not an address of a channel. It looks like https://shop.example.",
    ),
    "no_answer": QT_TRANSLATE_NOOP(
        "sentences",
        "No clear answer came, so it is not known whether the change arrived. Desk looks there before it tries again.",
    ),
    "no_api": QT_TRANSLATE_NOOP("sentences", "There is no open interface at this address. Check the address."),
    "no_day": QT_TRANSLATE_NOOP("sentences", "Write the day as year-month-day, such as 2027-05-20."),
    "no_file": QT_TRANSLATE_NOOP(
        "sentences", "The channel does not hand out the file just now. Desk asks for it again."
    ),
    "no_merchant_token": QT_TRANSLATE_NOOP(
        "sentences", "That is no merchant token. Seller Central shows it: capital letters and digits."
    ),
    "no_report": QT_TRANSLATE_NOOP(
        "sentences", "The channel could not make its report of returns. Desk asks for it again later."
    ),
    "no_route": QT_TRANSLATE_NOOP(
        "sentences",
        "The channel does not know this part of its interface: an extension for it is not active.",
    ),
    "no_such_line": QT_TRANSLATE_NOOP("sentences", "The order has no such line. Look at it again."),
    "no_such_host": QT_TRANSLATE_NOOP(
        "sentences",
        "There is no such server, or this computer is offline. Check the address and the connection.",
    ),
    "no_such_marketplace": QT_TRANSLATE_NOOP(
        "sentences",
        "There is no such marketplace. Check the account's settings.",
    ),
    "no_such_order": QT_TRANSLATE_NOOP("sentences", "The channel has no such order."),
    "no_such_push": QT_TRANSLATE_NOOP("sentences", "The outbox no longer has this entry."),
    "no_such_region": QT_TRANSLATE_NOOP("sentences", "There is no such region. Check the account's settings."),
    "no_such_site": QT_TRANSLATE_NOOP("sentences", "There is no such marketplace. Check the account's settings."),
    "no_such_way": QT_TRANSLATE_NOOP(
        "sentences",
        "There is no such way of tracking numbers. Choose another one in the account's settings.",
    ),
    "no_token": QT_TRANSLATE_NOOP("sentences", "The sign-in gave no access token. Desk keeps trying."),
    "no_tracking_number": QT_TRANSLATE_NOOP(
        "sentences",
        "The channel takes tracking numbers of letters and digits only, and this one holds none.",
    ),
    "no_longer_listed": QT_TRANSLATE_NOOP(
        "sentences", "The channel lists orders of the last two years only. This one stays as Desk knew it last."
    ),
    "not_an_address": QT_TRANSLATE_NOOP(
        "sentences",
        "That is not an address of a channel. It looks like https://shop.example.",
    ),
    "not_completed": QT_TRANSLATE_NOOP(
        "sentences",
        "The tracking number arrived, but the channel did not take the order for completed.",
    ),
    "not_found": QT_TRANSLATE_NOOP("sentences", "What was asked for is not there."),
    "not_permitted": QT_TRANSLATE_NOOP("sentences", "The keys are not allowed to do this. Check their rights."),
    "not_singly": QT_TRANSLATE_NOOP(
        "sentences", "The channel tells of returns in its reports only. Desk reads them every few hours."
    ),
    "not_shown": QT_TRANSLATE_NOOP(
        "sentences",
        "The channel's answer does not show the parcel. Desk looks there before it tries again.",
    ),
    "order_gone": QT_TRANSLATE_NOOP("sentences", "This order is not in the store."),
    "note_changed": QT_TRANSLATE_NOOP("sentences", "This note was changed meanwhile. Read it again first."),
    "note_empty": QT_TRANSLATE_NOOP("sentences", "A note needs some words."),
    "note_gone": QT_TRANSLATE_NOOP("sentences", "This note is gone."),
    "note_of_another": QT_TRANSLATE_NOOP("sentences", "This note is by another agent. Write one of your own."),
    "note_too_long": QT_TRANSLATE_NOOP("sentences", "A note has at most {most} characters; this one has {has}."),
    "outcome_unknown": QT_TRANSLATE_NOOP(
        "sentences",
        "It is not known whether the change arrived. Desk looks there before it tries again.",
    ),
    "page_repeated": QT_TRANSLATE_NOOP(
        "sentences",
        "The channel sends the same page again and again. Desk will try later.",
    ),
    "parcel_without_number": QT_TRANSLATE_NOOP(
        "sentences",
        "This parcel has no number within its order. That is a fault of Desk: report it.",
    ),
    "push_changed": QT_TRANSLATE_NOOP("sentences", "This entry changed just now. Look at it again."),
    "push_not_resolved": QT_TRANSLATE_NOOP("sentences", "Only unclear and conflicting entries are settled by hand."),
    "quota_used_up": QT_TRANSLATE_NOOP(
        "sentences",
        "The channel's quota is used up for now. Desk goes on when it allows.",
    ),
    "redirected": QT_TRANSLATE_NOOP(
        "sentences",
        "The call is passed on to another address. Check the address of the account.",
    ),
    "redirected_to_https": QT_TRANSLATE_NOOP(
        "sentences",
        "Only a safe connection is answered. Enter the address with https:// in front.",
    ),
    "refused": QT_TRANSLATE_NOOP("sentences", "The channel refused this."),
    "repair_gone": QT_TRANSLATE_NOOP("sentences", "This record is not on the repair list any more."),
    "repair_nameless": QT_TRANSLATE_NOOP(
        "sentences",
        "This record came without a number, so that it cannot be asked for. The next fetch may bring it again.",
    ),
    "report_not_saved": QT_TRANSLATE_NOOP(
        "sentences",
        "The report cannot be saved there. Choose another folder.",
    ),
    "secret_missing": QT_TRANSLATE_NOOP("sentences", "A key of this account is not in the keyring. Enter it again."),
    "secret_wrong": QT_TRANSLATE_NOOP(
        "sentences",
        "The consumer secret does not belong to this key. Copy it again, or make a new key.",
    ),
    "secrets_unavailable": QT_TRANSLATE_NOOP(
        "sentences",
        "The system's keyring is missing or locked. Unlock it and try again.",
    ),
    "server_error": QT_TRANSLATE_NOOP("sentences", "The channel had a fault of its own. Desk keeps trying."),
    "sign_in_declined": QT_TRANSLATE_NOOP(
        "sentences", "On the channel's page the consent was declined. Sign in once more and agree."
    ),
    "sign_in_lost": QT_TRANSLATE_NOOP(
        "sentences",
        "The answer got lost on its way, and the address is good only once. Sign in once more and paste the new "
        "address.",
    ),
    "sign_in_no_code": QT_TRANSLATE_NOOP(
        "sentences",
        "There is no code in it. After agreeing, copy the whole address from the browser's address bar.",
    ),
    "sign_in_other_state": QT_TRANSLATE_NOOP(
        "sentences",
        "This address is another sign-in's. Sign in once more from here and paste the address where the browser ends.",
    ),
    "sign_in_refused": QT_TRANSLATE_NOOP("sentences", "The channel did not let you in. Sign in once more."),
    "shop_cached": QT_TRANSLATE_NOOP(
        "sentences",
        "A cache answers in the shop's place, so new orders would be missed. Keep the shop's cache away from /wp-json.",
    ),
    "shop_refused": QT_TRANSLATE_NOOP("sentences", "The channel refused this."),
    "stopped": QT_TRANSLATE_NOOP("sentences", "It was stopped before the channel was asked again."),
    "store_bug": QT_TRANSLATE_NOOP("sentences", "The store could not do this. Try again; the log holds the details."),
    "timed_out": QT_TRANSLATE_NOOP("sentences", "The answer took too long. Desk keeps trying."),
    "tls": QT_TRANSLATE_NOOP(
        "sentences",
        "The connection is not safe: the certificate is not valid. Nothing was sent.",
    ),
    "token_not_accepted": QT_TRANSLATE_NOOP(
        "sentences", "The channel does not accept the access token it has just given. Desk keeps trying."
    ),
    "token_refused": QT_TRANSLATE_NOOP(
        "sentences",
        "The channel gives access tokens and accepts none of them. Authorise Desk there again and enter the new "
        "refresh token.",
    ),
    "too_large": QT_TRANSLATE_NOOP("sentences", "More data came than one answer may hold."),
    "too_many_marketplaces": QT_TRANSLATE_NOOP("sentences", "These are too many marketplaces for one account."),
    "unauthorized_client": QT_TRANSLATE_NOOP(
        "sentences",
        "The channel does not let this application sign in for the account. Authorise it there again and enter "
        "the new refresh token.",
    ),
    "unexpected": QT_TRANSLATE_NOOP(
        "sentences",
        "Something went wrong inside Desk. Try again; the log holds the details.",
    ),
    "unexpected_status": QT_TRANSLATE_NOOP("sentences", "An answer came that Desk does not know."),
    "unreadable": QT_TRANSLATE_NOOP("sentences", "An answer came that makes no sense."),
    "unreadable_order": QT_TRANSLATE_NOOP(
        "sentences",
        "This order could not be read. It is kept in the repair list with what the channel sent.",
    ),
    "user_lacks_right": QT_TRANSLATE_NOOP(
        "sentences",
        "The user of this key may not see orders. Make the key for a shop manager or administrator.",
    ),
    "way_missing": QT_TRANSLATE_NOOP(
        "sentences",
        "The channel has not the way of tracking numbers that the account is set to.",
    ),
    "window_busy": QT_TRANSLATE_NOOP(
        "sentences",
        "Desk is open on this store already and does not answer. Wait a moment, or end it, then start Desk again.",
    ),
}
