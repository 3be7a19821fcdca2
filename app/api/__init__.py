"""How do programs speak to us in JSON: a tenant's login pages, an operator's machines?

Owns: the headless login API (`login`, ADR-6) and the management API (`v1`):
callers, bodies, answers, their documents.
Does not own: any rule (`domain`), the protocol's endpoints (`app.protocol`).
Neighbours: stands on `app.runtime`; the other doors are strangers to it.
"""
