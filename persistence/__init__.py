"""Where is it kept, and how does it come back whole?

Owns: tables, statements, stores, transactions, sealing of columns, and the schema's history.
Does not own: rules; a store says what is there, the domain says what it means.
Neighbours: `domain` above all else (its stores' Protocols are what this package fits); `app`
opens the database and hands out works; `plugins` is a stranger.
"""
