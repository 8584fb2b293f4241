"""Mails: sent with the transaction, through a real server, kept until it takes them."""

import dataclasses
import socket
import socketserver
import threading
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select

from ipm_api.jobs.worker import Worker
from ipm_api.models.job import Job, JobState
from ipm_api.models.one_time_token import Purpose
from ipm_api.models.outgoing_mail import OutgoingMail
from ipm_api.operations.mail import queue_mail
from ipm_api.operations.one_time_token import issue_link, signed_token
from ipm_api.operations.password import LINK_LIFE
from ipm_api.sentence import Sentence


class SmtpHandler(socketserver.StreamRequestHandler):
    """Enough of RFC 5321 to take a mail."""

    def handle(self):
        self.wfile.write(b"220 test\r\n")
        for line in self.rfile:
            word = line[:4].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                data = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.received.append(message_from_bytes(data, policy=policy.default))
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
            if word == b"QUIT":
                return


@pytest.fixture
def smtp():
    """A mail server on this machine: (its address for IPM_SMTP_URL, what it received)."""
    with socketserver.TCPServer(("127.0.0.1", 0), SmtpHandler) as server:
        server.received = []
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"smtp://127.0.0.1:{server.server_address[1]}", server.received
        server.shutdown()
        thread.join()


@pytest.fixture
def work(engine, session, runtime):
    """Does the waiting mails with other settings; returns how many jobs."""

    def run(**settings):
        session.commit()
        config = dataclasses.replace(runtime.config, **settings)
        worker, done = Worker(engine, dataclasses.replace(runtime, config=config)), 0
        while worker.run_one(["send_mail"]):
            done += 1
        session.expire_all()
        return done

    return run


def queue(session, **options):
    values = {
        "to": "a@example.org",
        "subject": Sentence("A new password for IPM"),
        "lines": [Sentence("Hello %(name)s.", name="Å")],
        "link": "/reset/{token}",
    }
    return queue_mail(session, **values | options)


def test_a_mail_leaves_with_the_link_that_only_it_holds(session, smtp, work, config):
    """The database has the sentence and the number of the row; the site's key makes the rest."""
    url, received = smtp
    row = issue_link(session, config.secret_key, Purpose.PASSWORD_RESET, LINK_LIFE)
    queue(session, link_of=(Purpose.PASSWORD_RESET, row.id))
    token = signed_token(config.secret_key, Purpose.PASSWORD_RESET, row.id)
    assert work(smtp_url=url, site_url="https://ipm.example", mail_from="ipm@ipm.example") == 1
    (message,) = received
    assert (message["To"], message["From"]) == ("a@example.org", "ipm@ipm.example")
    assert message["Subject"] == "A new password for IPM"
    assert message.get_content().split() == [
        "Hello",
        "Å.",
        f"https://ipm.example/reset/{token}",
    ]
    assert session.scalars(select(OutgoingMail)).one().sent_at is not None
    assert work(smtp_url=url) == 0


def test_a_mail_that_is_rolled_back_was_never_written(session, smtp, work):
    """No mail tells about what did not happen."""
    queue(session)
    session.rollback()
    assert work(smtp_url=smtp[0]) == 0


def test_a_mail_is_kept_while_the_server_is_away(session, smtp, work):
    """Tried again after growing waits; nothing is lost."""
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        closed = f"smtp://127.0.0.1:{nobody.getsockname()[1]}"
        queue(session)
        assert work(smtp_url=closed) == 1
    assert session.scalars(select(OutgoingMail)).one().sent_at is None
    job = session.scalars(select(Job).where(Job.task == "send_mail")).one()
    assert job.state is JobState.WAITING
    job.due_at = job.due_at.replace(year=2020)
    assert work(smtp_url=smtp[0]) == 1
    assert len(smtp[1]) == 1


def test_without_a_server_mails_wait_for_one(session, smtp, work, run_jobs):
    """Settings may come later than the first mail."""
    queue(session)
    assert work() == 1
    assert session.scalars(select(OutgoingMail)).one().sent_at is None


def test_no_header_is_smuggled_in(session, smtp, work):
    """A line break in a name stays out of the header."""
    queue(session, subject=Sentence("For %(name)s", name="a\r\nBcc: b@example.org"))
    work(smtp_url=smtp[0])
    (message,) = smtp[1]
    assert message["Bcc"] is None
    assert message["Subject"] == "For a Bcc: b@example.org"
