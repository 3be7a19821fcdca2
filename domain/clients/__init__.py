"""Which applications may ask, and how do they prove themselves?

Owns: clients, their secrets and relaxations, scope definitions, client authentication.
Does not own: what a person allowed them (`consent`), the tokens (`oauth`).
Neighbours: stands on `accounts`; `consent`, `oauth` and `blueprint` read it.
"""
