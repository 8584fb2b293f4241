"""A cluster that all processes share follows what is published, and never shows what is not."""

import pytest
from pymilvus import MilvusClient
from sqlalchemy import text

from image_index.descriptor_index.milvus import MilvusDescriptorIndex
from ipm_api import cli
from ipm_api.errors import IndexUnavailable
from ipm_api.operations.index_change import following
from ipm_api.operations.publication import publish_product, withdraw_product
from ipm_api.operations.reference_image import add_reference_image, remove_reference_image
from ipm_api.runtime import build_runtime
from ipm_api.shared_index import SharedIndex
from tests.ipm_api.photos import on_a_table, picture, upload_of


@pytest.fixture
def prefix(milvus_url, milvus_prefix):
    """The name of an empty cluster, emptied again afterwards."""
    name = milvus_prefix()
    yield name
    client = MilvusClient(milvus_url)
    for collection in client.list_collections():
        if collection.startswith(name):
            client.drop_collection(collection)
    client.close()


@pytest.fixture
def process(milvus_url, prefix):
    """Starts what one process knows of the cluster."""
    return lambda: SharedIndex(milvus_url, prefix)


@pytest.fixture
def products(session, publisher, make_product):
    """Two published products."""
    return [make_product(publisher, picture=picture(seed)) for seed in (1, 2)]


def found(index, session, seed):
    return [match.product_id for match in index.search(session, on_a_table(picture(seed)))]


def test_every_process_follows_every_change_at_the_next_search(
    session, runtime, publisher, products, process
):
    """Publish, add, remove, withdraw, publish again: one applies, all see."""
    one, two = process(), process()
    first = str(products[0].id)
    parts = (session, publisher, runtime.index, runtime.images, runtime.decoder)
    assert found(one, session, 1) == [first] == found(two, session, 1)
    added = add_reference_image(*parts, products[0].id, upload_of(3)).image.id
    publish_product(session, publisher, products[0].id)
    assert found(two, session, 3) == [first] == found(one, session, 3)
    remove_reference_image(session, publisher, products[0].id, added)
    publish_product(session, publisher, products[0].id)
    assert found(one, session, 3) == [] == found(two, session, 3)
    withdraw_product(session, publisher, products[0].id)
    assert found(two, session, 1) == [] == found(one, session, 1)
    publish_product(session, publisher, products[0].id)
    assert found(one, session, 1) == [first] == found(two, session, 1)


def test_what_is_withdrawn_is_not_shown_while_the_cluster_still_holds_it(
    session, publisher, products, process
):
    """Another process is applying changes, or died while it was."""
    index = process()
    index.save(session)
    held = len(index)
    withdraw_product(session, publisher, products[0].id)
    with following(session) as own:
        assert own is not None
        assert found(index, session, 1) == []
        assert len(index) == held
    assert found(index, session, 1) == []
    assert 0 < len(index) < held


def test_changes_that_were_applied_but_not_noted_are_applied_again(
    session, products, process, monkeypatch
):
    """The process died in between: nothing is lost, nothing is there twice."""

    def died(*_):
        raise ConnectionError("the power failed")

    with monkeypatch.context() as patched:
        patched.setattr(MilvusDescriptorIndex, "reached", died)
        with pytest.raises(ConnectionError):
            process().save(session)
    index = process()
    assert found(index, session, 2) == [str(products[1].id)]
    rows = session.execute(
        text("SELECT sum(get_byte(features, 10) + 256 * get_byte(features, 11)) FROM "
             "reference_description")
    ).scalar_one()  # fmt: skip
    assert len(index) == rows


def test_another_databases_cluster_is_refused_until_it_is_replaced(
    engine, session, publisher, products, process, make_product
):
    """Numbers of pictures mean other pictures there; and nobody's cluster is emptied by mistake."""
    process().save(session)
    with engine.begin() as connection:  # as if the second publication had never happened
        connection.execute(text("DELETE FROM index_change WHERE number = 2"))
        connection.execute(text("SELECT setval('index_change_number_seq', 1)"))
    third = make_product(publisher, picture=picture(3))
    index = process()
    with pytest.raises(IndexUnavailable, match="another database"):
        found(index, session, 3)
    index.replace(session)
    assert found(index, session, 3) == [str(third.id)]
    assert found(index, session, 2) == []


def test_a_service_is_started_with_a_cluster_by_its_address(
    session, products, config, milvus_url, monkeypatch, capsys
):
    """No index in the process; load-index fills the cluster, and may be run again."""
    monkeypatch.setenv("IPM_DATA", str(config.data))
    monkeypatch.setenv("IPM_DATABASE_URL", config.database_url)
    monkeypatch.setenv("IPM_INDEX_URL", milvus_url)
    assert cli.main(["load-index", "--replace"]) == 0
    assert cli.main(["load-index"]) == 0
    counts = set(capsys.readouterr().out.splitlines())
    assert len(counts) == 1
    assert counts.pop().endswith("descriptors in the cluster")
    runtime = build_runtime(cli.read_config())
    assert isinstance(runtime.index, SharedIndex)
    assert found(runtime.index, session, 1) == [str(products[0].id)]
    MilvusDescriptorIndex(milvus_url).drop()


def test_load_index_without_a_cluster_says_what_to_do(session, config, monkeypatch, capsys):
    """The command is listed for everybody."""
    monkeypatch.setenv("IPM_DATA", str(config.data))
    monkeypatch.setenv("IPM_DATABASE_URL", config.database_url)
    monkeypatch.delenv("IPM_INDEX_URL", raising=False)
    assert cli.main(["load-index"]) == 2
    assert "IPM_INDEX_URL" in capsys.readouterr().err
