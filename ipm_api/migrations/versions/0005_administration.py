"""
Administration: two-person decisions, national contacts, break-glass, the chain of the audit trail.

The chain is made by the database itself, at the end of each transaction: whatever adds an event
adds its link, and the lock that orders the links is held for a moment only.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

CHAIN = """
CREATE FUNCTION canonical_json(value jsonb) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT CASE jsonb_typeof(value)
        WHEN 'object' THEN '{' || coalesce((
            SELECT string_agg(to_json(e.key)::text || ':' || canonical_json(e.value), ','
                ORDER BY e.key COLLATE "C") FROM jsonb_each(value) e), '') || '}'
        WHEN 'array' THEN '[' || coalesce((
            SELECT string_agg(canonical_json(e.value), ',' ORDER BY e.place)
                FROM jsonb_array_elements(value) WITH ORDINALITY e(value, place)), '') || ']'
        WHEN 'string' THEN to_json(value #>> '{}')::text
        ELSE value::text
    END
$$;
CREATE FUNCTION append_audit_link(event audit_event) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    last audit_link;
    said text;
BEGIN
    PERFORM pg_advisory_xact_lock(1229999616);
    SELECT * INTO last FROM audit_link ORDER BY position DESC LIMIT 1;
    last.position := coalesce(last.position, 0) + 1;
    last.sha256 := coalesce(last.sha256, decode(repeat('00', 32), 'hex'));
    said := canonical_json(jsonb_build_object(
        'account', event.account_id,
        'action', event.action,
        'at', to_char(event.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        'details', event.details,
        'number', event.number,
        'position', last.position,
        'previous', encode(last.sha256, 'hex'),
        'subject', event.subject
    ));
    INSERT INTO audit_link (position, number, previous_sha256, sha256)
        VALUES (last.position, event.number, last.sha256, sha256(convert_to(said, 'UTF8')));
END $$;
CREATE FUNCTION link_audit_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM append_audit_link(NEW); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER audit_event_is_linked AFTER INSERT ON audit_event
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION link_audit_event();
CREATE TRIGGER audit_event_is_never_emptied BEFORE TRUNCATE ON audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_audit_event();
CREATE TRIGGER audit_link_is_append_only BEFORE UPDATE OR DELETE ON audit_link
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_audit_event();
CREATE TRIGGER audit_link_is_never_emptied BEFORE TRUNCATE ON audit_link
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_audit_event();
"""

UNCHAIN = """
DROP TRIGGER audit_event_is_never_emptied ON audit_event;
DROP TRIGGER audit_event_is_linked ON audit_event;
DROP FUNCTION link_audit_event();
DROP FUNCTION append_audit_link(audit_event);
DROP FUNCTION canonical_json(jsonb);
"""


def upgrade() -> None:
    op.execute("ALTER TYPE role ADD VALUE IF NOT EXISTS 'NATIONAL_CONTACT'")
    for table, name, kind, value in (
        ("account", "authority", sa.String(200), ""),
        ("account", "approved", sa.Boolean(), "true"),
        ("account", "disabled_reason", sa.String(500), ""),
        ("right_holder", "suspended_reason", sa.String(500), ""),
        ("category", "position", sa.Integer(), "0"),
        ("category", "retired", sa.Boolean(), "false"),
    ):
        op.add_column(table, sa.Column(name, kind, nullable=False, server_default=value))
        op.alter_column(table, name, server_default=None)
    op.add_column("account", sa.Column("invited_by_id", sa.Uuid(), nullable=True))
    op.create_index(op.f("ix_account_invited_by_id"), "account", ["invited_by_id"])
    op.create_foreign_key(
        op.f("fk_account_invited_by_id"),
        "account",
        "account",
        ["invited_by_id"],
        ["id"],
        ondelete="SET NULL",
    )
    op.execute(
        "UPDATE category SET position = placed.position FROM ("
        " SELECT slug, row_number() OVER (ORDER BY slug) AS position FROM category) placed"
        " WHERE placed.slug = category.slug"
    )
    _create_tables()
    for column in ("at", "account_id", "subject"):
        op.create_index(op.f(f"ix_audit_event_{column}"), "audit_event", [column])
    op.execute(CHAIN)
    op.execute(
        """
        DO $$ DECLARE event audit_event; BEGIN
            FOR event IN SELECT * FROM audit_event ORDER BY number LOOP
                PERFORM append_audit_link(event);
            END LOOP;
        END $$
        """
    )


def _create_tables() -> None:
    op.create_table(
        "approval",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("RIGHT_HOLDER", "ACCOUNT", "IMAGE", "SECOND_FACTOR", name="approvalkind"),
            nullable=False,
        ),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column(
            "decision",
            sa.Enum("WAITING", "APPROVED", "REFUSED", name="decision"),
            nullable=False,
        ),
        sa.Column("requested_by_id", sa.Uuid(), nullable=True),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("request_reason", sa.String(500), nullable=False),
        sa.Column("first_by_id", sa.Uuid(), nullable=True),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("second_by_id", sa.Uuid(), nullable=True),
        sa.Column("second_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused_by_id", sa.Uuid(), nullable=True),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.CheckConstraint(
            "(decision = 'APPROVED') = (second_by_id IS NOT NULL)",
            name=op.f("ck_approval_approved_by_two"),
        ),
        sa.CheckConstraint(
            "second_by_id IS NULL OR first_by_id IS NOT NULL",
            name=op.f("ck_approval_first_then_second"),
        ),
        sa.CheckConstraint(
            "first_by_id <> second_by_id", name=op.f("ck_approval_two_different_people")
        ),
        sa.CheckConstraint(
            "requested_by_id NOT IN (first_by_id, second_by_id)",
            name=op.f("ck_approval_not_by_who_asked"),
        ),
        sa.CheckConstraint(
            "(decision = 'REFUSED') = (refused_by_id IS NOT NULL)",
            name=op.f("ck_approval_refused_by_one"),
        ),
        *(
            sa.ForeignKeyConstraint([name], ["account.id"], name=op.f(f"fk_approval_{name}"))
            for name in ("requested_by_id", "first_by_id", "second_by_id", "refused_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
    )
    op.create_index(
        "uq_approval_open_round",
        "approval",
        ["kind", "subject_id"],
        unique=True,
        postgresql_where=sa.text("decision = 'WAITING'"),
    )
    op.create_index("ix_approval_subject", "approval", ["kind", "subject_id", "requested_at"])
    op.create_table(
        "resemblance_question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("image_id", sa.Uuid(), nullable=False),
        sa.Column("resembles_id", sa.Uuid(), nullable=False),
        sa.Column("right_holder_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("allowed", sa.Boolean(), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [name],
                [f"{table}.id"],
                name=op.f(f"fk_resemblance_question_{name}"),
                ondelete=ondelete,
            )
            for name, table, ondelete in (
                ("image_id", "reference_image", "CASCADE"),
                ("resembles_id", "reference_image", "CASCADE"),
                ("right_holder_id", "right_holder", "CASCADE"),
                ("answered_by_id", "account", None),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resemblance_question")),
        sa.UniqueConstraint("image_id", name=op.f("uq_resemblance_question_image_id")),
    )
    for name in ("resembles_id", "right_holder_id"):
        op.create_index(op.f(f"ix_resemblance_question_{name}"), "resemblance_question", [name])
    op.execute(
        "INSERT INTO resemblance_question (id, image_id, resembles_id, right_holder_id, asked_at)"
        " SELECT gen_random_uuid(), held.id, other.id, product.right_holder_id, now()"
        " FROM reference_image held JOIN reference_image other ON other.id = held.resembles_id"
        " JOIN product ON product.id = other.product_id WHERE held.state = 'HELD_BACK'"
    )
    op.create_table(
        "break_glass",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("right_holder_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_break_glass_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["right_holder_id"],
            ["right_holder.id"],
            name=op.f("fk_break_glass_right_holder_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_break_glass")),
    )
    for name in ("account_id", "right_holder_id"):
        op.create_index(op.f(f"ix_break_glass_{name}"), "break_glass", [name])
    op.create_table(
        "break_glass_reading",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("break_glass_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(20), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("product_name", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["break_glass_id"],
            ["break_glass.id"],
            name=op.f("fk_break_glass_reading_break_glass_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_break_glass_reading")),
    )
    op.create_index(
        op.f("ix_break_glass_reading_break_glass_id"), "break_glass_reading", ["break_glass_id"]
    )
    op.create_table(
        "national_setting",
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("member", sa.Boolean(), nullable=False),
        sa.Column("working_days", sa.Integer(), nullable=False),
        sa.Column("perishable_working_days", sa.Integer(), nullable=False),
        sa.Column("weekend", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.Column("holidays", postgresql.ARRAY(sa.Date()), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("time_zone", sa.String(60), nullable=False),
        sa.CheckConstraint(
            "working_days BETWEEN 1 AND 60 AND perishable_working_days BETWEEN 1 AND 60",
            name=op.f("ck_national_setting_periods_are_possible"),
        ),
        sa.PrimaryKeyConstraint("country", name=op.f("pk_national_setting")),
    )
    op.create_table(
        "audit_link",
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("previous_sha256", sa.LargeBinary(32), nullable=False),
        sa.Column("sha256", sa.LargeBinary(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["number"], ["audit_event.number"], name=op.f("fk_audit_link_number")
        ),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_audit_link")),
        sa.UniqueConstraint("number", name=op.f("uq_audit_link_number")),
    )


def downgrade() -> None:
    op.execute(UNCHAIN)
    for table in (
        "audit_link",
        "national_setting",
        "break_glass_reading",
        "break_glass",
        "resemblance_question",
        "approval",
    ):
        op.drop_table(table)
    for name in ("approvalkind", "decision"):
        op.execute(f"DROP TYPE {name}")
    for name in ("at", "account_id", "subject"):
        op.drop_index(op.f(f"ix_audit_event_{name}"), table_name="audit_event")
    # the former version knows no national contacts (PostgreSQL keeps the label of the type), and
    # nobody who waits for a decision
    op.execute(
        "UPDATE account SET role = 'TRAINER', disabled = true"
        " WHERE role::text = 'NATIONAL_CONTACT'"
    )
    op.execute("UPDATE account SET disabled = true WHERE NOT approved")
    for table, column in (
        ("account", "invited_by_id"),
        ("account", "authority"),
        ("account", "approved"),
        ("account", "disabled_reason"),
        ("right_holder", "suspended_reason"),
        ("category", "position"),
        ("category", "retired"),
    ):
        op.drop_column(table, column)
