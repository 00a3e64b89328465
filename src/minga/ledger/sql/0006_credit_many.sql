-- One entry for each of many member accounts, at the speed of sets: what the close of a month needs.
--
--     Dr p_debit_account       amount
--         Cr the member's account                 amount - deduction
--         Cr p_deduction_account                  deduction, where there is one
--
-- All or nothing. Locks balances in (account_id, stripe) order, as ledger.post does. A key that is known already, an
-- account that is twice there, missing or closed, or an amount that is not one raises: the caller does this once, in the
-- transaction that says that it was done.
CREATE FUNCTION ledger.credit_many(
    p_key uuid[], p_account bigint[], p_amount numeric[], p_deduction numeric[], p_debit_account bigint,
    p_deduction_account bigint, p_kind text, p_business_date date, p_occurred_at timestamptz, p_description text,
    p_reference text, p_actor text
) RETURNS TABLE (account_id bigint, entry_id bigint) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ledger, pg_temp AS $$
#variable_conflict use_column
DECLARE
    wanted bigint := cardinality(p_key); good bigint; debited numeric; deducted numeric; deductions bigint;
    mine CONSTANT smallint := 1 + pg_backend_pid() % 16;
BEGIN
    PERFORM 1 FROM ledger.account_balance b
      WHERE b.account_id = ANY (p_account || p_debit_account || p_deduction_account) AND b.stripe IN (0, mine)
      ORDER BY b.account_id, b.stripe FOR NO KEY UPDATE;
    SELECT count(DISTINCT u.account), sum(u.amount), sum(u.deduction), count(*) FILTER (WHERE u.deduction > 0)
      INTO good, debited, deducted, deductions
      FROM unnest(p_account, p_amount, p_deduction) AS u (account, amount, deduction)
      JOIN ledger.account_balance b ON b.account_id = u.account AND b.stripe = 0
     WHERE b.is_open AND b.currency = 'COP' AND b.normal_side = 'C' AND u.amount > 0
       AND u.amount = round(u.amount, 2) AND u.deduction >= 0 AND u.deduction = round(u.deduction, 2)
       AND u.deduction < u.amount AND b.posted + u.amount <= 9999999999999999.99;
    IF good <> wanted THEN
        RAISE EXCEPTION 'ledger.credit_many: % of % accounts cannot be credited', wanted - good, wanted
            USING ERRCODE = 'ML007';
    END IF;
    IF wanted = 0 THEN
        RETURN;
    END IF;

    RETURN QUERY
    WITH plan AS MATERIALIZED (
        SELECT nextval('ledger.journal_entry_id') AS id, u.key, u.account, u.amount, u.deduction,
               b.version + 1 AS version, b.posted + u.amount - u.deduction AS after
          FROM unnest(p_key, p_account, p_amount, p_deduction) AS u (key, account, amount, deduction)
          JOIN ledger.account_balance b ON b.account_id = u.account AND b.stripe = 0
    ), entries AS (
        INSERT INTO ledger.journal_entry (id, key, request_hash, kind, business_date, occurred_at, posted_at,
                                          description, reference, actor)
        SELECT p.id, p.key, uuid_send(p.key), p_kind, p_business_date, p_occurred_at, clock_timestamp(), p_description,
               p_reference, p_actor
          FROM plan p
    ), postings AS (
        INSERT INTO ledger.posting (entry_id, line_no, account_id, side, amount, business_date, version, balance_after)
        SELECT p.id, l.line_no, l.account, l.side, l.amount, p_business_date, l.version, l.after
          FROM plan p
         CROSS JOIN LATERAL (
            VALUES (1, p_debit_account, 'D'::"char", p.amount, NULL::bigint, NULL::numeric),
                   (2, p.account, 'C', p.amount - p.deduction, p.version, p.after),
                   (3, p_deduction_account, 'C', p.deduction, NULL, NULL)
         ) AS l (line_no, account, side, amount, version, after)
         WHERE l.amount > 0
    ), balances AS (
        UPDATE ledger.account_balance b SET posted = p.after, version = p.version
          FROM plan p WHERE b.account_id = p.account AND b.stripe = 0
    )
    SELECT p.account, p.id FROM plan p;

    UPDATE ledger.account_balance b
       SET posted = b.posted + CASE b.normal_side WHEN 'D' THEN debited ELSE -debited END, version = b.version + wanted
     WHERE b.account_id = p_debit_account AND b.stripe = mine;
    UPDATE ledger.account_balance b
       SET posted = b.posted + CASE b.normal_side WHEN 'C' THEN deducted ELSE -deducted END,
           version = b.version + deductions
     WHERE b.account_id = p_deduction_account AND b.stripe = mine AND deductions > 0;
END $$;

-- What each account of a chart account held at the end of a day, straight from the books: today's balance less what
-- was posted for later days. Accounts without a balance are left out.
CREATE FUNCTION ledger.day_end_balances(p_chart_key text, p_day date)
RETURNS TABLE (account_id bigint, balance numeric) LANGUAGE sql STABLE AS $$
    SELECT l.id, b.posted - COALESCE(later.change, 0)
      FROM ledger.chart_account c
      JOIN ledger.ledger_account l ON l.chart_code = c.code
      JOIN ledger.account_balance b ON b.account_id = l.id AND b.stripe = 0
      LEFT JOIN (SELECT p.account_id, sum(CASE WHEN p.side = x.normal_side THEN p.amount ELSE -p.amount END) AS change
                   FROM ledger.posting p JOIN ledger.ledger_account x ON x.id = p.account_id
                  WHERE p.business_date > p_day AND p.version IS NOT NULL
                  GROUP BY p.account_id) later ON later.account_id = l.id
     WHERE c.key = p_chart_key AND b.posted - COALESCE(later.change, 0) <> 0
$$;
