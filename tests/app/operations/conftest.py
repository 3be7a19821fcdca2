"""Houses that are backed up."""

from tests.support.backups import backup, elsewhere, house, sqlite_house

__all__ = ["backup", "elsewhere", "house", "sqlite_house"]
