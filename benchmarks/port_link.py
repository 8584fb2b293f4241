"""
A bad port link as a TCP proxy on loopback: delay, loss and cuts (AV-6 of the security design).

A proxy cannot lose segments of the kernel's TCP, so it models what their loss does to a stream.
Data pass in rounds of one window, as TCP without a bandwidth limit sends them: a round takes one
round trip; if any of its segments is lost, selective acknowledgement repeats it within one more
round trip, in which nothing behind it is delivered (head-of-line blocking), and what is repeated
may be lost again. The window stays as it is: a sender that halves it at each loss (Reno) would be
slower, not less reliable. A cut resets every connection, and for a while none is accepted.
"""

import asyncio
import math
import random
import threading
from dataclasses import dataclass

SEGMENT = 1460  # bytes of data in an Ethernet frame


@dataclass(frozen=True, slots=True)
class Link:
    """
    How bad it is.

    Attributes:
        delay: seconds of a round trip, half of it each way.
        loss: share of segments that are lost, in both directions.
        cut_every: seconds between two cuts.
        cut_after: bytes towards the service between two cuts, as well; None for none of these.
        down_for: seconds without a network after a cut.
        window: bytes on their way at once.
    """

    delay: float = 0.4
    loss: float = 0.05
    cut_every: float = 20.0
    cut_after: int | None = None
    down_for: float = 1.0
    window: int = 65_536


class PortLink:
    """The proxy, in a thread of its own, to *port* of this machine; good until worsen()."""

    def __init__(self, port: int, link: Link, seed: int = 1) -> None:
        self.sent = 0  # bytes towards the service, with what was lost and sent again
        self.cuts = 0
        self.port = 0  # where it listens
        self._since_cut = 0  # bytes
        self._target = port
        self._link = link
        self._dice = random.Random(seed)
        self._open: set[asyncio.StreamWriter] = set()
        self._is_down = False
        self._is_bad = False
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        self._ready.wait()

    @property
    def url(self) -> str:
        """Where a browser finds the service."""
        return f"http://127.0.0.1:{self.port}"

    def worsen(self) -> None:
        """From now on the link is as bad as it was said to be; what is counted begins anew."""
        self.sent = self.cuts = 0
        self._is_bad = True

    def close(self) -> None:
        """Cut everything, for good."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(
            asyncio.start_server(self._accept, "127.0.0.1", 0, limit=self._link.window)
        )
        self.port = server.sockets[0].getsockname()[1]
        cutting = self._loop.create_task(self._cut())
        self._ready.set()
        self._loop.run_forever()
        server.close()
        self._reset()
        cutting.cancel()
        left = asyncio.all_tasks(self._loop)
        for task in left:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        self._loop.close()

    async def _cut(self) -> None:
        while True:
            await asyncio.sleep(self._link.cut_every)
            if self._is_bad:
                self._break()

    def _break(self) -> None:
        self.cuts += 1
        self._since_cut = 0
        self._is_down = True
        self._reset()
        self._loop.call_later(self._link.down_for, self._mend)

    def _mend(self) -> None:
        self._is_down = False

    def _reset(self) -> None:
        for writer in list(self._open):
            writer.transport.abort()
        self._open.clear()

    async def _accept(self, phone: asyncio.StreamReader, to_phone: asyncio.StreamWriter) -> None:
        if self._is_down:
            to_phone.transport.abort()
            return
        service, to_service = await asyncio.open_connection(
            "127.0.0.1", self._target, limit=self._link.window
        )
        both = {to_phone, to_service}
        self._open |= both
        await asyncio.gather(
            self._pass(phone, to_service, upwards=True),
            self._pass(service, to_phone, upwards=False),
            return_exceptions=True,
        )
        for writer in both:
            writer.transport.abort()
        self._open -= both

    async def _pass(
        self, source: asyncio.StreamReader, target: asyncio.StreamWriter, *, upwards: bool
    ) -> None:
        """Rounds of one window; the first byte of each waits half a round trip."""
        while data := await source.read(self._link.window):
            again = self._lost(len(data))
            if upwards:
                self.sent += len(data)
                self._since_cut += len(data)
                if self._is_bad and self._since_cut > (self._link.cut_after or math.inf):
                    self._break()
                    return
            wait = self._link.delay / 2 if self._is_bad else 0
            while again:  # one more round trip for what was lost
                wait += self._link.delay
                if upwards:
                    self.sent += again * SEGMENT
                again = self._lost(again * SEGMENT)
            await asyncio.sleep(wait)
            target.write(data)
            await target.drain()
            if self._is_bad and len(data) == self._link.window:  # the acknowledgements come back
                await asyncio.sleep(self._link.delay / 2)
        target.close()

    def _lost(self, size: int) -> int:
        if not self._is_bad:
            return 0
        segments = -(-size // SEGMENT)
        return sum(self._dice.random() < self._link.loss for _ in range(segments))
