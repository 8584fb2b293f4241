"""Who may do what, for every operation that takes an actor."""

import importlib
import inspect
import pkgutil
import uuid

import pytest
from sqlalchemy.orm import Session

import ipm_api.operations
from ipm_api.errors import Forbidden, NotFound, NotSignedIn
from ipm_api.models.account import Role
from ipm_api.models.inspection import Verdict
from ipm_api.operations.product import ProductDraft
from ipm_api.operations.product_list import ProductSearch
from ipm_api.operations.right_holder import suspend_right_holder
from ipm_api.operations.supply_chain_draft import Scope
from ipm_api.policy import (
    ADMINISTRATORS,
    ANONYMOUS,
    NATIONAL_CONTACTS,
    OFFICERS,
    ORGANISATION_ADMINISTRATORS,
    PUBLISHERS,
    READERS,
    RIGHT_HOLDER,
    SIGNED_IN,
    Actor,
    Party,
    actor_of,
)
from tests.conftest import SYSTEM

ALLOWED = {
    "account_list.account_file": ADMINISTRATORS,
    "account_list.account_list": ADMINISTRATORS,
    "account_list.sign_out_account": ADMINISTRATORS,
    "audit_chain.verify_audit_chain": ADMINISTRATORS,
    "audit_log.export_audit_log": ADMINISTRATORS,
    "audit_log.search_audit_log": ADMINISTRATORS,
    "break_glass.acknowledge_notices": RIGHT_HOLDER,
    "break_glass.close_break_glass": ADMINISTRATORS,
    "break_glass.open_break_glass": ADMINISTRATORS,
    "break_glass.open_reading": ADMINISTRATORS,
    "break_glass.own_notices": RIGHT_HOLDER,
    "break_glass.own_open_readings": ADMINISTRATORS,
    "break_glass.read_picture": ADMINISTRATORS,
    "break_glass.read_product": ADMINISTRATORS,
    "break_glass.read_products": ADMINISTRATORS,
    "break_glass.unseen_notices": RIGHT_HOLDER,
    "category.add_category": ADMINISTRATORS,
    "category.all_categories": ADMINISTRATORS,
    "category.move_category": ADMINISTRATORS,
    "category.rename_category": ADMINISTRATORS,
    "category.retire_category": ADMINISTRATORS,
    "national_contact.appoint_national_contact": ADMINISTRATORS,
    "national_contact.disable_invitee": NATIONAL_CONTACTS,
    "national_contact.enable_invitee": NATIONAL_CONTACTS,
    "national_contact.invite": NATIONAL_CONTACTS,
    "national_contact.own_invitees": NATIONAL_CONTACTS,
    "national_contact.refusals": NATIONAL_CONTACTS,
    "system_health.system_health": ADMINISTRATORS,
    "account.choose_language": SIGNED_IN,
    "account.create_account": ADMINISTRATORS,
    "account.disable_account": ADMINISTRATORS,
    "account.enable_account": ADMINISTRATORS,
    "alert.create_alert": PUBLISHERS,
    "alert.own_alert": RIGHT_HOLDER,
    "alert.own_alerts": RIGHT_HOLDER,
    "alert.renew_alert": PUBLISHERS,
    "alert.update_alert": PUBLISHERS,
    "alert.withdraw_alert": PUBLISHERS,
    "alert.current_alerts": OFFICERS,
    "approval.approve": ADMINISTRATORS,
    "approval.reconsider": ADMINISTRATORS,
    "approval.refuse": ADMINISTRATORS,
    "approval.rounds": ADMINISTRATORS,
    "approval.take_back": ADMINISTRATORS,
    "barcode.look_up_barcode": READERS,
    "barcode.look_up_barcodes_in_photo": READERS,
    "brand.create_brand": RIGHT_HOLDER,
    "brand.own_brand": RIGHT_HOLDER,
    "brand.own_brand_names": RIGHT_HOLDER,
    "brand.own_brands": RIGHT_HOLDER,
    "brand.published_brands": READERS,
    "brand.remove_brand": RIGHT_HOLDER,
    "brand.rename_brand": RIGHT_HOLDER,
    "brand.restore_brand": RIGHT_HOLDER,
    "contact.add_contact": RIGHT_HOLDER,
    "contact.move_contact": RIGHT_HOLDER,
    "contact.own_contact": RIGHT_HOLDER,
    "contact.own_contacts": RIGHT_HOLDER,
    "contact.remove_contact": RIGHT_HOLDER,
    "contact.restore_contact": RIGHT_HOLDER,
    "contact.update_contact": RIGHT_HOLDER,
    "right_holder_file.right_holder_file": ADMINISTRATORS,
    "right_holder_file.right_holder_list": ADMINISTRATORS,
    "waiting.waiting_decisions": ADMINISTRATORS,
    "deciders.names_of_deciders": ADMINISTRATORS,
    "distinguishing_feature.add_feature": RIGHT_HOLDER,
    "distinguishing_feature.move_feature": RIGHT_HOLDER,
    "distinguishing_feature.remove_feature": RIGHT_HOLDER,
    "distinguishing_feature.update_feature": RIGHT_HOLDER,
    "evidence.damaged_evidence": ADMINISTRATORS,
    "feature_crop.photo_crop": OFFICERS,
    "feature_crop.reference_crop": READERS | RIGHT_HOLDER,
    "feature_crop.counterpart_crop": READERS | RIGHT_HOLDER,
    "feature_suggestion.own_place": RIGHT_HOLDER,
    "feature_suggestion.suggest_features": RIGHT_HOLDER,
    "preview.preview_guide": RIGHT_HOLDER,
    "preview.preview_token": RIGHT_HOLDER,
    "guide.guides": READERS,
    "guide.published_products": READERS,
    "guide.read_guide": READERS,
    "image_admission.admit_image": RIGHT_HOLDER,
    "held_back_image.answer_question": RIGHT_HOLDER,
    "held_back_image.held_back_image": ADMINISTRATORS,
    "held_back_image.held_back_images": ADMINISTRATORS,
    "held_back_image.open_questions": RIGHT_HOLDER,
    "held_back_image.own_questions": RIGHT_HOLDER,
    "inspection.own_inspection": OFFICERS,
    "inspection.own_inspections": OFFICERS,
    "inspection_photo.add_photo": OFFICERS,
    "inspection_photo.own_photo": OFFICERS,
    "comparison.compare_product": OFFICERS,
    "invitation.invite": ORGANISATION_ADMINISTRATORS,
    "invitation.revoke_invitation": ORGANISATION_ADMINISTRATORS,
    "team.change_role": ORGANISATION_ADMINISTRATORS,
    "team.own_team": RIGHT_HOLDER,
    "team.remove_member": ORGANISATION_ADMINISTRATORS,
    "membership.begin_session_for": RIGHT_HOLDER | {Party.PENDING, Party.ARRIVING},
    "membership.own_memberships": RIGHT_HOLDER | {Party.PENDING, Party.ARRIVING},
    "picture_upload.append_to_upload": RIGHT_HOLDER,
    "picture_upload.forget_upload": RIGHT_HOLDER,
    "picture_upload.start_upload": RIGHT_HOLDER,
    "picture_upload.unfinished_uploads": RIGHT_HOLDER,
    "publication.restore_version": RIGHT_HOLDER,
    "publication.undo_restore": RIGHT_HOLDER,
    "publication.own_version": RIGHT_HOLDER,
    "publication.own_versions": RIGHT_HOLDER,
    "publication_request.ask_to_publish": RIGHT_HOLDER,
    "publication_request.decline_request": PUBLISHERS,
    "publication_request.open_request": RIGHT_HOLDER,
    "publication_request.open_requests": PUBLISHERS,
    "publication_request.publishers_of": RIGHT_HOLDER,
    "reading_allowance.busy_readers": ADMINISTRATORS | NATIONAL_CONTACTS,
    "reading_allowance.give_reason": READERS,
    "reading_allowance.lift_reading_limit": ADMINISTRATORS | NATIONAL_CONTACTS,
    "reading_allowance.own_reading": READERS,
    "readership.looks_at": RIGHT_HOLDER,
    "review.confirm_review": RIGHT_HOLDER,
    "review.due_products": RIGHT_HOLDER,
    "review.set_review_period": RIGHT_HOLDER,
    "sharing.exceptions_of": RIGHT_HOLDER,
    "sharing.share": PUBLISHERS,
    "sharing.sharing_of": RIGHT_HOLDER,
    "sharing.stop_sharing_rule": PUBLISHERS,
    "sharing.view_as": RIGHT_HOLDER,
    "place_crop.reference_place": READERS | RIGHT_HOLDER | ADMINISTRATORS,
    "place_crop.photo_place": OFFICERS,
    "inspection.read_inspection": OFFICERS,
    "inspection.submit_inspection": OFFICERS,
    "bulk_export.fetch_export": RIGHT_HOLDER,
    "bulk_export.own_exports": RIGHT_HOLDER,
    "bulk_export.start_export": RIGHT_HOLDER,
    "bulk_import.carry_out": RIGHT_HOLDER,
    "bulk_meaning.choose_meanings": RIGHT_HOLDER,
    "bulk_import.ask_for_work": RIGHT_HOLDER,
    "bulk_import.locked_import": RIGHT_HOLDER,
    "bulk_import.own_import": RIGHT_HOLDER,
    "bulk_import.own_imports": RIGHT_HOLDER,
    "bulk_import.rows_of": RIGHT_HOLDER,
    "bulk_import.start_import": RIGHT_HOLDER,
    "bulk_import.undo_import": RIGHT_HOLDER,
    "bulk_reading.read_import": RIGHT_HOLDER,
    "job.failed_jobs": ADMINISTRATORS,
    "job.own_job": SIGNED_IN,
    "job.queue_health": ADMINISTRATORS,
    "national_setting.national_contacts": ADMINISTRATORS,
    "national_setting.national_settings": ADMINISTRATORS,
    "national_setting.write_national_setting": ADMINISTRATORS,
    "product.create_product": RIGHT_HOLDER,
    "product.locked_product": RIGHT_HOLDER,
    "product.own_product": RIGHT_HOLDER,
    "product.own_products": RIGHT_HOLDER,
    "publication.publish_product": PUBLISHERS,
    "product.update_product": RIGHT_HOLDER,
    "publication.withdraw_product": PUBLISHERS,
    "product_owner.owned_product": RIGHT_HOLDER,
    "image_editing.move_image": RIGHT_HOLDER,
    "image_editing.order_images": RIGHT_HOLDER,
    "image_editing.own_image": RIGHT_HOLDER,
    "image_editing.removed_images": RIGHT_HOLDER,
    "image_editing.restore_image": RIGHT_HOLDER,
    "image_editing.update_image": RIGHT_HOLDER,
    "image_gate.own_lookalike": RIGHT_HOLDER,
    "recognition.ask_for_measurement": RIGHT_HOLDER,
    "recognition.measure_pictures": RIGHT_HOLDER,
    "recognition.measured": RIGHT_HOLDER,
    "recognition.own_confusions": RIGHT_HOLDER,
    "product_draft.write_draft": RIGHT_HOLDER,
    "product_edit.change_product": RIGHT_HOLDER,
    "product_list.search_own_products": RIGHT_HOLDER,
    "product_edit.fields_changed_since": RIGHT_HOLDER,
    "question.add_to_question": OFFICERS,
    "question.ask": OFFICERS,
    "question.close_question": OFFICERS,
    "question.own_question": OFFICERS,
    "question.own_questions": OFFICERS,
    "question.read_question": OFFICERS,
    "question_answer.answer": RIGHT_HOLDER,
    "question_answer.inbox": RIGHT_HOLDER,
    "question_answer.question_photo": RIGHT_HOLDER,
    "question_answer.received_question": RIGHT_HOLDER,
    "question_answer.waiting_count": RIGHT_HOLDER,
    "reference_image.add_reference_image": RIGHT_HOLDER,
    "reference_image.readable_image": READERS | RIGHT_HOLDER | ADMINISTRATORS,
    "reference_image.remove_reference_image": RIGHT_HOLDER,
    "application.own_refusal": RIGHT_HOLDER | {Party.PENDING},
    "right_holder.own_right_holder": RIGHT_HOLDER | {Party.PENDING},
    "right_holder.reinstate_right_holder": ADMINISTRATORS,
    "right_holder.right_holders": ADMINISTRATORS,
    "right_holder.suspend_right_holder": ADMINISTRATORS,
    "right.add_right": RIGHT_HOLDER,
    "right.own_expiries": RIGHT_HOLDER,
    "right.own_right": RIGHT_HOLDER,
    "right.remove_right": RIGHT_HOLDER,
    "right.restore_right": RIGHT_HOLDER,
    "right.update_right": RIGHT_HOLDER,
    "supply_chain.add_route": RIGHT_HOLDER,
    "supply_chain.add_trader": RIGHT_HOLDER,
    "supply_chain.own_route": RIGHT_HOLDER,
    "supply_chain.own_supply_chain": RIGHT_HOLDER,
    "supply_chain.own_trader": RIGHT_HOLDER,
    "supply_chain.remove_route": RIGHT_HOLDER,
    "supply_chain.remove_trader": RIGHT_HOLDER,
    "supply_chain.update_route": RIGHT_HOLDER,
    "supply_chain.update_trader": RIGHT_HOLDER,
    "upload_completion.finish_upload": RIGHT_HOLDER,
    "upload_completion.own_upload": RIGHT_HOLDER,
    "upload_quota.charge_files": RIGHT_HOLDER,
    "upload_quota.charge_photos": OFFICERS,
    "upload_quota.charge_pixels": RIGHT_HOLDER,
    "statistics.own_statistics": RIGHT_HOLDER,
    "verdict.record_verdict": OFFICERS,
    "violation.add_record": RIGHT_HOLDER,
    "violation.move_record": RIGHT_HOLDER,
    "violation.own_violations": RIGHT_HOLDER,
    "readable_violation.readable_violations": READERS,
    "violation.remove_record": RIGHT_HOLDER,
    "violation.restore_record": RIGHT_HOLDER,
    "violation.update_record": RIGHT_HOLDER,
}
DUMMIES = {
    "search": ProductSearch(),
    "scope": Scope(),
    "verdict": Verdict.SUSPECT,
    "draft": ProductDraft(uuid.uuid4(), "toys", {}),
}
OPEN = {  # refuse nobody: they concern the actor's own account or request alone
    "account.own_account": "one's own account",
    "account.rename_account": "one's own account",
    "invitation.join_as_known": "one's own invitation",
    "own_session.end_own_session": "one's own session",
    "own_session.end_own_sessions": "one's own sessions",
    "own_session.has_to_choose": "one's own session",
    "own_session.own_sessions": "one's own sessions",
    "passkey.add_passkey": "one's own passkey",
    "passkey.begin_registration": "one's own passkey",
    "passkey.remove_passkey": "one's own passkey",
    "passkey.rename_passkey": "one's own passkey",
    "password.change_password": "one's own password",
    "password.confirm_password": "one's own password",
    "second_factor.app_to_set_up": "one's own second factor",
    "second_factor.confirm_app": "one's own second factor",
    "second_factor.keep_what_is_required": "one's own second factor",
    "second_factor.new_recovery_codes": "one's own second factor",
    "second_factor.own_second_factors": "one's own second factor",
    "second_factor.remove_app": "one's own second factor",
    "idempotent_request.answer_to": "one's own keys",
    "idempotent_request.keep_answer": "one's own keys",
    "idempotent_request.only_one": "one's own keys",
    "sign_in.sign_out": "one's own token",
    "sign_in.check_password": "one's own password",
    "article_code.codes_of": "finds what the actor may read",
    "barcode.products_with_gtin": "finds what the actor may read",
    "candidates.propose_candidates": "finds what the actor may read",
    "photo_evidence.weigh_photos": "finds what the actor may read",
    "publication.version_of": "part of publishing",
    "published.covert_is_shown": "the rule itself",
    "published.readable": "the rule itself",
    "published.readable_products": "the rule itself",
    "published_product.read_products": "finds what the actor may read",
    "published_product.read_versions": "finds what the actor may read",
    "published_product.versions_for": "finds what the actor may read",
    "reading_budget.spend": "counts for readers alone",
}


UNTOLD = {"reference_image.readable_image", "place_crop.reference_place"}
"""Who may not look is not told that there is something."""


def operations():
    """Every public function of ipm_api.operations that takes an actor, by name."""
    found = {}
    for module in pkgutil.iter_modules(ipm_api.operations.__path__):
        code = importlib.import_module(f"ipm_api.operations.{module.name}")
        for name, function in inspect.getmembers(code, inspect.isfunction):
            own = function.__module__ == code.__name__ and not name.startswith("_")
            if own and "actor" in inspect.signature(function).parameters:
                found[f"{module.name}.{name}"] = function
    return found


def call(function, session, actor):
    """Call *function* with arguments that mean nothing: who may not, must not get to them."""
    given = {"session": session, "actor": actor}
    for name, parameter in inspect.signature(function).parameters.items():
        if name not in given and parameter.default is inspect.Parameter.empty:
            given[name] = uuid.uuid4() if name.endswith("_id") else DUMMIES.get(name, [])
    return function(**given)


def actor_as(party):
    """Someone of *party* whom no row stands for."""
    member = party in RIGHT_HOLDER | {Party.PENDING}
    return Actor(party, uuid.uuid4(), uuid.uuid4() if member else None, "FR")


def test_somebody_decided_on_every_operation():
    """A new operation must say here whom it is for."""
    assert set(operations()) == set(ALLOWED) | set(OPEN)


@pytest.mark.parametrize("name", sorted(ALLOWED))
def test_the_others_are_refused_before_anything_is_looked_at(engine, name):
    """The matrix of the policy, held again one layer below the routes."""
    with Session(engine) as session:
        refused = NotFound if name in UNTOLD else Forbidden
        for party in SIGNED_IN - ALLOWED[name]:
            with pytest.raises(refused):
                call(operations()[name], session, actor_as(party))
        with pytest.raises((NotSignedIn, NotFound)):
            call(operations()[name], session, ANONYMOUS)


def test_pending_and_suspended_people_are_what_their_organisation_is(
    session, make_right_holder, make_account
):
    """Approval is the organisation's; the account's role alone opens nothing."""
    waiting = make_right_holder(approved=False)
    account = make_account(Role.PUBLISHER, waiting)
    assert actor_of(account).party is Party.PENDING
    other = make_account(Role.PUBLISHER, approved := make_right_holder())
    assert actor_of(other).party is Party.PUBLISHER
    suspend_right_holder(session, SYSTEM, approved.id)
    assert actor_of(other) is None
