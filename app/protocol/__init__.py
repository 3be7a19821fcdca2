"""How do applications speak with us?

Owns: the OAuth and OpenID Connect endpoints of every tenant: reading their requests, the form of
their answers and errors, cross-origin rules, cached discovery.
Does not own: what is allowed (`domain.oauth`, `domain.clients`), any page: those are handed in as
`Doors` by the wiring, because the doors of the house are strangers.
Neighbours: stands on `app.runtime`; `app.server` sends it the paths it owns.

The endpoints machines ask all day are a plain ASGI dispatcher; those that browsers visit use
Starlette's requests (performance.md 6.2 a).
"""
