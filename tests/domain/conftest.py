"""What tests of operators' acts stand on."""

from tests.support.ground import both_grounds, ground

__all__ = ["both_grounds", "ground"]
