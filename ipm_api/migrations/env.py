"""Alembic asks here for the connection and the tables."""

from alembic import context

import ipm_api.models  # noqa: F401 - registers every table
from ipm_api.database import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
