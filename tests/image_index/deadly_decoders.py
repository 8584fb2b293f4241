"""Decoders that do to their process what a decoder bug could: for the sandbox's tests."""

import os
import socket
import time
from pathlib import Path

import numpy as np

from image_index.errors import PhotoRefused


def obey(data, *, max_side=None):
    """Do what the bytes say; a picture of 8 x 8 says what was possible."""
    order, _, argument = data.decode().partition(" ")
    return ORDERS[order](argument)


def answer(possible):
    return np.full((8, 8, 3), 255 if possible else 0, np.uint8)


def attempt(action):
    """White if *action* was possible, black if the system refused it."""
    try:
        action()
    except (OSError, MemoryError):
        return answer(False)
    return answer(True)


def spin(_):
    while True:
        pass


def allocate(megabytes):
    return attempt(lambda: np.ones(int(megabytes) << 20, np.uint8))


def lie(_):
    """Claim a picture larger than any that is allowed, then end."""
    os.write(0, b"\1" + b"\xff" * 8)
    os._exit(0)


def forge(_):
    raise PhotoRefused("<script>", "x")


ORDERS = {
    "abort": lambda _: os.abort(),
    "segfault": lambda _: os.kill(os.getpid(), 11),
    "exit": lambda _: os._exit(0),
    "raise": lambda _: 1 / 0,
    "spin": spin,
    "sleep": lambda seconds: time.sleep(float(seconds)) or answer(True),
    "allocate": allocate,
    "open": lambda path: attempt(lambda: Path(path).read_bytes()),
    "connect": lambda _: attempt(lambda: socket.socket(socket.AF_INET)),
    "fork": lambda _: attempt(os.fork),
    "lie": lie,
    "forge": forge,
    "refuse": lambda code: (_ for _ in ()).throw(PhotoRefused(code, "Take it again.")),
    "limits": lambda _: limits(),
    "environment": lambda _: answer(bool(set(os.environ) & {"IPM_SECRET", "HOME", "PATH"})),
}


def limits():
    """A row per limit: soft value, as far as a byte can tell it."""
    import resource

    image = np.zeros((8, 8, 3), np.uint8)
    kinds = ("CPU", "CORE", "FSIZE", "NPROC", "NOFILE")
    for row, kind in enumerate(kinds):
        image[row, 0] = min(255, resource.getrlimit(getattr(resource, f"RLIMIT_{kind}"))[0])
    return image
