"""Every fault the check must find: SQL for the scene of damage.py and the row of the report."""

from minga.ledger.tests.books import TODAY
from minga.ledger.tests.damage import fault

LINE_1 = "WHERE entry_id = {order} AND line_no = 1"
LINE_2 = "WHERE entry_id = {order} AND line_no = 2"

FAULTS = [
    # Entries and their lines
    fault(
        "DELETE FROM ledger.journal_entry WHERE id = {order}",
        "postings_without_entry", entry="order", found="2",
    ),
    fault(
        "INSERT INTO ledger.journal_entry (id, key, request_hash, kind, business_date, occurred_at,"
        " posted_at, description, actor) VALUES ({nowhere}, gen_random_uuid(), '', 'x', now(),"
        " now(), now(), '', '')",
        "entry_without_postings", entry="nowhere",
    ),
    fault(
        "INSERT INTO ledger.posting SELECT {nowhere}, line_no, account_id, side, amount,"
        " business_date, version, balance_after FROM ledger.posting " + LINE_1,
        "postings_without_entry", entry="nowhere", found="1",
    ),
    fault(
        "DELETE FROM ledger.posting " + LINE_2,
        "too_few_lines", entry="order", found="1", expected="2",
    ),
    fault(
        "UPDATE ledger.posting SET amount = 301 " + LINE_1,
        "unbalanced", entry="order", found="301.00", expected="300.00",
    ),
    fault(
        "UPDATE ledger.posting SET amount = 301 " + LINE_1,
        "running_balance", entry="order", line=1, account="ana", found="700.00", expected="699.00",
    ),
    fault(
        "UPDATE ledger.posting SET line_no = 7 " + LINE_2,
        "line_numbers", entry="order", found="8", expected="3",
    ),
    fault(
        "UPDATE ledger.posting SET business_date = '2020-01-01' " + LINE_2,
        "wrong_day", entry="order", found="2020-01-01", expected=str(TODAY),
    ),
    fault(
        "UPDATE ledger.posting SET business_date = '2020-01-01' " + LINE_2,
        "day_unbalanced", found="2020-01-01 0", expected="2020-01-01 300.00",
    ),
    *[
        fault(f"UPDATE ledger.posting SET {change} " + LINE_1,
              "bad_line", entry="order", line=1, account="ana")
        for change in ("side = 'X'", "amount = -300", "amount = 0", "amount = 'NaN'")
    ],
    fault(
        "UPDATE ledger.posting SET version = NULL, balance_after = NULL " + LINE_1,
        "running_balance_misplaced", entry="order", line=1, account="ana",
    ),
    fault(
        "UPDATE ledger.posting SET version = 1, balance_after = 70 WHERE account_id = {till}",
        "running_balance_misplaced", entry="change", line=1, account="till",
    ),
    # Reversals
    fault(
        "UPDATE ledger.journal_entry SET reverses = {nowhere} WHERE id = {back}",
        "reversal_of_nothing", entry="back", found="1000000000000000",
    ),
    fault(
        "UPDATE ledger.journal_entry SET reverses = {back} WHERE id = {order}",
        "reversal_of_nothing", entry="order",
    ),
    fault(
        "UPDATE ledger.journal_entry SET reverses = {order} WHERE id = {capture}",
        "reversed_twice", entry="capture",
    ),
    fault(
        "UPDATE ledger.posting SET amount = 299 WHERE entry_id = {back}",
        "reversal_differs", entry="back", line=1, account="ana", found="C 299.00", expected=None,
    ),
    # Running and stored balances
    fault(
        "UPDATE ledger.posting SET version = 9 " + LINE_1,
        "version_gap", entry="order", line=1, account="ana", found="9", expected="6",
    ),
    fault(
        "UPDATE ledger.posting SET version = 2 WHERE entry_id = {back} AND account_id = {ana}",
        "version_gap", entry="back", line=1, account="ana", found="2", expected="3",
    ),
    fault(
        "UPDATE ledger.posting SET balance_after = 701 " + LINE_1,
        "running_balance", entry="order", line=1, account="ana", found="701.00", expected="700.00",
    ),
    fault(
        "DELETE FROM ledger.account_balance WHERE account_id = {luis}",
        "postings_without_balance", account="luis", found="4",
    ),
    fault(
        "DELETE FROM ledger.account_balance WHERE account_id = {till}",
        "postings_without_balance", account="till", found="1",
    ),
    fault(
        "UPDATE ledger.account_balance SET posted = posted + 1 WHERE account_id = {luis}",
        "stored_balance", account="luis", found="541.00", expected="540.00",
    ),
    fault(
        "UPDATE ledger.account_balance SET posted = posted + 1"
        " WHERE account_id = {till} AND stripe = 3",
        "stored_balance", account="till", found="71.00", expected="70.00",
    ),
    fault(
        "UPDATE ledger.account_balance SET version = version + 1 WHERE account_id = {luis}",
        "stored_version", account="luis", found="5", expected="4",
    ),
    fault(
        "UPDATE ledger.account_balance SET version = version + 1"
        " WHERE account_id = {till} AND stripe = 3",
        "stored_version", account="till", found="2", expected="1",
    ),
    fault(
        "UPDATE ledger.account_balance SET posted = 39 WHERE account_id = {luis}",
        "below_floor", account="luis", found="-1.00", expected="0.00",
    ),
    # Accounts and their rows
    fault(
        "INSERT INTO ledger.account_balance (account_id, stripe, normal_side, currency)"
        " VALUES ({nowhere}, 0, 'C', 'COP')",
        "balance_without_account", account="nowhere", found="0.00",
    ),
    fault(
        "UPDATE ledger.ledger_account SET chart_code = '999' WHERE id = {luis}",
        "account_without_chart", account="luis", found="999",
    ),
    fault(
        "DELETE FROM ledger.account_balance WHERE account_id = {till} AND stripe = 7",
        "balance_rows", account="till", found="15", expected="16",
    ),
    fault(
        "UPDATE ledger.account_balance SET floor = -100 WHERE account_id = {luis}",
        "copy_differs", account="luis", found="C COP -100.00", expected="C COP 0.00",
    ),
    fault(
        "UPDATE ledger.ledger_account SET normal_side = 'D' WHERE id = {luis}",
        "copy_differs", account="luis", found="C COP 0.00", expected="D COP 0.00",
    ),
    fault(
        "UPDATE ledger.account_balance SET posted = 5 WHERE account_id = {closed}",
        "closed_not_zero", account="closed", found="5.00 0.00",
    ),
    fault(
        "UPDATE ledger.account_balance SET is_open = false"
        " WHERE account_id = {till} AND stripe = 2",
        "half_closed", account="till",
    ),
    fault(
        "UPDATE ledger.account_balance SET is_open = true WHERE account_id = {closed}",
        "open_despite_closure", account="closed",
    ),
    fault(
        "DELETE FROM ledger.account_closure WHERE account_id = {closed}",
        "closed_without_record", account="closed",
    ),
    # Holds and keys
    fault(
        "UPDATE ledger.account_balance SET held = held + 1 WHERE account_id = {luis}",
        "held", account="luis", found="41.00", expected="40.00",
    ),
    fault(
        "DELETE FROM ledger.hold_end WHERE entry_id = {capture}",
        "held", account="ana", found="0.00", expected="40.00",
    ),
    fault(
        "UPDATE ledger.hold_end SET entry_id = {nowhere} WHERE entry_id = {capture}",
        "capture_without_entry", entry="nowhere", account="ana",
    ),
    fault(
        "UPDATE ledger.hold SET key = '{open_hold}' WHERE key = '{taken_hold}'",
        "hold_key_twice", account="ana",
    ),
    fault(
        "UPDATE ledger.journal_entry SET key ="
        " (SELECT key FROM ledger.journal_entry WHERE id = {order}) WHERE id = {back}",
        "key_twice", entry="back",
    ),
]  # fmt: skip
