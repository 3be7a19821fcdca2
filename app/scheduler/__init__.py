"""When is it time, and whose turn is it?

Owns: the clockwork that wakes jobs, and the claim that gives each slot to one replica.
Does not own: what a job does (`app.operations.jobs`), nor whether something has ended: a read
decides that.
Neighbours: stands on `app.operations` and `app.wiring`; `app.server` starts and stops it.
"""
