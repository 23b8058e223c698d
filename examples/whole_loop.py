"""The whole loop with nothing but the API and one token:

    brand → campaign with fields → product → codes with QR images → supply-chain data →
    activation → scans → the scans and the codes as files

    pip install -r examples/requirements.txt
    python examples/whole_loop.py https://host --token-file FILE

The token comes from the file, or from the environment as COUNTERMARK_TOKEN; never from the command
line, where others can read it. It needs the permissions in PERMISSIONS. Each run makes a brand, a
campaign, a product and an order of its own, and leaves them there; the files are written into
--out (default: the folder loop-out).
"""

import argparse
import csv
import io
import os
import sys
import time
import zipfile
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx

PERMISSIONS = [
    "brand_create", "campaign_create", "campaign_edit", "product_create",
    "workorder_create", "workorder_view", "workorder_download",
    "scm_bulk_edit", "scm_code_edit", "scans_download", "codes_view",
]
PHONE = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
PATIENCE = 120  # seconds for work in the background


class Refused(Exception):
    """The server said no; the text is for people."""


class Api:
    """The API with one token. A path is below /api/v2/, or the whole address that an answer held."""

    def __init__(self, host, token):
        self.base = f"{host.rstrip('/')}/api/v2/"
        self.http = httpx.Client(headers={"Authorization": f"UAT {token}"}, timeout=60)

    def call(self, method, path, **request):
        if path.startswith("http") and not path.startswith(self.base):
            raise Refused(f"{path} is on another host: the token is not sent there.")
        url = path if path.startswith("http") else self.base + path
        while True:
            answer = self.http.request(method, url, **request)
            if answer.status_code not in (429, 503):
                break
            # Too fast, or not there for a moment: the server says how long to wait.
            time.sleep(min(int(answer.headers.get("Retry-After", 1)), PATIENCE))
        if answer.is_success:
            return answer
        if answer.status_code == 401:
            raise Refused(f"The token is no good: {answer.json()['detail']}")
        raise Refused(f"{method} {url} answered {answer.status_code}: {answer.text}")

    def get(self, path, **query):
        return self.call("GET", path, params=query or None)

    def post(self, path, body=None):
        return self.call("POST", path, json=body or {}).json()

    def wait(self, path, done):
        """Asks until the answer is done."""
        until = time.monotonic() + PATIENCE
        while not done(found := self.get(path).json()):
            if time.monotonic() > until:
                raise Refused(f"{path} was not done after {PATIENCE} s: {found}")
            time.sleep(0.2)
        return found


def catalogue(api, name):
    """A brand, a campaign that keeps two things about each code, and a product in it."""
    brand = api.post("brands/", {"name": name})
    campaign = api.post("campaigns/", {"name": name})
    for key, label, kind in [("lot_number", "Lot", "text"), ("best_before", "Best before", "date")]:
        field = {"key": key, "label": label, "type": kind, "display": True}
        api.post(f"campaigns/{campaign['id']}/scm-fields/", field)
    product = api.post("products/", {
        "sku": name, "name": "Olive oil 500 ml", "brand": brand["id"], "campaign": campaign["id"],
        # Where a scan leads; {id} becomes the id of the scan.
        "client_url": "https://shop.example/?scan={id}"})
    print(f"brand {brand['id']}, campaign {campaign['id']}, product {product['id']}: {name}")
    return campaign, product


def order(api, name, product, out):
    """Orders codes with their QR images, waits, and unpacks them; the rows of codes.csv."""
    made = api.post("workorders/create-sid/", {
        "reference": name, "quantity": 5, "product": product["id"], "images": "png",
        "activate_on_complete": False, "use_serial_number": True})
    made = api.wait(f"workorders/{made['id']}/", lambda order: order["state"] != "new")
    if made["state"] != "completed":
        raise Refused(f"work order {made['id']} is {made['state']}: {made['failure']}")
    archive = zipfile.ZipFile(io.BytesIO(api.get(made["codegen_file"]).content))
    archive.extractall(out)
    codes = list(csv.DictReader(io.StringIO(archive.read("codes.csv").decode())))
    print(f"work order {made['id']}: {len(codes)} codes, their images are in {out / 'qr'}")
    return codes


def load(api, codes):
    """Supply-chain data onto all codes; then they are on sale."""
    ids = [code["extended_id"] for code in codes]
    items = [{"extended_id": id, "lot_number": "L-7", "best_before": "2027-06-30"} for id in ids]
    uploaded = api.post("scm/upload/", {"items": items})
    api.post("codes/activate/", {"codes": ids})
    print(f"supply-chain data on {uploaded['codes_affected']} codes, and they are active")


def scan(api, code, campaign):
    """What a consumer's phone does: it opens the address in the QR image, and the page that this
    leads to asks with the campaign's key what was scanned."""
    key = api.post(f"campaigns/{campaign['id']}/key/")["key"]
    page = httpx.get(code["url"], headers={"User-Agent": PHONE})
    if page.status_code != 302:
        raise Refused(f"{code['url']} answered {page.status_code}")
    scan = parse_qs(urlsplit(page.headers["Location"]).query)["scan"][0]
    # Not the token: this call is made by everybody's browser.
    info = httpx.get(f"{api.base}consumer/scan/{scan}/combined-info/",
                     headers={"X-ScanTrust-Consumer-Api-Key": key}).raise_for_status().json()["code"]
    data = {field["key"]: field["value"] for field in info["scm_data"]}
    print(f"{code['url']} was scanned: {info['product']['name']}, "
          f"{info['qrcode']['activation_status']}, {data}")
    return scan


def scans(api, campaign, expected, out):
    """All scans, page by page, until `next` is null; then the same as a file."""
    page = api.get("dashboard/scans/", page_mode="cursor", timeframe="1d", campaign_id=campaign["id"]).json()
    found = page["results"]
    while page["next"]:
        page = api.get(page["next"]).json()
        found += page["results"]
    file = api.get("dashboard/scans/", format="csv", timeframe="1d", campaign_id=campaign["id"])
    (out / "scans.csv").write_bytes(file.content)
    rows = list(csv.DictReader(io.StringIO(file.text)))
    if not {row["scan.uuid"] for row in rows} == {one["scan"]["uuid"] for one in found} == expected:
        raise Refused("the export has other scans than there were")
    print(f"{len(found)} scans exported, also as {out / 'scans.csv'}")


def download(api, campaign, out):
    """All codes of the campaign as a file, by a link that needs no token."""
    begun = api.get("codes/download/", campaign=campaign["id"]).json()["document"]
    done = ("complete", "failed", "canceled")
    document = api.wait(f"documents/{begun['key']}/", lambda found: found["document"]["status"] in done)["document"]
    if document["status"] != "complete":
        raise Refused(f"the download {document['status']}: {document['failure']}")
    link = api.get(f"documents/{document['key']}/get-download-link/").json()["download_link"]
    file = httpx.get(link).raise_for_status()
    (out / "codes-now.csv").write_bytes(file.content)
    print(f"{document['rows']} codes with their data are in {out / 'codes-now.csv'}")
    return list(csv.DictReader(io.StringIO(file.text)))


def whole_loop(host, token, out):
    api = Api(host, token)
    me = api.get("me/").json()
    missing = set(PERMISSIONS) - set(me["permissions"])
    if missing:
        raise Refused(f"The token lacks {', '.join(sorted(missing))}.")
    print(f"{me['credential']['name']}, a token of {me['company']['name']}")
    name = f"LOOP-{time.time_ns()}"
    campaign, product = catalogue(api, name)
    codes = order(api, name, product, out)
    load(api, codes)
    seen = {scan(api, code, campaign) for code in codes[:2]}
    scans(api, campaign, seen, out)
    rows = download(api, campaign, out)
    if {row["extended_id"] for row in rows if row["lot_number"] == "L-7"} != {code["extended_id"] for code in codes}:
        raise Refused("the download has other codes than were ordered")
    print("the loop is closed")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("host", help="where the server is, as https://host")
    parser.add_argument("--token-file", type=Path, help="a file that holds the token and nothing else")
    parser.add_argument("--out", type=Path, default=Path("loop-out"), help="where the files go")
    options = parser.parse_args()
    try:
        token = (options.token_file.read_text() if options.token_file else os.environ.get("COUNTERMARK_TOKEN", "")).strip()
        if not token:
            raise Refused("No token: use --token-file, or set COUNTERMARK_TOKEN.")
        options.out.mkdir(parents=True, exist_ok=True)
        whole_loop(options.host, token, options.out)
    except (Refused, httpx.HTTPError, OSError) as error:
        sys.exit(f"whole_loop: {error}")


if __name__ == "__main__":
    main()
