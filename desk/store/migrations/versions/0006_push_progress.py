"""Keep how far a push is whose channel takes several steps for it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("channel_pushes", sa.Column("progress", sa.Text(), server_default="{}", nullable=False))


def downgrade() -> None:
    op.drop_column("channel_pushes", "progress")
