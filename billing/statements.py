"""The hot path: holding credits and ending a hold, each written once as a chain of SQL steps.

PostgreSQL runs a chain as one statement, so that a busy account is locked for as long as the server needs and not for a
client's round trips; SQLite, whose transaction is the lock, runs the same steps one after the other. What a step writes
is computed by the database from the account's row, which the chain's first step locks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection


@dataclass(frozen=True, slots=True)
class Read:
    """Rows that later steps know as `name`; `{lock}` in them locks those of the alias `locks`."""

    name: str
    sql: str
    locks: str = "a"


@dataclass(frozen=True, slots=True)
class Write:
    """An INSERT or UPDATE. Later steps see `returning` of its rows; SQLite has them read `again`."""

    name: str
    sql: str
    returning: str = ""
    again: str = ""


@dataclass(frozen=True, slots=True)
class Chain:
    """Steps, and the SELECT over them that answers. If the first write finds no row, no step does anything.

    Parameters are named; `{lock}` stands for PostgreSQL's lock on a row.
    """

    steps: tuple[Read | Write, ...]
    answer: str

    def run(self, values: Mapping[str, Any]) -> dict[str, Any] | None:
        """The answer by column, or None when nothing was done. One statement, except on SQLite: needs a transaction."""
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                first, *others = _one_by_one(self)
                cursor.execute(first, values)
                # Python's `rowcount` knows nothing of a write that begins with WITH.
                if cursor.execute("SELECT changes()").fetchone() == (0,):
                    return None
                for statement in others:
                    cursor.execute(statement, values)
            else:
                cursor.execute(_as_one(self), values)
            row = cursor.fetchone()
            return None if row is None else dict(zip((column[0] for column in cursor.description), row, strict=True))


@cache
def _as_one(chain: Chain) -> str:
    steps = []
    for step in chain.steps:
        returning = f" RETURNING {step.returning}" if isinstance(step, Write) and step.returning else ""
        lock = f"FOR NO KEY UPDATE OF {step.locks}" if isinstance(step, Read) else ""
        steps.append(f"{step.name} AS ({step.sql.format(lock=lock)}{returning})")
    return f"WITH {', '.join(steps)} {chain.answer}"


@cache
def _one_by_one(chain: Chain) -> list[str]:
    statements: list[str] = []
    seen: list[str] = []
    for step in chain.steps:
        if isinstance(step, Write):
            statements.append(f"WITH {', '.join(seen)} {step.sql}")
            if step.again:
                seen.append(f"{step.name} AS ({step.again})")
        else:
            seen.append(f"{step.name} AS ({step.sql.format(lock='')})")
    return [*statements, f"WITH {', '.join(seen)} {chain.answer}"]


# The account's columns are set from the row that the first step has locked, never from the row that the UPDATE itself
# finds: after a wait that is the old one, and PostgreSQL tests the table's CHECKs on what would become of it before it
# goes on to the new one. (`monthly_allocated` does not change; a CHECK compares with it.)

# `fit` is the account if it has the credits, no cycle of it is due and no trial of it is over; `opened` is empty too if
# the take has a live charge. A statement sees the hold it inserts only through RETURNING, never in the table.
_FIT = Read(
    "fit",
    """
    SELECT a.id, a.cycle, a.monthly_allocated, a.monthly_balance, a.perpetual_balance, a.held,
        CASE WHEN a.monthly_balance < %(amount)s THEN a.monthly_balance ELSE %(amount)s END AS monthly
    FROM billing_account a
    WHERE a.organization_id = %(organization_id)s AND a.cycle >= %(cycle)s
        AND (a.trial_ends_at IS NULL OR a.trial_ends_at > %(now)s)
        AND a.monthly_balance + a.perpetual_balance >= %(amount)s {lock}
    """,
)
# The key's budget if it has room, read under the account's lock. The lock on the row itself waits for nobody: it makes
# PostgreSQL read what rivals committed while this statement waited for the account, and not what was there before.
_WITHIN = Read(
    "within",
    """
    SELECT b.id, b.month, b.spent FROM fit
        JOIN accounts_apikey k ON k.id = %(key_id)s
        JOIN billing_keybudget b ON b.id = k.lineage_id AND b.account_id = fit.id
    WHERE b.month >= %(month)s AND (b.credits IS NULL OR b.spent + %(amount)s <= b.credits) {lock}
    """,
    locks="b",
)
_COUNTED = Write(
    "counted",
    """
    UPDATE billing_keybudget SET spent = within.spent + opened.amount
    FROM within CROSS JOIN opened WHERE billing_keybudget.id = within.id
    """,
)


def _opened(*, fit: str, key_id: str, month: str) -> Write:
    return Write(
        "opened",
        f"""
        INSERT INTO billing_hold (id, account_id, status, amount, monthly_amount, perpetual_amount, cycle, captured,
            operation, quote, job_id, artifact_id, revision, take, key_id, budget_month, created_at, expires_at)
        SELECT %(hold_id)s, fit.id, 'open', %(amount)s, fit.monthly, %(amount)s - fit.monthly, fit.cycle, 0,
            %(operation)s, %(quote)s, %(job_id)s, %(artifact_id)s, %(revision)s, %(take)s, {key_id}, {month}, %(now)s,
            %(expires_at)s
        FROM {fit} WHERE true ON CONFLICT DO NOTHING
        """,  # noqa: S608  # nosec B608 # constant pieces
        returning="account_id, amount, monthly_amount, perpetual_amount, cycle, budget_month",
        again="SELECT * FROM billing_hold WHERE id = %(hold_id)s",
    )


_MOVED = (
    Write(
        "posted",
        """
        INSERT INTO billing_transaction (id, account_id, hold_id, kind, reason, actor, created_at)
        SELECT %(transaction_id)s, account_id, %(hold_id)s, 'hold', '', '', %(now)s FROM opened
        """,
    ),
    Write(
        "entered",
        """
        INSERT INTO billing_entry (transaction_id, account_id, book, amount)
        SELECT %(transaction_id)s, account_id, book, moved FROM (
            SELECT account_id, 'monthly' AS book, -monthly_amount AS moved FROM opened
            UNION ALL SELECT account_id, 'perpetual', -perpetual_amount FROM opened
            UNION ALL SELECT account_id, 'held', amount FROM opened
        ) AS moves WHERE moved <> 0
        """,
    ),
    Write(
        "summed",
        """
        UPDATE billing_account SET monthly_balance = fit.monthly_balance - opened.monthly_amount,
            perpetual_balance = fit.perpetual_balance - opened.perpetual_amount,
            held = fit.held + opened.amount, monthly_allocated = fit.monthly_allocated
        FROM fit JOIN opened ON opened.account_id = fit.id WHERE billing_account.id = fit.id
        """,
    ),
)
_HELD = "SELECT account_id, monthly_amount, perpetual_amount, cycle, budget_month FROM opened"
HOLD = Chain(steps=(_FIT, _opened(fit="fit", key_id="%(key_id)s", month="NULL"), *_MOVED), answer=_HELD)
# The same for a key: nothing is done where its budget has no room, or no row yet, or one of an earlier month.
HOLD_WITHIN_BUDGET = Chain(
    steps=(
        _FIT,
        _WITHIN,
        _opened(fit="fit CROSS JOIN within", key_id="%(key_id)s", month="within.month"),
        *_MOVED,
        _COUNTED,
    ),
    answer=_HELD,
)

# `ended` is empty if the hold has ended before, is smaller than the capture, or its account has a cycle due. `shares`
# is what goes where: monthly credits are charged first, and those of a past cycle do not come back.
END = Chain(
    steps=(
        Read(
            "locked",
            """
            SELECT a.id, a.cycle, a.monthly_allocated, a.monthly_balance, a.perpetual_balance, a.held
            FROM billing_account a JOIN billing_hold h ON h.account_id = a.id
            WHERE h.id = %(hold_id)s AND a.cycle >= %(cycle)s {lock}
            """,
        ),
        Write(
            "ended",
            """
            UPDATE billing_hold SET status = %(status)s, captured = %(captured)s, ended_at = %(now)s
            FROM locked WHERE billing_hold.account_id = locked.id AND billing_hold.id = %(hold_id)s
                AND billing_hold.status = 'open' AND billing_hold.amount >= %(captured)s
            """,
            returning="""billing_hold.account_id, amount, monthly_amount, perpetual_amount, billing_hold.captured,
                job_id, key_id, budget_month, quote, locked.cycle > billing_hold.cycle AS is_late""",
            again="""SELECT h.*, a.cycle > h.cycle AS is_late
                FROM billing_hold h JOIN billing_account a ON a.id = h.account_id WHERE h.id = %(hold_id)s""",
        ),
        Read(
            "shares",
            """
            SELECT account_id, amount, captured, job_id, key_id, budget_month, quote, is_late,
                CASE WHEN captured < monthly_amount THEN monthly_amount - captured ELSE 0 END AS monthly_back,
                CASE WHEN captured > monthly_amount THEN amount - captured ELSE perpetual_amount END AS perpetual_back
            FROM ended
            """,
        ),
        Write(
            "posted",
            """
            INSERT INTO billing_transaction (id, account_id, hold_id, kind, reason, actor, created_at)
            SELECT %(transaction_id)s, account_id, %(hold_id)s, %(kind)s, %(transaction_reason)s, '', %(now)s
            FROM shares
            """,
        ),
        Write(
            "entered",
            """
            INSERT INTO billing_entry (transaction_id, account_id, book, amount)
            SELECT %(transaction_id)s, account_id, book, moved FROM (
                SELECT account_id, 'held' AS book, -amount AS moved FROM shares
                UNION ALL SELECT account_id, 'spent', captured FROM shares
                UNION ALL
                SELECT account_id, CASE WHEN is_late THEN 'lapsed' ELSE 'monthly' END, monthly_back FROM shares
                UNION ALL SELECT account_id, 'perpetual', perpetual_back FROM shares
            ) AS moves WHERE moved <> 0
            """,
        ),
        Write(
            "summed",
            """
            UPDATE billing_account SET held = locked.held - shares.amount,
                monthly_balance = locked.monthly_balance + CASE WHEN is_late THEN 0 ELSE monthly_back END,
                perpetual_balance = locked.perpetual_balance + perpetual_back,
                monthly_allocated = locked.monthly_allocated
            FROM locked JOIN shares ON shares.account_id = locked.id WHERE billing_account.id = locked.id
            """,
        ),
        # A later month's budget has nothing to give back.
        Write(
            "given_back",
            """
            UPDATE billing_keybudget SET spent = billing_keybudget.spent - (shares.amount - shares.captured)
            FROM shares JOIN accounts_apikey k ON k.id = shares.key_id
            WHERE billing_keybudget.id = k.lineage_id AND billing_keybudget.month = shares.budget_month
                AND shares.captured < shares.amount
            """,
        ),
        Write(
            "receipted",
            """
            INSERT INTO billing_receipt (id, hold_id, account_id, job_id, key_id, quote, outcome, captured, released,
                lapsed, reason, created_at)
            SELECT %(receipt_id)s, %(hold_id)s, account_id, job_id, key_id, quote, %(outcome)s, captured,
                amount - captured, CASE WHEN is_late THEN monthly_back ELSE 0 END,
                CASE WHEN %(reason)s <> '' THEN %(reason)s
                    WHEN captured = amount THEN 'Charged as quoted.'
                    ELSE 'Charged ' || captured || ' of ' || amount
                        || ' credits for what was delivered; the rest was released.' END,
                %(now)s
            FROM shares
            """,
            returning="account_id, job_id, key_id, quote, captured, released, lapsed, reason",
            again="SELECT * FROM billing_receipt WHERE id = %(receipt_id)s",
        ),
    ),
    answer="SELECT account_id, job_id, key_id, quote, captured, released, lapsed, reason FROM receipted",
)
