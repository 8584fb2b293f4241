import os
import signal
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from image_index.errors import PhotoRefused
from image_index.photo import decode_photo
from image_index.photo_sandbox import PhotoSandbox, SandboxUnavailable
from tests.image_index.hostile_files import encoded, hostile, odd, quarters

DEADLY = "tests.image_index.deadly_decoders:obey"
EVALUATION = os.environ.get("IPM_EVAL_DATA")


@pytest.fixture(scope="module")
def sandbox():
    """The sandbox as the service uses it."""
    made = PhotoSandbox()
    yield made
    made.close()


@pytest.fixture(scope="module")
def deadly():
    """A sandbox around a decoder that obeys the bytes it is given."""
    made = PhotoSandbox(DEADLY, cpu_seconds=1, wall_seconds=2.0, memory_bytes=200 << 20)
    yield made
    made.close()


def outcome(decode, data):
    """Pixels or the code of the refusal, to be compared."""
    try:
        image = decode(data)
        return image.shape, image.tobytes()
    except PhotoRefused as refusal:
        return refusal.code


def is_possible(image):
    return bool(image.min() == 255)


def ended(pid):
    """True once a process is gone, or only waits to be buried; waits two seconds for it."""
    for _ in range(100):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize("order", ["abort", "segfault", "exit", "raise", "lie", "forge"])
def test_death_of_the_decoder_is_a_refusal(deadly, order):
    """Neither this process nor the zygote ends with the child; a lie is not believed."""
    deadly.decode(b"sleep 0")
    zygote = deadly.zygote_pid

    with pytest.raises(PhotoRefused) as refusal:
        deadly.decode(order.encode())

    assert refusal.value.code == "undecodable"
    assert is_possible(deadly.decode(b"sleep 0"))
    assert deadly.zygote_pid == zygote


@pytest.mark.parametrize("order", ["spin", "sleep 60"])
def test_endless_decoder_is_ended(deadly, order):
    """One second of computing or two of waiting are this sandbox's limits."""
    with pytest.raises(PhotoRefused) as refusal:
        deadly.decode(order.encode())

    assert refusal.value.code == "undecodable"
    assert_no_children(deadly.zygote_pid)


def children_of(pid):
    """Of the zygote: those that are decoding."""
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def assert_no_children(pid):
    """The zygote has buried its children."""
    for _ in range(100):
        if not children_of(pid):
            return
        time.sleep(0.02)
    pytest.fail("a child is left over")


def test_computing_is_limited_apart_from_waiting():
    """A loop ends by the processor's clock long before the wall's."""
    with_cpu_limit = PhotoSandbox(DEADLY, cpu_seconds=1, wall_seconds=60.0)
    started = time.monotonic()

    with pytest.raises(PhotoRefused):
        with_cpu_limit.decode(b"spin")

    assert time.monotonic() - started < 30
    with_cpu_limit.close()


def test_memory_is_limited_beyond_the_libraries(deadly):
    """200 MB were given: 100 fit, 300 do not, and the next photo has all of them again."""
    assert is_possible(deadly.decode(b"allocate 100"))
    assert not is_possible(deadly.decode(b"allocate 300"))
    assert is_possible(deadly.decode(b"allocate 100"))


@pytest.mark.parametrize("order", ["open /etc/passwd", "open /dev/null", "connect"])
def test_decoder_can_open_nothing(deadly, order):
    """No file, no socket: nothing to read from and nowhere to send it."""
    assert not is_possible(deadly.decode(order.encode()))


def test_limits_of_the_child_are_those_documented(deadly):
    """CPU seconds, then no core dump, no file writing, no processes, three descriptors."""
    image = deadly.decode(b"limits")

    assert image[:5, 0, 0].tolist() == [1, 0, 0, 0, 3]


def test_decoder_has_a_network_of_its_own(deadly):
    """Where the kernel permits a network of one's own; elsewhere it says that it does not."""
    deadly.decode(b"sleep 0")
    if not deadly.network_cut:
        pytest.skip("this kernel permits no user namespaces")

    def network(process):
        return Path(f"/proc/{process}/ns/net").readlink()

    assert network(deadly.zygote_pid) != network("self")


def test_decoder_sees_no_environment(monkeypatch):
    """Passwords of the service are in its environment."""
    monkeypatch.setenv("IPM_SECRET", "x")
    fresh = PhotoSandbox(DEADLY)

    assert not is_possible(fresh.decode(b"environment"))
    fresh.close()


def test_refusal_of_the_decoder_arrives_as_it_is(deadly):
    with pytest.raises(PhotoRefused, match=r"^Take it again\.$") as refusal:
        deadly.decode(b"refuse broken")

    assert refusal.value.code == "broken"


@pytest.mark.parametrize("max_side", [None, 40])
@pytest.mark.parametrize("name", odd())
def test_sandbox_sees_what_the_decoder_sees(sandbox, name, max_side):
    """The same pixels; all that Pillow needs was loaded before the limits fell."""
    data = odd()[name]

    image = sandbox.decode(data, max_side=max_side)

    assert np.array_equal(image, decode_photo(data, max_side=max_side))
    assert image.flags.writeable


def test_hostile_files_leave_the_zygote_as_it_was(sandbox):
    """51 of them, one after the other, each refused for its own reason."""
    sandbox.decode(encoded(quarters()))
    before = os.getpid(), sandbox.zygote_pid

    outcomes = {name: outcome(sandbox.decode, data) for name, (_, data) in hostile().items()}

    assert outcomes == {name: code for name, (code, _) in hostile().items()}
    assert (os.getpid(), sandbox.zygote_pid) == before


@pytest.mark.skipif(EVALUATION is None, reason="IPM_EVAL_DATA names no folder")
def test_shared_hostile_files_come_out_as_in_process(sandbox):
    """73 files built elsewhere; the zygote outlives them all."""
    sandbox.decode(encoded(quarters()))
    zygote = sandbox.zygote_pid
    files = sorted(Path(EVALUATION, "hostile", "files").iterdir())

    for path in files:
        data = path.read_bytes()
        assert outcome(sandbox.decode, data) == outcome(decode_photo, data), path.name

    assert len(files) == 73
    assert sandbox.zygote_pid == zygote


def test_killed_zygote_is_replaced(sandbox):
    """The out-of-memory killer may choose it; the next photo is decoded all the same."""
    sandbox.decode(encoded(quarters()))
    killed = sandbox.zygote_pid
    os.kill(killed, signal.SIGKILL)
    assert ended(killed)

    assert sandbox.decode(encoded(quarters())).shape == (64, 96, 3)
    assert sandbox.zygote_pid != killed


def test_threads_decode_at_the_same_time(deadly):
    """Sleepers do not queue behind one another, up to the number of children at once."""
    deadly.decode(b"sleep 0")
    answers = []
    threads = [
        threading.Thread(target=lambda: answers.append(deadly.decode(b"sleep 0.5")))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    together = 0
    while any(thread.is_alive() for thread in threads):
        together = max(together, len(children_of(deadly.zygote_pid)))
        time.sleep(0.01)

    assert len(answers) == 4
    assert together > 2


def test_forked_process_gets_a_zygote_of_its_own(sandbox):
    """gunicorn forks its workers after the app is made; the parent's zygote stays the parent's."""
    sandbox.decode(encoded(quarters()))
    ours = sandbox.zygote_pid
    child = os.fork()
    if child == 0:
        fine = sandbox.zygote_pid is None and sandbox.decode(encoded(quarters())).shape[0] == 64
        fine = fine and sandbox.zygote_pid != ours
        sandbox.close()
        os._exit(0 if fine else 1)

    assert os.waitpid(child, 0)[1] == 0
    sandbox.decode(encoded(quarters()))
    assert sandbox.zygote_pid == ours


def test_zygote_ends_with_its_parent():
    """Even when the parent is killed outright, and with a fork of it still alive."""
    reading, writing = os.pipe()
    parent = os.fork()
    if parent == 0:
        doomed = PhotoSandbox(DEADLY)
        doomed.decode(b"sleep 0")
        if os.fork():
            os.write(writing, f"{doomed.zygote_pid}\n".encode())
            os.close(writing)
        time.sleep(5)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        zygote = int(pipe.readline())
        os.kill(parent, signal.SIGKILL)
        os.waitpid(parent, 0)

        assert ended(zygote)


def test_closing_ends_the_zygote_and_using_it_again_starts_one():
    closed = PhotoSandbox(DEADLY)
    closed.decode(b"sleep 0")
    zygote = closed.zygote_pid

    closed.close()

    assert ended(zygote)
    assert closed.zygote_pid is None
    assert is_possible(closed.decode(b"sleep 0"))
    closed.close()


def test_decoder_that_does_not_start_is_not_the_photo_s_fault(capfd):
    """A broken installation must not tell officers that their photos are bad."""
    with pytest.raises(SandboxUnavailable):
        PhotoSandbox("image_index.photo:no_such_function").decode(b"x")

    assert "no_such_function" in capfd.readouterr().err
