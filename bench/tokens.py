"""Tokens by the million: written into the server's file, with their texts for whoever calls."""

import hashlib
import hmac
import os
import zlib

from world import database

DIGITS = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
PAIRS = [DIGITS[high:high + 1] + DIGITS[low:low + 1] for high in range(62) for low in range(62)]
AT_ONCE = 10_000


def base62(number, width):
    """The number in so many digits, two at a time (crates/core/src/base62.rs)."""
    text = b""
    for _ in range((width + 1) // 2):
        number, pair = divmod(number, 62 * 62)
        text = PAIRS[pair] + text
    return text[-width:]


def pepper(server):
    """The key of the tokens' digests: HKDF-SHA-256 of the master key (crates/server/src/secrets.rs)."""
    with open(os.path.join(server.folder, "data", "master.key"), encoding="ascii") as file:
        master = bytes.fromhex(file.read().strip())
    extracted = hmac.digest(b"countermark", master, "sha256")
    return hmac.digest(extracted, b"token pepper 1\x01", "sha256")


def token(key, number):
    """The token of that number: id, digest and text (crates/core/src/token.rs)."""
    drawn = hashlib.sha512(b"%d" % number).digest()
    name, secret = int.from_bytes(drawn[:16], "big"), drawn[32:]
    written = base62(name, 22)
    text = b"cmkuat1_" + written + b"_" + base62(int.from_bytes(secret, "big"), 43)
    text += base62(zlib.crc32(text), 6)
    return (written.decode(), hmac.digest(key, b"uat1\0" + drawn[:16] + secret, "sha256"),
            text.decode())


def fill(server, first, last):
    """Writes the tokens with these numbers; the path of a file with a credential a line."""
    key, path = pepper(server), os.path.join(server.folder, "tokens")
    sql = ("INSERT INTO uat (id, company_id, person_id, name, name_folded, secret_digest, permissions, "
           "valid_until, created_at, expires_at, use_count, family) SELECT ?1, company_id, id, 'tool', "
           "'tool', ?2, 'brand_view product_view product_create', '2099-01-01', ?3, 4070995200000000, "
           "0, ?1 FROM (SELECT last_company AS company_id, id FROM person LIMIT 1)")
    with database(server) as rows, open(path, "a", encoding="ascii") as file:
        made_at = rows.execute("SELECT max(created_at) FROM person").fetchone()[0]
        # Policies count from the day on which a token was made.
        rows.execute("UPDATE company SET uat_max_days = 36500")
        for begin in range(first, last, AT_ONCE):
            made = [token(key, number) for number in range(begin, min(begin + AT_ONCE, last))]
            rows.executemany(sql, ((name, digest, made_at) for name, digest, _ in made))
            file.writelines(f"UAT {text}\n" for _, _, text in made)
    rows.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    rows.close()
    return path
