"""What may others do for us, and did they?

Owns: the durable outbox of facts. Points and deliveries join it with the first
extension.
Does not own: the events; each room declares its own.
Neighbours: stands on `kernel` and `tenants`; told by every room through `work.tell`.
"""
