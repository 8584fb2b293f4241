"""
Decoding in a process that may die.

A decoder bug or bomb that passes every check of `photo_container` ends a child process, never a
worker. Starting Python for each photo would take half a second, so a *zygote* is started once
with the libraries loaded, and forks a child for every photo (`photo_sandbox_child`).
"""

import os
import re
import socket
import subprocess
import sys
import threading
import time
import weakref

import numpy as np

from image_index.arrays import RgbImage
from image_index.errors import ImageIndexError, PhotoRefused
from image_index.photo_limits import MAXIMUM_PIXELS, refuse_length
from image_index.photo_sandbox_child import (
    ANSWER,
    HELLO_CUT_OFF,
    KIND_PIXELS,
    KIND_REFUSED,
    REQUEST,
    receive,
)

CPU_SECONDS = 5  # the slowest picture within the limits takes about 2
WALL_SECONDS = 10.0
MEMORY_BYTES = 1 << 30  # 50 MP with transparency take 0.6 GB
CHILDREN_AT_ONCE = 4  # more calls wait: four full children are 4 GB
_START_SECONDS = 60.0  # importing the libraries on a cold, busy disk
_PARENT_GRACE = 1.0  # seconds that the parent waits longer than the zygote's own deadline
_CODE = re.compile(r"[a-z-]{1,40}")
_MAXIMUM_MESSAGE = 2_000  # bytes


class SandboxUnavailable(ImageIndexError):
    """The decoding process does not start: a fault of the installation, not of the photo."""


class PhotoSandbox:
    """
    `decode_photo` in a child process with limited memory, time, files and no network.

    May be made before a fork and used after it: each process starts a zygote of its own on first
    use. Calls may come from several threads. Linux only, like the limits.
    """

    def __init__(
        self,
        decoder: str = "image_index.photo:decode_photo",
        *,
        cpu_seconds: int = CPU_SECONDS,
        wall_seconds: float = WALL_SECONDS,
        memory_bytes: int = MEMORY_BYTES,
    ) -> None:
        self._arguments = [
            decoder,
            str(cpu_seconds),
            str(wall_seconds),
            str(memory_bytes),
        ]
        self._wall_seconds = wall_seconds
        self._zygote: _Zygote | None = None
        self._forget_other_process()
        _SANDBOXES.add(self)

    def decode(self, data: bytes, *, max_side: int | None = None) -> RgbImage:
        """
        Decode as `decode_photo` does; the result is (H, W, 3) uint8.

        Raises:
            PhotoRefused: as `decode_photo`, and "undecodable" if the child died or took too long.
            SandboxUnavailable: no child can be started.
        """
        refuse_length(data)
        with self._slots, self._connect() as connection:
            deadline = _Deadline(connection, self._wall_seconds + _PARENT_GRACE)
            try:
                connection.sendall(REQUEST.pack(max_side or 0, len(data)))
                connection.sendall(data)
                return _read_answer(deadline)
            except (OSError, EOFError) as error:  # the child is gone, or over its time
                raise _undecodable() from error

    def close(self) -> None:
        """End the zygote and its children; a later call starts a new one."""
        with self._lock:
            if self._zygote is not None:
                self._zygote.stop()
                self._zygote = None

    @property
    def zygote_pid(self) -> int | None:
        """Process id of this process's zygote, or None before the first call."""
        return None if self._zygote is None else self._zygote.process.pid

    @property
    def network_cut(self) -> bool | None:
        """False where the kernel refuses a private network; None before the first call."""
        return None if self._zygote is None else self._zygote.network_cut

    def _connect(self) -> socket.socket:
        """A connection to a fresh child, from a zygote that is alive."""
        ours, theirs = socket.socketpair()
        try:
            with theirs, self._lock:
                self._hand_over(theirs)
        except BaseException:
            ours.close()
            raise
        return ours

    def _hand_over(self, connection: socket.socket) -> None:
        """Give the zygote a connection for its next child; a zygote found dead is replaced."""
        for _ in range(2):
            if self._zygote is None:
                self._zygote = _Zygote(self._arguments)
            try:
                socket.send_fds(self._zygote.control, [b"."], [connection.fileno()])
            except OSError:
                self._zygote.stop()
                self._zygote = None
            else:
                return
        raise SandboxUnavailable("the photo decoder ends as soon as it starts")

    def _forget_other_process(self) -> None:
        """Start from nothing: locks and zygote belong to the process that made them."""
        self._lock = threading.Lock()
        self._slots = threading.BoundedSemaphore(CHILDREN_AT_ONCE)
        self._zygote = None


class _Zygote:
    """The running child process that forks the others, and the socket that steers it."""

    def __init__(self, arguments: list[str]) -> None:
        self.control, theirs = socket.socketpair()
        environment = {
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),  # the same libraries as here
            "OPENBLAS_NUM_THREADS": "1",  # a process with threads can neither fork nor unshare
            "OMP_NUM_THREADS": "1",
            "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",  # fresh 4 kB pages cost 40 ms on 12 MP
        }
        if "LD_LIBRARY_PATH" in os.environ:
            environment["LD_LIBRARY_PATH"] = os.environ["LD_LIBRARY_PATH"]
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [
                    sys.executable,
                    "-P",
                    "-m",
                    "image_index.photo_sandbox_child",
                    *arguments,
                ],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                env=environment,
                cwd="/",
                start_new_session=True,
            )
        self._finalizer = weakref.finalize(self, _end, self.control, self.process)
        self.control.settimeout(_START_SECONDS)
        try:
            hello = self.control.recv(1)
        except OSError:
            hello = b""
        if not hello:
            self.stop()
            raise SandboxUnavailable("the photo decoder does not start; its error is in the log")
        self.network_cut = hello == HELLO_CUT_OFF

    def stop(self) -> None:
        """Close the socket, on which the process ends, and wait for it."""
        self._finalizer()

    def forget(self) -> None:
        """Let go in a forked process, where it is not ours to end."""
        self._finalizer.detach()
        self.control.close()
        self.process.returncode = 0  # nothing to wait for here


class _Deadline:
    """A socket whose reads together may take a given time."""

    def __init__(self, connection: socket.socket, seconds: float) -> None:
        self._connection = connection
        self._end = time.monotonic() + seconds
        connection.settimeout(seconds)

    def receive(self, length: int) -> bytearray:
        """Exactly *length* bytes; OSError or EOFError otherwise."""
        self._connection.settimeout(max(0.001, self._end - time.monotonic()))
        return receive(self._connection, length)


def _read_answer(deadline: _Deadline) -> RgbImage:
    """Read pixels or a refusal from a child that may have been taken over: believe no number."""
    kind, first, second = ANSWER.unpack(deadline.receive(ANSWER.size))
    if kind == KIND_PIXELS and 0 < first * second <= MAXIMUM_PIXELS:
        pixels = deadline.receive(first * second * 3)
        return np.frombuffer(pixels, np.uint8).reshape(first, second, 3)
    if kind == KIND_REFUSED and first + second <= _MAXIMUM_MESSAGE:
        code = deadline.receive(first).decode(errors="replace")
        message = deadline.receive(second).decode(errors="replace")
        if _CODE.fullmatch(code):
            raise PhotoRefused(code, message)
    raise _undecodable()


def _undecodable() -> PhotoRefused:
    """The refusal of a photo that killed its decoder, to be raised."""
    return PhotoRefused(
        "undecodable",
        "This image could not be read. Photograph the article again or export it as JPEG.",
    )


def _end(control: socket.socket, process: "subprocess.Popen[bytes]") -> None:
    """End a zygote: it leaves when its socket closes, and is killed when it does not."""
    control.close()
    try:
        process.wait(2)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


_SANDBOXES: "weakref.WeakSet[PhotoSandbox]" = weakref.WeakSet()


def _forget_zygotes() -> None:
    """In a forked process: close the parent's sockets, or its zygotes would outlive it."""
    for sandbox in _SANDBOXES:
        if sandbox._zygote is not None:
            sandbox._zygote.forget()
        sandbox._forget_other_process()


os.register_at_fork(after_in_child=_forget_zygotes)
