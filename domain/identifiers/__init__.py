"""How do we recognise someone without keeping who they are?

Owns: normalising what is typed, sealing it, finding, claiming and releasing sealed identifiers.
Does not own: the account it leads to (`accounts`), the proof that follows (`factors`).
Neighbours: stands on `tenants` and `limits`; `login`, `accounts` and `blueprint` call it.
"""
