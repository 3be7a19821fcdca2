"""Who exists here, and may they sign in?

Owns: accounts and their status, activation links.
Does not own: identifiers, factors, sessions; it tells its events and they act.
Neighbours: stands on `identifiers`; `login`, `operators` and `blueprint` call it.
"""
