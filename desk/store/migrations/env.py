"""Alembic's entry: runs revisions on the connection that desk.store.migrations hands over, in its transaction."""

from __future__ import annotations

from alembic import context

from desk.store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=False,
)
context.run_migrations()
