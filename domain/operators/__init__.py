"""Who may do what in the console and the API?

Owns: roles, their permissions, who holds them; the one-time link of the first run.
Does not own: the check itself (`kernel.authorize`), the accounts (tenant `byleave`).
Neighbours: stands on `accounts` and `login`; console, API and command line ask it.
"""
