"""Of each right holder: an import with a row and an error, and an export with a file."""

import io

from sqlalchemy.orm import Session

from ipm_api.bulk_files import bulk_path
from ipm_api.models.bulk import BulkRow, ImportState, Outcome
from ipm_api.operations.bulk_export import start_export
from ipm_api.operations.bulk_import import SentFile, start_import
from ipm_api.policy import actor_of
from ipm_api.runtime import Runtime
from tests.world.cast import NOBODY, World


def add_files(session: Session, runtime: Runtime, world: World, owner: str) -> None:
    """An import with a row and an error, and an export with a file."""
    actor = actor_of(world.accounts[f"publisher {owner}"])
    assert actor is not None
    name = f"{world.plant('importfile', owner, NOBODY)}.csv"
    sent = SentFile(name, io.BytesIO(b"reference"))
    work = start_import(session, actor, runtime.config, sent)
    work.state = ImportState.CHECKED
    for outcome in (Outcome.ERROR, Outcome.NEW):
        word = world.plant(f"import{outcome.value}", owner, NOBODY)
        sentence = {"template": world.plant("importsentence", owner, NOBODY), "values": {}}
        error = {"cell": "A2", "column": "", "heading": "", "sentence": sentence}
        session.add(
            BulkRow(
                import_id=work.id,
                sheet="products",
                row=2,
                key="",
                label=word,
                cells={},
                places={},
                outcome=outcome,
                errors=[error],
            )
        )
    export = start_export(session, actor, "zip")
    path = bulk_path(runtime.config, export.id, "export")
    path.write_text(world.plant("exportfile", owner, NOBODY))
    export.size = 1
    session.commit()
    world.bulk[owner] = {"import_id": str(work.id), "export_id": str(export.id)}
