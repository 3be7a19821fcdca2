"""How does each room get its records, and keep them? One module for each domain room.

Owns: every query. Does not own: rules; a store never decides. Each class fits the Protocol of the
same room's `domain/<room>/store.py`; its tenant is bound when its work opens, no method takes one.
"""
