"""Where pushes may go, and by which key a push service knows this service."""

from datetime import timedelta

import pytest

from ipm_api.database import now
from ipm_api.models.account import Role
from ipm_api.push_service import BROWSERS, push_origin, push_services
from ipm_api.vapid import push_key
from tests.ipm_api.told_phones import URL, subscriptions
from tests.loopback_push import fault_of


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/fcm/send/x",
        "https://127.0.0.1/x",
        "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com.example.org/x",
        "https://example.org/fcm.googleapis.com/x",
        "https://fcm.googleapis.com@example.org/x",
        "https://fcm.googleapis.com\\@example.org/x",
        "https://fcm.googleapis.com",
        "https://fcm.googleapis.com/a b",
        "https://fcm.googleapis.com/a\r\nHost: example.org",
        "https://evilpush.apple.com/x",
        "https://push.apple.com/x",
        "https://FCM.googleapis.com/x",
        "file:///etc/passwd",
    ],
)
def test_a_push_goes_to_push_services_of_browsers_alone(endpoint):
    """An address that an officer's phone names must not make us ask other machines (UP-10)."""
    assert push_origin(endpoint, BROWSERS) is None


@pytest.mark.parametrize(
    "origin",
    [
        "https://fcm.googleapis.com",
        "https://updates.push.services.mozilla.com",
        "https://web.push.apple.com",
        "https://wns2-par02p.notify.windows.com",
    ],
)
def test_the_makers_of_browsers_are_known(origin):
    """Without any setting."""
    assert push_origin(f"{origin}/w/?token=a%2bb", BROWSERS) == origin


def test_another_address_is_refused_beside_its_field(api, make_account, token_for):
    """With the reason, as every refusal."""
    headers = {"Authorization": f"Bearer {token_for(make_account(Role.OFFICER))}"}
    refused = api.put(URL, json={"endpoint": "https://127.0.0.1:9/x"}, headers=headers)
    assert refused.status_code == 400
    assert refused.content_type == "application/problem+json"
    assert refused.json["errors"] == {"endpoint": ["No push may be sent to this address."]}


def test_the_database_holds_no_address(session, told_phone, push_service):
    """Who has it can reach the phone: a copy of the database must not."""
    told_phone("phone-7")
    (row,) = subscriptions(session)
    assert "phone-7" not in row.endpoint
    assert push_service.origin not in row.endpoint


def test_the_key_is_that_of_the_service_and_stays(api, told_phone, config):
    """A browser's subscription is bound to it; another one would be refused everywhere."""
    _, headers = told_phone()
    told = api.get(URL, headers=headers).json["public_key"]
    assert told == push_key(config).public
    assert (config.data / "push_key").stat().st_mode & 0o777 == 0o600
    header = push_key(config).authorization("https://a.example", "mailto:a@example.org", now())
    assert fault_of(header, "https://a.example") == ""
    assert fault_of(header, "https://b.example") == "token"
    late = push_key(config).authorization(
        "https://a.example", "mailto:a@example.org", now() - timedelta(days=1)
    )
    assert fault_of(late, "https://a.example") == "exp"


def test_a_service_may_send_none_at_all(make_api, make_account, token_for):
    """A network that lets nothing out."""
    headers = {"Authorization": f"Bearer {token_for(make_account(Role.OFFICER))}"}
    assert make_api(push_services=()).get(URL, headers=headers).json == {"public_key": None}


def test_a_wrong_list_of_push_services_stops_the_start():
    """A pattern for everything, or another machine without TLS, is an error of typing."""
    assert push_services("") == BROWSERS
    assert push_services("none") == ()
    assert push_services("a.example *.b.example") == ("a.example", "*.b.example")
    for wrong in ("*", "http://10.0.0.1:80", "https://a.example", "a.example/x", "none a.example"):
        with pytest.raises(ValueError, match="IPM_PUSH_SERVICES"):
            push_services(wrong)
