"""Which feature is checked first: where this article differs, then what can be judged."""

import uuid

from image_index.comparison import Visibility
from ipm_api.models.distinguishing_feature import DistinguishingFeature
from ipm_api.operations.comparison import Attention, FeatureSeen, check_order

CLOSELY, NOTHING = Attention.LOOK_CLOSELY, Attention.NOTHING_NOTICED


def test_what_stands_out_comes_first_and_what_is_not_seen_last():
    """Within each group the right holder's order; what has no place is judged by hand."""
    seen = {
        "glare": (Visibility.GLARE, None),
        "alike": (Visibility.VISIBLE, NOTHING),
        "outside": (Visibility.OUTSIDE, None),
        "second doubt": (Visibility.VISIBLE, CLOSELY),
        "by hand": None,
        "third doubt": (Visibility.VISIBLE, CLOSELY),
    }
    features = {
        name: DistinguishingFeature(id=uuid.uuid4(), position=position)
        for position, name in enumerate(seen, start=1)
    }
    views = [
        FeatureSeen(features[name].id, *view, None, None, None, [])
        for name, view in seen.items()
        if view is not None
    ]
    names = {feature.id: name for name, feature in features.items()}
    order = check_order(list(reversed(features.values())), views)
    assert [names[id_] for id_ in order] == [
        "second doubt",
        "third doubt",
        "alike",
        "by hand",
        "glare",
        "outside",
    ]


def test_without_photos_the_right_holders_order_stands():
    """A product that was found by words."""
    features = [DistinguishingFeature(id=uuid.uuid4(), position=place) for place in (3, 1, 2)]
    assert check_order(features, []) == [features[1].id, features[2].id, features[0].id]
