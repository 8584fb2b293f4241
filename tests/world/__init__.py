"""
Two competing right holders, officers of two countries and everybody else, with canaries.

A canary is a word (or a pair of colours) that stands in one confidential place only: where it
turns up, that place has leaked.
"""

from tests.world.cast import (
    ADMINISTRATORS,
    GTINS,
    HOLDERS,
    NOBODY,
    OFFICERS,
    PARTIES,
    READERS,
    READERS_OF,
    Canary,
    World,
)
from tests.world.kept import world

__all__ = [
    "ADMINISTRATORS",
    "GTINS",
    "HOLDERS",
    "NOBODY",
    "OFFICERS",
    "PARTIES",
    "READERS",
    "READERS_OF",
    "Canary",
    "World",
    "world",
]
