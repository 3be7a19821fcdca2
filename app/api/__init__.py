"""How do a tenant's own programs speak to us in JSON?

Owns: the headless login API (design.md D8, rulings 33): callers, bodies, answers, its document.
Does not own: the steps of a sign-in (`domain.login`), the protocol's endpoints (`app.protocol`).
Neighbours: stands on `app.runtime`; the other doors are strangers to it.
"""
