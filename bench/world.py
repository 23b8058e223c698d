"""A company with something to measure: a campaign, a product, codes; made through the API."""

import os
import sqlite3

from measure import until

KEYS = ["lot_number", "production_line", "production_date"]


def database(server):
    """The server's file, for what the API would take too long to say."""
    return sqlite3.connect(os.path.join(server.folder, "data", "countermark.db"), timeout=60)


def copy(server, name):
    """A copy of the server's file for the floor; its path."""
    path = os.path.join(server.folder, name)
    with database(server) as source, sqlite3.connect(path) as target:
        source.backup(target)
    source.close()
    target.close()
    return path


class World:
    """A product in a campaign with three keys, and a token that may do everything."""

    def __init__(self, server):
        self.server, self.uat, jwt = server, server.uat(), server.jwt()
        self.brand = brand = self.made("/brands/", {"name": "Bench"}, jwt)
        self.campaign = self.made("/campaigns/", {"name": "Bench"}, jwt)
        for key in KEYS:
            self.made(f"/campaigns/{self.campaign}/scm-fields/",
                      {"key": key, "label": key, "type": "text"}, jwt)
        self.product = self.made("/products/", {
            "sku": "BENCH-1", "name": "Bench product", "brand": brand, "campaign": self.campaign,
            "client_url": "https://example.test/p/{qr}?scan={id}"}, jwt)

    def made(self, path, body, auth=None):
        """Makes something; its id."""
        return self.server.call("POST", path, body, auth=auth or self.uat, expect=201)[1]["id"]

    def order(self, reference, quantity):
        """Orders codes without pictures; the order's id."""
        return self.made("/workorders/create-sid/", {
            "reference": reference, "quantity": quantity, "product": self.product,
            "activate_on_complete": True, "use_serial_number": False, "images": "none"})

    def look(self, order):
        """How the order stands."""
        return self.server.call("GET", f"/workorders/{order}/", auth=self.uat, expect=200)[1]

    def ended(self, path):
        """How something ended that the server does in the background."""
        def look():
            found = self.server.call("GET", path, auth=self.uat, expect=200)[1]
            return found if found["state"] in ("complete", "failed") else None
        return until(look)

    def codes(self, reference, quantity):
        """The ids of so many new codes, in the order of the alphabet: not as they lie."""
        order = self.order(reference, quantity)
        until(lambda: self.look(order)["state"] == "completed")
        with database(self.server) as rows:
            sql = "SELECT extended_id FROM code WHERE workorder_id = ? ORDER BY extended_id"
            found = [row[0] for row in rows.execute(sql, (order,))]
        rows.close()
        return found

    def as_made(self, codes):
        """The same codes in the order in which they were made and printed."""
        with database(self.server) as rows:
            made = [row[0] for row in rows.execute("SELECT extended_id FROM code ORDER BY id")]
        rows.close()
        wanted = set(codes)
        return [code for code in made if code in wanted]
