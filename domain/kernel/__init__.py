"""Which words does every room share?

Owns: ids, clock, secrets, refusals, events, the unit of work, paging, and permission checks.
Does not own: any noun of the product; no room is imported here, not even for typing.
Neighbours: every room of `domain` stands on this one.
"""
