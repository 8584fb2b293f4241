"""The key of what waits on a phone."""

from ipm_api.models.account import Role
from ipm_api.operations.phone_key import KEY_LENGTH, phone_key


def test_each_officer_has_one_key_and_keeps_it(session, make_account, actor_for):
    """What another officer left on a shared phone stays closed; what is one's own opens again."""
    one, other = (actor_for(make_account(Role.OFFICER)) for _ in range(2))
    keys = [phone_key(session, actor) for actor in (one, other, one)]
    assert keys[0] == keys[2] != keys[1]
    assert {len(key) for key in keys} == {KEY_LENGTH}
