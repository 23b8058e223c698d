"""Single requests: the server's CPU time for one of each kind."""

import os
import re
import statistics
import string
import subprocess
import tempfile
import zlib

from measure import CLIENTS_CORE, HERE, cpu_seconds, size
from program import EMAIL, PASSWORD

ROUNDS = size("ROUNDS", 3)
SECONDS = size("SECONDS", 5)
PRODUCTS = size("PRODUCTS", 20_000)
CONNECTIONS = 16


def measure(server, url, auth, script, expect, extra):
    """One round: requests per second, and microseconds of the server's CPU per request."""
    command = [*CLIENTS_CORE, "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s",
               "-s", os.path.join(HERE, "request.lua"), url]
    env = {**os.environ, "BENCH_AUTH": auth or "", "BENCH_EXPECT": str(expect),
           "BENCH_KIND": script, **extra}
    before = cpu_seconds(server.process.pid)
    out = subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout
    spent = cpu_seconds(server.process.pid) - before
    requests = int(re.search(r"(\d+) requests in", out).group(1))
    wrong = int(re.search(r"unexpected: (\d+)", out).group(1))
    if wrong or "Socket errors" in out or not requests:
        raise SystemExit(f"{url}: {wrong} answers other than {expect}\n{out}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1)), spent / requests * 1e6


def seed(server):
    """A brand with many products, brought in by the import; the brand's id."""
    jwt = server.jwt()
    brand = server.call("POST", "/brands/", {"name": "Bench"}, auth=jwt, expect=201)[1]["id"]
    rows = "\n".join(f"SEED-{n},Product {n},Bench" for n in range(PRODUCTS))
    with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
        file.write("sku,name,brand\n" + rows + "\n")
        file.flush()
        subprocess.run(
            ["curl", "--fail-with-body", "-sS", "-o", "/dev/null", "--data-binary", f"@{file.name}",
             "-H", "Content-Type: text/csv", "-H", f"Authorization: {jwt}",
             f"{server.base}/api/v2/products/import/?sku=sku&name=name&brand=brand"], check=True)
    return brand


def deep_page(server, auth):
    """The address of the page that lies half-way, found as a client does: by following `next`."""
    page = server.call("GET", "/products/?limit=200", auth=auth, expect=200)[1]
    for _ in range(PRODUCTS // 200 // 2):
        page = server.call("GET", page["next"], auth=auth, expect=200)[1]
    # The same number of rows as the first page, so that only the depth differs.
    return page["next"].replace("limit=200", "limit=20")


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


def work(server):
    """What is measured: name, address, credential, kind of request, expected status."""
    brand, uat, jwt = seed(server), server.uat(), server.jwt()
    api = server.base + "/api/v2"
    return {"BENCH_BRAND": str(brand), "BENCH_EMAIL": EMAIL, "BENCH_PASSWORD": PASSWORD}, [
        ("GET /me/, UAT", f"{api}/me/", uat, "get", 200),
        ("GET /me/, JWT", f"{api}/me/", jwt, "get", 200),
        ("GET /me/, wrong UAT", f"{api}/me/", with_other_secret(uat), "get", 401),
        ("GET /products/, first page", f"{api}/products/", uat, "get", 200),
        ("GET /products/, deep page", deep_page(server, uat), uat, "get", 200),
        ("POST /products/", f"{api}/products/", uat, "product", 201),
        ("POST /auth/jwt/", f"{api}/auth/jwt/", None, "login", 200),
    ]


def run(_, server):
    print(f"\n{ROUNDS} rounds of {SECONDS} s, {CONNECTIONS} connections, {PRODUCTS} products; medians\n")
    print("| work | CPU per request | requests/s |")
    print("|---|---:|---:|")
    extra, rows = work(server)
    for name, url, auth, script, expect in rows:
        rounds = [measure(server, url, auth, script, expect, {**extra, "BENCH_ROUND": str(n)})
                  for n in range(ROUNDS)]
        rate, cpu = (statistics.median(column) for column in zip(*rounds))
        print(f"| {name} | {cpu:,.1f} µs | {rate:,.0f} |", flush=True)
