"""What the tests of the API share."""

from tests.world import world

__all__ = ["world"]
