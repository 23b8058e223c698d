"""The same API written the usual way: Django REST framework, simplejwt, granian.

It answers with the members that Countermark answers with, keeps the same promises (durable, an audit
row in the transaction of the change, argon2id with the same parameters, EdDSA), and leaves out what
its users would leave out: no session middleware, no browsable API, no DEBUG. It does less than
Countermark does: no counters, no hash chain, no revocable sessions, no limits, no use of tokens
noted. See docs/decisions/0043.
"""
