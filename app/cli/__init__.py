"""How does someone at the machine speak to us?

Owns: commands, their flags, what they print and with which code they end.
Does not own: any rule (domain), the settings (`app.settings`).
Neighbours: stands on `app.wiring`; opens the database itself, beside a running server.
"""
