"""What is true and what is allowed?

Owns: records, rules and use cases, synchronous and free of any library of the outside world.
Does not own: where things are kept (`persistence`), who is speaking (`app`), whom we talk to
(`plugins`).
Neighbours: everything above imports from here; nothing here imports from there.
"""
