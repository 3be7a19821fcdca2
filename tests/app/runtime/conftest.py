"""What tests of the running server stand on."""

from tests.support.wires import connect, later

__all__ = ["connect", "later"]
