"""How is everything put into one file, and back? Sealed chunks, and what each engine pours.

Owns: the form of a backup (`chunks`), what a SQLite file and a Postgres pour into it (`content`),
what ends when it is put back (`ends`). Does not own: where backups lie, when they are made, what
is told of them (`app.operations.backup`).
"""
