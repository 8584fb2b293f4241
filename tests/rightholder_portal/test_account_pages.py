"""Signing in, signing out, applying."""

import pytest
from sqlalchemy import delete, select

from ipm_api.models.account import Account, Role
from ipm_api.models.right_holder import RightHolder
from ipm_api.operations.account import disable_account
from ipm_api.operations.sign_in import ATTEMPTS_PER_ACCOUNT
from rightholder_portal.session import local_path
from tests.conftest import PASSWORD, SYSTEM

APPLICATION = {
    "organisation": "Brasserie du Nord",
    "country": "FR",
    "office": "EM",
    "right_number": "018000002",
    "nice_classes": "32",
    "valid_until": "2031-06-30",
    "reference_url": "",
    "name": "Nadia Petit",
    "email": "nadia@example.org",
    "password": "a long enough password",
}


def entry(account: Account, password: str = PASSWORD) -> dict[str, str]:
    return {"email": account.email, "password": password}


@pytest.mark.parametrize(
    ("role", "first"),
    [
        (Role.PUBLISHER, "/products"),
        (Role.OFFICER, "/guides"),
        (Role.TRAINER, "/guides"),
        (Role.ADMINISTRATOR, "/administration"),
    ],
)
def test_everyone_comes_to_their_own_work(visitor, make_account, holder, role, first):
    """The first page after signing in is the one with the work."""
    account = make_account(role, holder if role is Role.PUBLISHER else None)
    someone = visitor()
    assert someone.post("/sign-in", entry(account)).location == "/"
    assert someone.get("/").location == first
    assert someone.get(first).status_code == 200


def test_a_wrong_password_keeps_the_address_and_says_so_beside_the_field(visitor, publishing):
    """Nothing is typed twice; nothing says whether the account exists."""
    wrong = visitor().post("/sign-in", entry(publishing, "wrong"))
    unknown = visitor().post("/sign-in", {"email": "nobody@example.org", "password": "wrong"})
    assert wrong.status_code == unknown.status_code == 401
    assert f'value="{publishing.email}"' in wrong.text
    for answer in (wrong, unknown):
        assert 'aria-describedby="error-password"' in answer.text
        assert "E-mail address and password do not fit together." in answer.text
    assert visitor().get("/products").status_code == 302


def test_too_many_attempts_are_told_when_to_come_back(visitor, publishing):
    """AC-8 on a page: a sentence and Retry-After, even for the right password."""
    someone = visitor()
    for _ in range(ATTEMPTS_PER_ACCOUNT):
        assert someone.post("/sign-in", entry(publishing, "wrong")).status_code == 401
    stopped = someone.post("/sign-in", entry(publishing))
    assert stopped.status_code == 429
    assert int(stopped.headers["Retry-After"]) > 0
    assert "Too many attempts" in stopped.text


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/a\\b",
        "javascript:alert(1)",
        "evil",
        "",
    ],
)
def test_after_signing_in_nobody_is_sent_elsewhere(visitor, publishing, target):
    """An open redirect lends our name to phishing."""
    assert local_path(target) == "/"
    answer = visitor().post("/sign-in", entry(publishing), query_string={"next": target})
    assert answer.location == "/"


def test_after_signing_in_the_wanted_page_opens(visitor, publishing):
    """A link in a mail works, with its search."""
    someone = visitor()
    sent = someone.get("/products?q=eau&state=draft").location
    assert sent.startswith("/sign-in?next=")
    assert someone.post(sent, entry(publishing)).location == "/products?q=eau&state=draft"


def test_signing_out_ends_the_token_itself(visitor, publishing):
    """A copied cookie is worth nothing after that."""
    someone = visitor(publishing)
    thief = visitor()
    with someone.client.session_transaction() as cookie:
        token = cookie["token"]
    with thief.client.session_transaction() as cookie:
        cookie["token"] = token
    assert thief.get("/products").status_code == 200
    assert someone.post("/sign-out").location == "/sign-in"
    assert "You are signed out." in someone.get("/sign-in").text
    assert thief.get("/products").status_code == 302


def test_signing_in_starts_a_fresh_session(visitor, publishing):
    """Nothing that was in the cookie before is in it afterwards."""
    someone = visitor()
    with someone.client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
    someone.post("/sign-in", entry(publishing))
    with someone.client.session_transaction() as cookie:
        assert "planted" not in cookie


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(visitor, publishing):
    """HttpOnly and SameSite; Secure is a setting of the machine."""
    cookie = visitor().post("/sign-in", entry(publishing)).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_disabled_account_is_out_at_its_next_click(visitor, publishing, session):
    """AC-6."""
    someone = visitor(publishing)
    assert someone.get("/products").status_code == 200
    disable_account(session, SYSTEM, publishing.id)
    assert someone.get("/products").status_code == 302


def test_who_applies_sees_the_application_and_nothing_else_until_approved(
    visitor, make_account, session
):
    """The whole way in: apply, wait, be approved, see the catalogue."""
    applicant = visitor()
    assert applicant.post("/register", APPLICATION).location == "/application"
    page = applicant.get("/application").text
    assert "Brasserie du Nord" in page
    assert "European Union (EUIPO)" in page
    assert "018000002" in page
    assert "Waits for approval" in page
    assert applicant.get("/").location == "/application"
    for path in ("/products", "/products/new", "/brands", "/contacts", "/guides"):
        assert applicant.get(path).status_code == 403
    account = session.scalar(select(Account).where(Account.email == APPLICATION["email"]))
    path = f"/administration/right-holders/{account.memberships[0].right_holder_id}"
    for _ in range(2):  # one is not enough
        assert applicant.get("/").location == "/application"
        administrator = visitor(make_account(Role.ADMINISTRATOR))
        assert "018000002" in administrator.get(path).text
        assert administrator.post(path, {"decision": "approve"}).status_code == 302
    assert "Approved by two administrators." in administrator.get(path).text
    assert applicant.get("/").location == "/products"
    assert "No product yet." in applicant.get("/products").text


def test_an_application_with_gaps_keeps_what_was_written(visitor):
    """Every sentence beside its field; the password is not sent back."""
    gaps = APPLICATION | {"organisation": " ", "right_number": "", "country": "F"}
    answer = visitor().post("/register", gaps)
    assert answer.status_code == 400
    for field in ("organisation", "right_number", "country"):
        assert f'id="error-{field}"' in answer.text
    assert 'value="Nadia Petit"' in answer.text
    assert APPLICATION["password"] not in answer.text


@pytest.mark.parametrize("value", ["\0", "x" * 5000, "<b>é" * 300])
def test_no_application_breaks_the_page(visitor, session, value):
    """Empty, unstorable, endless: a sentence beside the field, never an error of ours."""
    for field in sorted(APPLICATION):
        answer = visitor().post("/register", APPLICATION | {field: value})
        assert answer.status_code in (302, 400), field
        assert "<b>é" not in answer.text
        session.execute(delete(Account))
        session.execute(delete(RightHolder))
        session.commit()
