"""What must happen next before this person may go back to the application?

Owns: interactions and the one dispatcher over them; identify, prove, register, activate, decide,
finish.
Does not own: pages (`app.hosted`), the consent ledger (`consent`), tokens (`oauth`).
Neighbours: stands on everything below it; hosted pages, a tenant's own pages and the headless API
are its clients.
"""
