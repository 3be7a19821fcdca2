"""How does the schema get from one version to the next? One Alembic line for both engines.

Owns: revisions (`versions/`), when they run, the snapshot taken before. Does not own: tables
(`persistence.tables`), which a test compares with what the revisions make.
On embedded SQLite migrating is automatic, after a snapshot; on Postgres it is a command.
"""

from persistence.migrations.history import State, migrate, schema_state

__all__ = ["State", "migrate", "schema_state"]
