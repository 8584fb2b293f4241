"""Questions of officers to right holders, and how urgent an alert is."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TYPE purpose ADD VALUE IF NOT EXISTS 'QUESTION'")
    op.create_table('question',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('authority', sa.String(length=200), nullable=False),
    sa.Column('right_holder_id', sa.Uuid(), nullable=False),
    sa.Column('product_id', sa.Uuid(), nullable=True),
    sa.Column('brand_id', sa.Uuid(), nullable=False),
    sa.Column('inspection_id', sa.Uuid(), nullable=True),
    sa.Column('perishable', sa.Boolean(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deadline', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_question_account_id')),
    sa.ForeignKeyConstraint(['brand_id'], ['brand.id'], name=op.f('fk_question_brand_id')),
    sa.ForeignKeyConstraint(['inspection_id'], ['inspection.id'], name=op.f('fk_question_inspection_id')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_question_product_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['right_holder_id'], ['right_holder.id'], name=op.f('fk_question_right_holder_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question'))
    )
    op.create_index(op.f('ix_question_account_id'), 'question', ['account_id'], unique=False)
    op.create_index('ix_question_inbox', 'question', ['right_holder_id', 'closed_at', 'deadline'], unique=False)
    op.create_index(op.f('ix_question_inspection_id'), 'question', ['inspection_id'], unique=False)
    op.create_index(op.f('ix_question_product_id'), 'question', ['product_id'], unique=False)
    op.create_table('question_message',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('question_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('from_officer', sa.Boolean(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=True),
    sa.Column('contact_name', sa.String(length=200), nullable=False),
    sa.Column('statement', sa.Enum('GENUINE', 'NOT_GENUINE', 'UNAUTHORISED_CHANNEL', 'MORE_PHOTOS', 'CANNOT_TELL', name='statement'), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_question_message_account_id')),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_question_message_question_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question_message'))
    )
    op.create_index(op.f('ix_question_message_question_id'), 'question_message', ['question_id'], unique=False)
    op.create_table('question_notice',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('question_id', sa.Uuid(), nullable=False),
    sa.Column('contact_id', sa.Uuid(), nullable=True),
    sa.Column('contact_name', sa.String(length=200), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_question_notice_contact_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_question_notice_question_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question_notice'))
    )
    op.create_index(op.f('ix_question_notice_question_id'), 'question_notice', ['question_id'], unique=False)
    op.create_table('question_photo',
    sa.Column('question_id', sa.Uuid(), nullable=False),
    sa.Column('photo_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['photo_id'], ['inspection_photo.id'], name=op.f('fk_question_photo_photo_id')),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_question_photo_question_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('question_id', 'photo_id', name=op.f('pk_question_photo'))
    )
    priority = sa.Enum("INFORMATION", "IMPORTANT", "URGENT", name="alertpriority")
    priority.create(op.get_bind())
    op.add_column("alert", sa.Column("priority", priority, nullable=True))
    op.execute(
        "UPDATE alert SET priority ="
        " (CASE WHEN urgent THEN 'URGENT' ELSE 'INFORMATION' END)::alertpriority"
    )
    op.alter_column("alert", "priority", nullable=False)
    op.add_column('alert', sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True))
    op.drop_column('alert', 'urgent')


def downgrade() -> None:
    op.add_column("alert", sa.Column("urgent", sa.Boolean(), nullable=True))
    op.execute("UPDATE alert SET urgent = priority = 'URGENT'")
    op.alter_column("alert", "urgent", nullable=False)
    op.drop_column('alert', 'withdrawn_at')
    op.drop_column('alert', 'priority')
    op.drop_table('question_photo')
    op.drop_index(op.f('ix_question_notice_question_id'), table_name='question_notice')
    op.drop_table('question_notice')
    op.drop_index(op.f('ix_question_message_question_id'), table_name='question_message')
    op.drop_table('question_message')
    op.drop_index(op.f('ix_question_product_id'), table_name='question')
    op.drop_index(op.f('ix_question_inspection_id'), table_name='question')
    op.drop_index('ix_question_inbox', table_name='question')
    op.drop_index(op.f('ix_question_account_id'), table_name='question')
    op.drop_table('question')
    op.execute("DROP TYPE alertpriority")
    op.execute("DROP TYPE statement")
