"""Of the phone: favourites, small pictures of guides to carry along, what was carried, news."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('news',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('titles', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('texts', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('countries', postgresql.ARRAY(sa.String(length=2)), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_news_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_news'))
    )
    op.create_index('ix_news_published_at', 'news', ['published_at'], unique=False)
    op.create_table('small_crop',
    sa.Column('place', sa.String(length=64), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('place', name=op.f('pk_small_crop'))
    )
    op.create_table('favourite',
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('product_id', sa.Uuid(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_favourite_account_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_favourite_product_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('account_id', 'product_id', name=op.f('pk_favourite'))
    )
    op.add_column('product_reading', sa.Column('carried', sa.Boolean(), server_default=sa.text('false'), nullable=False))


def downgrade() -> None:
    op.drop_column('product_reading', 'carried')
    op.drop_table('favourite')
    op.drop_table('small_crop')
    op.drop_index('ix_news_published_at', table_name='news')
    op.drop_table('news')
