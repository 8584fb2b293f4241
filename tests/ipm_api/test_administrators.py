"""What administrators may not do, not even to themselves."""

import pytest

from ipm_api.errors import Conflict
from ipm_api.models.account import Role
from ipm_api.models.right_holder import RightHolderState
from ipm_api.operations.account import disable_account
from ipm_api.operations.right_holder import suspend_right_holder


def test_nobody_disables_their_own_account(session, make_account, actor_for):
    """The last administrator would lock everybody out."""
    account = make_account(Role.ADMINISTRATOR)
    with pytest.raises(Conflict):
        disable_account(session, actor_for(account), account.id)
    session.refresh(account)
    assert not account.disabled


def test_suspension_is_no_way_round_the_approval(
    session, make_right_holder, make_account, actor_for
):
    """Suspended and reinstated, a pending organisation would be approved without a decision."""
    pending = make_right_holder(approved=False)
    administrator = actor_for(make_account(Role.ADMINISTRATOR))
    with pytest.raises(Conflict):
        suspend_right_holder(session, administrator, pending.id, "Why not")
    session.refresh(pending)
    assert pending.state is RightHolderState.PENDING
