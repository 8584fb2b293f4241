"""
The process that decodes photos for `photo_sandbox`, and dies in its stead.

`python -m image_index.photo_sandbox_child DECODER CPU_SECONDS WALL_SECONDS MEMORY_BYTES` with a
Unix stream socket as standard input. It imports the decoder once, cuts itself off the network
and then forks one child for every connection that it is handed over that socket. The child
limits itself, reads one photo, answers and ends. When the socket closes, all of them end.

Request: max_side (0: none), length, then the file. Answer: KIND_PIXELS, height, width, then the
pixels; or KIND_REFUSED, length of code, length of message, then both in UTF-8.
"""

import contextlib
import ctypes
import gc
import importlib
import os
import resource
import select
import signal
import socket
import struct
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from image_index.arrays import RgbImage
from image_index.errors import PhotoRefused

REQUEST = struct.Struct(">IQ")
ANSWER = struct.Struct(">BII")
KIND_PIXELS, KIND_REFUSED = 1, 2
HELLO_CUT_OFF, HELLO_CONNECTED = b"0", b"1"  # is there still a network?

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
_POLL_SECONDS = 0.25  # how often overdue children are looked for while any is running

Decoder = Callable[..., RgbImage]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one child may use."""

    cpu_seconds: int
    wall_seconds: float
    memory_bytes: int  # address space beyond what the imports have mapped


def receive(connection: socket.socket, length: int) -> bytearray:
    """Read exactly *length* bytes; EOFError if the other side closes before."""
    data = bytearray(length)
    view, position = memoryview(data), 0
    while position < length:
        count = connection.recv_into(view[position:])
        if count == 0:
            raise EOFError(f"{position} of {length} bytes")
        position += count
    return data


def main(arguments: list[str]) -> None:
    """Import the decoder, then fork a child per connection until the socket closes."""
    name, cpu, wall, memory = arguments
    module, _, function = name.partition(":")
    decoder: Decoder = getattr(importlib.import_module(module), function)
    gc.disable()  # a collection would touch, and so copy, every page that children share
    gc.freeze()
    with socket.socket(fileno=os.dup(0)) as control:
        control.sendall(HELLO_CUT_OFF if _cut_off_network() else HELLO_CONNECTED)
        _serve(control, decoder, Limits(int(cpu), float(wall), int(memory)))


def _serve(control: socket.socket, decoder: Decoder, limits: Limits) -> None:
    """Fork a child per connection, kill the overdue, bury the dead; kill all when told to end."""
    deadlines: dict[int, float] = {}
    while True:
        readable, _, _ = select.select([control], [], [], _POLL_SECONDS if deadlines else None)
        if readable:
            _, handed, _, _ = socket.recv_fds(control, 1, 1)
            if not handed:  # the socket was closed
                break
            with (
                socket.socket(fileno=handed[0]) as connection,
                contextlib.suppress(OSError),
            ):
                child = os.fork()
                if child == 0:
                    _decode_one(connection, decoder, limits)
                deadlines[child] = time.monotonic() + limits.wall_seconds
        for child, deadline in list(deadlines.items()):
            if os.waitpid(child, os.WNOHANG)[0]:
                del deadlines[child]
            elif time.monotonic() > deadline:
                os.kill(child, signal.SIGKILL)
    for child in deadlines:
        os.kill(child, signal.SIGKILL)


def _decode_one(connection: socket.socket, decoder: Decoder, limits: Limits) -> None:
    """Serve one request and end this process, come what may."""
    try:
        os.dup2(connection.fileno(), 0)
        os.dup2(1, 2)  # standard output leads nowhere already
        os.closerange(3, 1024)
        _limit_this_process(limits)
        _answer(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, fileno=0), decoder)
    finally:
        os._exit(0)


def _answer(connection: socket.socket, decoder: Decoder) -> None:
    """Read a request, decode, write the answer."""
    max_side, length = REQUEST.unpack(receive(connection, REQUEST.size))
    data = bytes(receive(connection, length))
    try:
        image = decoder(data, max_side=max_side or None)
    except PhotoRefused as refusal:
        code, message = refusal.code.encode(), refusal.message.encode()
        connection.sendall(ANSWER.pack(KIND_REFUSED, len(code), len(message)) + code + message)
    else:
        connection.sendall(ANSWER.pack(KIND_PIXELS, *image.shape[:2]))
        connection.sendall(image.data.cast("B"))


def _limit_this_process(limits: Limits) -> None:
    """Take from this process what a decoder does not need, for good."""
    _call_libc("prctl", _PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    _call_libc("prctl", _PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    memory = _mapped_bytes() + limits.memory_bytes
    for kind, limit in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (
            resource.RLIMIT_NOFILE,
            3,
        ),  # the connection and two that lead nowhere: no other opens
    ):
        resource.setrlimit(kind, (limit, limit))


def _mapped_bytes() -> int:
    """Address space in use now, bytes: the interpreter and libraries, mostly never touched."""
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[0]) * resource.getpagesize()


def _cut_off_network() -> bool:
    """Move into a network of our own without any interface; False where that is not permitted."""
    return _call_libc("unshare", _CLONE_NEWUSER | _CLONE_NEWNET) == 0


def _call_libc(name: str, *arguments: int) -> int:
    """Call a C function that returns 0 on success; -1 where the system does not have it."""
    function = getattr(ctypes.CDLL(None, use_errno=True), name, None)
    return -1 if function is None else int(function(*arguments))


if __name__ == "__main__":
    main(sys.argv[1:])
