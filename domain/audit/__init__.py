"""What happened, told without telling who?

Owns: the audit trail, the tenant's log of leaves (Merkle chain, signed checkpoints), its
verification and retention.
Does not own: the events themselves; each room declares its own on `kernel.events`.
Neighbours: stands on `kernel` and `tenants`; told by every room through `work.tell`.
"""
