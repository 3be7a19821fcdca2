"""Whom do we talk to outside?

Owns: one package for each kind of partner, with its own client library.
Does not own: what is decided with the answer (`domain`), or where it is kept (`persistence`).
Neighbours: imports `domain`; `app/wiring.py` registers what is here; no partner is needed yet.
"""
