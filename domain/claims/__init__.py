"""Where do the values in tokens come from?

Owns: the sources of claim values (here: personas of sandbox tenants) and which scopes they serve.
Does not own: which claims a client may see (`oauth`), personas themselves (`sandbox`).
Neighbours: stands on `accounts`; `oauth` and `consent` ask it.
"""
