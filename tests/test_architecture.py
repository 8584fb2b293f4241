"""The arrows between the rooms, and other rules of the house, executed."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

FORBIDDEN = {
    "image_index": {
        "flask",
        "flask_sqlalchemy",
        "sqlalchemy",
        "marshmallow",
        "ipm_api",
        "rightholder_portal",
        "seed_products",
    },
    "ipm_api/models": {"flask", "marshmallow", "image_index", "ipm_api.operations"},
    "ipm_api/operations": {
        "flask",
        "marshmallow",
        "cv2",
        "PIL",
        "ipm_api.views",
        "ipm_api.schemas",
        "rightholder_portal",
        "seed_products",
    },
    "ipm_api/bulk": {"flask", "sqlalchemy", "marshmallow", "ipm_api.models", "ipm_api.operations"},
    "ipm_api/reports": {"flask", "sqlalchemy", "cv2", "PIL", "ipm_api.views", "rightholder_portal"},
    "ipm_api/jobs": {
        "flask",
        "marshmallow",
        "cv2",
        "PIL",
        "ipm_api.views",
        "ipm_api.schemas",
        "rightholder_portal",
        "seed_products",
    },
    "ipm_api/schemas": {"flask", "sqlalchemy", "ipm_api.models", "ipm_api.operations"},
    "ipm_api/views": {"sqlalchemy", "cv2", "PIL", "ipm_api.models", "rightholder_portal"},
    "rightholder_portal": {
        "sqlalchemy",
        "image_index",
        "ipm_api.views",
        "ipm_api.schemas",
        "seed_products",
    },
    "seed_products": {"flask", "ipm_api.views", "rightholder_portal"},
}

COMPOSITION = {"ipm_api/wsgi.py", "ipm_api/serve.py", "ipm_api/cli.py", "ipm_api/demo.py"}
"""Where everything meets; imported by nobody but each other."""

PACKAGES = ("image_index", "ipm_api", "rightholder_portal", "seed_products", "benchmarks")


def python_files(*folders: str) -> list[Path]:
    """Our own modules below *folders*, migrations aside."""
    return sorted(
        path
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        if "versions" not in path.parts
    )


def imported_modules(path: Path) -> Iterator[str]:
    """Dotted names of the modules and names that a file imports."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("package", FORBIDDEN)
def test_imports_point_one_way(package):
    """No module reaches up a layer or around one."""
    found = {
        f"{path.relative_to(ROOT)} imports {module}"
        for path in python_files(package)
        for module in imported_modules(path)
        if any(f"{module}.".startswith(f"{name}.") for name in FORBIDDEN[package])
    }
    assert found == set()


def test_nobody_imports_a_composition_root():
    """What ties everything together must not become something to build on."""
    roots = {name.removesuffix(".py").replace("/", ".") for name in COMPOSITION}
    found = {
        f"{path.relative_to(ROOT)} imports {module}"
        for path in python_files("image_index", "ipm_api", "rightholder_portal", "seed_products")
        if str(path.relative_to(ROOT)) not in COMPOSITION
        for module in imported_modules(path)
        if any(f"{module}.".startswith(f"{root}.") for root in roots)
    }
    assert found == set()


def test_uploaded_bytes_never_reach_opencv():
    """OpenCV has no guard against bombs: it only ever gets arrays (security.md, UP-4)."""
    reading = re.compile(r"cv2\s*\.\s*im(read|decode)")
    found = [
        str(path.relative_to(ROOT))
        for path in python_files(*PACKAGES)
        if reading.search(path.read_text())
    ]
    assert found == []


def test_only_one_module_opens_pictures():
    """One decoder, so that one set of limits holds."""
    opening = re.compile(r"\bImage\.open\(")
    allowed = {"image_index/photo.py", "image_index/simulated_photo.py"}
    found = {
        str(path.relative_to(ROOT))
        for path in python_files(*PACKAGES)
        if opening.search(path.read_text())
    }
    assert found <= allowed


def test_nothing_is_pickled():
    """A pickle is a program of whoever could write the file."""
    found = [
        str(path.relative_to(ROOT))
        for path in python_files(*PACKAGES)
        if any(m.split(".")[0] in {"pickle", "dill", "joblib"} for m in imported_modules(path))
    ]
    assert found == []


def test_modules_stay_small():
    """A module that needs more than 300 lines is two modules."""
    long = {
        str(path.relative_to(ROOT)): lines
        for path in python_files(*PACKAGES)
        if (lines := len(path.read_text().splitlines())) > 300
    }
    assert long == {}


def test_file_names_say_something():
    """Nobody guesses what is in utils.py."""
    empty_words = {"util", "utils", "helper", "helpers", "misc", "common", "manager", "dump"}
    found = [
        str(path.relative_to(ROOT))
        for path in python_files(*PACKAGES, "tests")
        if set(path.stem.split("_")) & empty_words
    ]
    assert found == []


def test_every_operation_takes_the_actor():
    """Tenant isolation is visible in every signature that a view may call."""
    exempt = {
        # no actor exists yet, or the same answer for everyone
        "sign_in.sign_in",
        "sign_in.actor_of_token",
        "sign_in.issue_token",
        "sign_in.end_sessions",
        "picture_clean_up.clean_pictures",
        # of a job, for whoever asked a question
        "push_subscription.tell_soon",
        "push_subscription.phones_of",
        "push_subscription.endpoint_to_tell",
        "push_subscription.note_result",
        "push_subscription.forget_phone",
        "sign_in.end_session",
        "sign_in.end_other_sessions",
        "sign_in.has_second_factor",
        "second_factor.forget_second_factors",
        "second_factor.tell_of_change",
        "code.accept_code",
        "code.renew_recovery_codes",
        "throttle.count_attempt",
        "throttle.discount_attempt",
        "one_time_token.issue_link",
        "one_time_token.issue_random",
        "one_time_token.find_token",
        "one_time_token.use_token",
        "one_time_token.forget_tokens",
        "mail.queue_mail",
        "mail.waiting_mail",
        "mail.unsent_mails",
        "mail.mark_sent",
        "sign_in.end_sessions_of_right_holder",
        "application.apply_to_join",
        "sign_in.finish_sign_in",
        "password.request_reset",
        "password.mail_link",
        "password.open_reset",
        "password.reset_password",
        "invitation.open_invitation",
        "invitation.join_as_newcomer",
        "passkey.begin_sign_in",
        "passkey.sign_in_with_passkey",
        "mail.latest_mails",
        "membership.actor_for",
        "account.new_account",
        "category.categories",
        "health.check_database",
        # parts of operations, called inside of one that has checked the actor
        "contact.reachable_contacts",
        "approval.latest_round",
        "notice.tell_person",
        "reading_notice.tell_of_limit",
        "review_notice.remind_of_reviews",
        "notice.tell_right_holder",
        "held_back_image.ask_right_holder",
        "identity.refuse_two_sides",
        "national_setting.is_member",
        "national_setting.legal_period",
        "national_setting.member_countries",
        "numbered_page.numbered_page",
        "right_holder_file.similar_names",
        "product.page_of_products",
        "product.lock_product",
        "candidates.propose_candidates",
        "supply_chain.supply_chains_of",
        "photo_evidence.weigh_photos",
        "article_code.codes_of",
        "reference_description.describe_again",
        "image_admission.version_of",
        "arriving_file.keep_piece",
        "upload_completion.begin_anew",
        "image_gate.hold_back_copies",
        "image_gate.hold_back_what_resembles",
        "image_gate.copied_from",
        "image_gate.nearest_by_hash",
        "barcode.products_with_gtin",
        "small_picture.small_crops",
        "violation.violations_at",
        "violation_draft.write_record",
        "index_change.bring_index_in_step",
        "index_change.index_again",
        "product_content.freeze",
        "product_content.put_back",
        "product_content.discard_image",
        "thawed_product.thaw",
        "publication.current_version",
        "reading_budget.spent_by",
        "publication.unpublished_changes",
        "index_change.changes_after",
        "index_change.latest_change",
        "index_change.descriptions_of",
        "index_change.history_until",
        # what holds a secret of its own: the link of a mail, an outgoing mail
        "question_answer.answer_by_form",
        "question_answer.open_reply_form",
        "question_answer.reply_form_photo",
        "question_notice.tell_deputies",
        "question_notice.tell_next_contact",
        "code.count_code",  # who signs in is not known yet
        "code.seal_anew",  # at start
        "email_change.confirm_email",  # whoever has the link
        "email_change.open_email_change",
        "image_gate.hold_back_if_copied",  # part of publishing
        "index_change.features_of",
        "index_change.following",
        "index_change.numbers_before",
        "index_change.still_indexed",
    }
    found = set()
    for path in python_files("ipm_api/operations"):
        for node in ast.parse(path.read_text()).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            arguments = [argument.arg for argument in node.args.args]
            if "session" in arguments and "actor" not in arguments:
                found.add(f"{path.stem}.{node.name}")
    assert found <= exempt


def test_every_module_and_public_name_says_what_it_is_for():
    """A newcomer reads the first line and knows."""
    silent = []
    for path in python_files("image_index", "ipm_api"):
        tree = ast.parse(path.read_text())
        if not ast.get_docstring(tree):
            silent.append(str(path.relative_to(ROOT)))
        for node in tree.body:
            is_definition = isinstance(node, ast.FunctionDef | ast.ClassDef)
            if is_definition and not node.name.startswith("_") and not ast.get_docstring(node):
                silent.append(f"{path.relative_to(ROOT)}: {node.name}")
    assert silent == []


def test_portal_and_phone_share_one_visual_vocabulary():
    """Each serves its own copy, because each can be deployed alone; the copies must not drift."""
    phone = (ROOT / "officer_app/tokens.css").read_text()
    assert (ROOT / "rightholder_portal/static/tokens.css").read_text() == phone
