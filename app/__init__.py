"""Who is speaking to us, and in which manner do we answer?

Owns: the doors (`protocol`, `hosted`, `api`, `console`, `cli`), what they all stand on
(`runtime`), the settings and the one composition root (`wiring`).
Does not own: what is true and allowed (`domain`), where it is kept (`persistence`),
whom we talk to outside (`plugins`).
Neighbours: imports everything; nothing imports it. Doors are strangers to each other.
"""
