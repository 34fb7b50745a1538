"""Keep with a return what was held back of its money, and why."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("returns", sa.Column("deduction", sa.Text(), nullable=True))
    # They hold returns as they were kept before: taken back, they would set this column to nothing.
    op.execute(sa.delete(sa.table("return_deeds")))


def downgrade() -> None:
    op.drop_column("returns", "deduction")
    op.execute(sa.delete(sa.table("return_deeds")))
