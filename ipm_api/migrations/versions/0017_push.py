"""Phones that are told when an answer has come."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('push_subscription',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('session_id', sa.Uuid(), nullable=True),
    sa.Column('endpoint', sa.Text(), nullable=False),
    sa.Column('endpoint_sha256', sa.LargeBinary(length=32), nullable=False),
    sa.Column('renewed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('refused', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_push_subscription_account_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['session_id'], ['access_token.id'], name=op.f('fk_push_subscription_session_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_push_subscription')),
    sa.UniqueConstraint('endpoint_sha256', name=op.f('uq_push_subscription_endpoint_sha256')),
    sa.UniqueConstraint('session_id', name=op.f('uq_push_subscription_session_id'))
    )
    op.create_index(op.f('ix_push_subscription_account_id'), 'push_subscription', ['account_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_push_subscription_account_id'), table_name='push_subscription')
    op.drop_table('push_subscription')
