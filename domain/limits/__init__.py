"""How often, and what when it is too often?

Owns: failure counts by source, subject and tenant, and the delays that follow from them.
Fails closed for login.
Does not own: the status of an account; a limit never writes it.
Neighbours: stands on `kernel` and `tenants`; spent by `login` and by client authentication.
"""
