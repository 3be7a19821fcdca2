"""How much, on which day, and how many now?

Owns: figures by day of a tenant and of its clients, and totals; counting them as the log is
chained, and adding up what processes counted in memory.
Does not own: what happened, which is the trail's (`audit`); limits, which count for themselves.
Neighbours: stands on `audit` and `kernel`; read by `operators` for Home and by clients' pages.
"""
