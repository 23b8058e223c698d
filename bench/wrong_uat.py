"""Tokens that were never made."""

import string
import zlib


def with_other_secret(uat):
    """A token of the right shape, checksum and id, but with another secret: the dearest refusal."""
    digits = string.digits + string.ascii_uppercase + string.ascii_lowercase
    body = uat.removeprefix("UAT ")[:-6]
    body = body[:-1] + ("0" if body[-1] != "0" else "1")
    rest, crc = zlib.crc32(body.encode()), ""
    for _ in range(6):
        rest, digit = divmod(rest, 62)
        crc = digits[digit] + crc
    return f"UAT {body}{crc}"
