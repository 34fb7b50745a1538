"""The Key Management API of a simulated eBay: an application makes a key for signatures, once told whole, and asks for
its keys later without the secret.
"""

from __future__ import annotations

import re

from connectors.channels.ebay.simulator_auth import SCOPE, USER, Auth
from connectors.channels.ebay.simulator_errors import RestError, json_object, rest_answer
from connectors.channels.ebay.simulator_signatures import ED25519, RSA, SigningKeys
from connectors.simulation.wire import WireAnswer, WireRequest

KEYS = "/developer/key_management/v1/signing_key"
KEYS_LIMIT = 1_000
_PATH = re.compile(rf"{KEYS}(?:/(?P<key>[^/]+))?/?")


class KeyManagement:
    def __init__(self, auth: Auth, keys: SigningKeys) -> None:
        self.auth = auth
        self.keys = keys

    def answer(self, request: WireRequest) -> WireAnswer:
        token = self.auth.bearer(request)
        # Keys are the application's and not a seller's.
        if token.kind == USER or SCOPE not in token.scopes:
            raise RestError(1100)
        self.auth.count("developer.key_management", KEYS_LIMIT, request.at)
        found = _PATH.fullmatch(request.path)
        if found is None:
            raise RestError(2002)
        if request.method == "POST" and not found["key"]:
            return self._create(request)
        if request.method != "GET":
            raise RestError(2004, status=405)
        if not found["key"]:
            made = [key.document(secret=False) for key in self.keys.made.values()]
            return rest_answer({"signingKeys": made})
        if found["key"] not in self.keys.made:
            raise RestError(2002)
        return rest_answer(self.keys.made[found["key"]].document(secret=False))

    def _create(self, request: WireRequest) -> WireAnswer:
        wanted = json_object(request, frozenset({"signingKeyCipher"}))
        cipher = wanted.get("signingKeyCipher")
        if cipher not in (ED25519, RSA):
            raise RestError(2004, ("signingKeyCipher", str(cipher)))
        made = self.keys.create(str(cipher), request.at)
        # What no log of a client may ever hold.
        self.auth.issued += [made.private, made.jwe]
        return rest_answer(made.document(secret=True), 201)
