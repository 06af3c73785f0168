"""What a vision endpoint needs: an address, a model and, in the environment, perhaps a key."""

from __future__ import annotations

import os
import re
from urllib.parse import urlsplit

from thai_ita.side_files import shortened

KEY_VARIABLE = "THAI_ITA_OCR_KEY"
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
# Neither blanks nor what begins a new line of a request; a key besides has no letter but Latin ones.
_ADDRESS = re.compile(r"[^\x00-\x20\x7f]+")
_KEY = re.compile(r"[!-~]+")


class EndpointSettingError(ValueError):
    """An address, a model or a key that cannot be used; the message says what to give."""


def endpoint_key(address: str, model: str) -> str:
    """The key of the environment for an endpoint, "" where there is none.

    Raises EndpointSettingError where the endpoint cannot be used; a key is never quoted.
    """
    try:
        parts = urlsplit(address)
        usable = bool(_ADDRESS.fullmatch(address) and parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or parts.scheme not in ("http", "https"):
        raise EndpointSettingError(
            f"the endpoint must be an http address such as https://host/v1, not {shortened(address)!r}"
        )
    if parts.username or parts.password or parts.query:
        raise EndpointSettingError(f"the endpoint's address must hold no key; set {KEY_VARIABLE} instead")
    if not model:
        raise EndpointSettingError("an endpoint needs the name of its model: --ocr-model NAME")
    key = os.environ.get(KEY_VARIABLE, "")
    if key and not _KEY.fullmatch(key):
        raise EndpointSettingError(
            f"{KEY_VARIABLE} holds what no key has, such as a blank or a line break; set it anew"
        )
    if key and parts.scheme == "http" and parts.hostname not in _HERE:
        raise EndpointSettingError(f"the endpoint must be https, for {KEY_VARIABLE} would be sent in the clear")
    return key
