"""What does the protocol oblige us to answer?

Owns: authorization requests and their checks, PKCE, PAR, codes, grants, tokens, the issuing gate,
introspection, revocation, logout, discovery.
Does not own: HTTP (`app.protocol`), the person's sign-in (`login`), the leave itself (`consent`).
Neighbours: stands on `consent`, `sessions` and `clients`; `login` finishes into it.
"""
