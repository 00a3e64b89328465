-- History that another system has kept until now, a million movements at a time: planned first, and posted only when
-- nothing is refused. For the owner alone, in the caller's transaction; minga.ledger.history is the way in.
--
-- The caller hands over a query, `p_rows`, with one row a movement:
--   line bigint (where it stands in its file: refusals name it) · tie bigint (the order within an account's day)
--   account_id bigint · side "char" ('C' puts money in the account) · amount numeric(18,2) · business_date date
--   expected numeric (the balance it must leave, or null) · reference text (or null) · description text
-- Each becomes an entry of two lines: 'C' is Dr MIGRATION / Cr the account, 'D' is Dr the account / Cr MIGRATION.
--
-- Idempotency: a reference counts once for each account; a movement without one is known by what it says and by how
-- many equal ones come before it. minga.ledger.history derives the same keys in Python.

CREATE FUNCTION ledger.history_request(
    p_side "char", p_amount numeric, p_business_date date, p_reference text, p_description text
) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT substring(sha256(convert_to(
        p_side::text || p_amount::text || E'\x1f' || (p_business_date - date '1970-01-01')::text || E'\x1f'
        || COALESCE(p_reference, '') || E'\x1f' || p_description, 'UTF8')) FOR 16)
$$;

-- Gives every movement its place, key, version and balance: pg_temp.history_plan, in the order of its ids. One pass;
-- fixed-width columns first, because they are read most. Leaves out the lines of history_known and history_refusal.
-- Nested loops are off: nobody has counted the rows of temporary tables, and guessing few of them costs minutes.
CREATE FUNCTION ledger.arrange_history(p_rows text, p_without_reference boolean) RETURNS void
LANGUAGE plpgsql SET enable_nestloop = off AS $$
BEGIN
    DROP TABLE IF EXISTS pg_temp.history_plan;
    EXECUTE format($sql$
        CREATE TEMP TABLE history_plan AS
        SELECT nextval('ledger.journal_entry_id') AS id, z.account_id, z.version, z.business_date, z.side,
               (z.key_prefix || overlay(substring(encode(sha256(convert_to(z.key_text, 'UTF8')), 'hex') FOR 19)
                                        PLACING z.key_kind FROM 4))::uuid AS key,
               z.had_history,
               (z.is_open AND z.side IN ('D', 'C') AND z.amount > 0 AND z.balance_after >= z.floor
                AND COALESCE(z.expected = z.balance_after, true)) IS NOT TRUE AS is_wrong,
               z.line, z.amount, z.balance_after, z.expected, z.request_hash, z.description, z.reference
          FROM (SELECT q.*, b.version + row_number() OVER w AS version, b.version > 0 AS had_history, b.is_open,
                       b.floor + b.held AS floor, b.key_prefix,
                       b.posted + sum(CASE WHEN q.side = b.normal_side THEN q.amount ELSE -q.amount END) OVER w
                           AS balance_after
                  FROM (%s) q
                  LEFT JOIN (SELECT l.*, lpad(to_hex(l.account_id), 12, '0') || '8' AS key_prefix
                               FROM ledger.account_balance l WHERE l.stripe = 0) b USING (account_id)
                 WHERE NOT EXISTS (SELECT FROM history_known k WHERE k.line = q.line)
                   AND NOT EXISTS (SELECT FROM history_refusal f WHERE f.line = q.line)
                WINDOW w AS (PARTITION BY q.account_id ORDER BY q.business_date, q.tie ROWS UNBOUNDED PRECEDING)) z
        $sql$,
        format(CASE WHEN p_without_reference THEN $sql$
            SELECT h.*, COALESCE(h.reference, encode(h.request_hash, 'hex') || row_number() OVER o) AS key_text,
                   CASE WHEN h.reference IS NULL THEN '9' ELSE '8' END AS key_kind
              FROM (SELECT r.*, ledger.history_request(r.side, r.amount, r.business_date, r.reference, r.description)
                           AS request_hash FROM (%s) r) h
            WINDOW o AS (PARTITION BY h.account_id, h.request_hash ORDER BY h.tie)
            $sql$ ELSE $sql$
            SELECT r.*, ledger.history_request(r.side, r.amount, r.business_date, r.reference, r.description)
                   AS request_hash, r.reference AS key_text, '8' AS key_kind FROM (%s) r
            $sql$ END, p_rows));
END $$;

-- Goes through the accounts in which something does not fit, movement by movement: the first one that does not is the
-- error, and what does not fit after it only depends on it. One that is refused changes nothing for the next.
CREATE FUNCTION ledger.walk_history() RETURNS void LANGUAGE plpgsql SET enable_nestloop = off AS $$
DECLARE r record; at_account bigint; balance numeric; leaves numeric; blame bigint; wrong text;
BEGIN
    FOR r IN SELECT p.*, b.posted, b.normal_side, b.is_open, b.floor + b.held AS floor, f.line AS blamed
               FROM history_plan p LEFT JOIN ledger.account_balance b ON b.account_id = p.account_id AND b.stripe = 0
               LEFT JOIN (SELECT account_id, min(line) AS line FROM history_refusal GROUP BY account_id) f
                      ON f.account_id = p.account_id
              WHERE p.account_id IN (SELECT w.account_id FROM history_plan w WHERE w.is_wrong)
              ORDER BY p.id LOOP
        IF at_account IS DISTINCT FROM r.account_id THEN
            at_account := r.account_id; balance := r.posted; blame := r.blamed;
        END IF;
        leaves := balance + CASE WHEN r.side = r.normal_side THEN r.amount ELSE -r.amount END;
        wrong := CASE WHEN r.version IS NULL THEN 'unknown_account'
                      WHEN NOT r.is_open THEN 'closed_account'
                      WHEN (r.side IN ('D', 'C')) IS NOT TRUE THEN 'bad_side'
                      WHEN (r.amount > 0) IS NOT TRUE THEN 'bad_amount'
                      WHEN r.expected <> leaves THEN 'balance_differs'
                      WHEN leaves < r.floor THEN 'insufficient_funds' END;
        IF wrong IS NULL THEN
            balance := leaves;
        ELSIF wrong IN ('balance_differs', 'insufficient_funds') AND blame IS NOT NULL THEN
            INSERT INTO history_refusal VALUES (r.line, r.account_id, 'after_refused', leaves, blame);
        ELSE
            INSERT INTO history_refusal VALUES (r.line, r.account_id, wrong, leaves, NULL);
            blame := COALESCE(blame, r.line);
        END IF;
    END LOOP;
END $$;

-- Locks the accounts, arranges the movements and lists in pg_temp.history_refusal (line, account_id, code, balance,
-- because) what the books refuse. Lines that stand there already are left out, so that a second call plans what the
-- first one let through. Writes nothing in the books.
-- planned: can be posted · replayed: stand in the books already · refused: by this call · late: planned for a day
-- before the last one that their account has.
CREATE FUNCTION ledger.plan_history(
    p_accounts bigint[], p_rows text, p_without_reference boolean,
    OUT planned bigint, OUT replayed bigint, OUT refused bigint, OUT late bigint
) LANGUAGE plpgsql AS $$
DECLARE refused_before bigint;
BEGIN
    PERFORM 1 FROM ledger.account_balance b
      WHERE b.account_id = ANY (p_accounts || (SELECT l.id FROM ledger.ledger_account l WHERE l.key = 'MIGRATION'))
        AND b.stripe IN (0, 1 + pg_backend_pid() % 16)
      ORDER BY b.account_id, b.stripe FOR NO KEY UPDATE;
    DROP TABLE IF EXISTS pg_temp.history_known;
    CREATE TEMP TABLE history_known (line bigint, same boolean);
    SELECT count(*) INTO refused_before FROM history_refusal;

    PERFORM ledger.arrange_history(p_rows, p_without_reference);
    -- Keys begin with the account: one that was never posted to cannot have any.
    INSERT INTO history_known
    SELECT p.line, e.request_hash = p.request_hash FROM history_plan p JOIN ledger.journal_entry e USING (key)
     WHERE p.had_history;
    INSERT INTO history_refusal
    SELECT p.line, p.account_id, 'key_reused' FROM history_known k JOIN history_plan p USING (line) WHERE NOT k.same;
    INSERT INTO history_refusal
    SELECT d.line, d.account_id, CASE WHEN d.request_hash = d.first_hash THEN 'repeated' ELSE 'reference_repeated' END,
           NULL, d.first_line
      FROM (SELECT p.line, p.account_id, p.request_hash, first_value(p.line) OVER w AS first_line,
                   first_value(p.request_hash) OVER w AS first_hash
              FROM history_plan p JOIN (SELECT key FROM history_plan GROUP BY key HAVING count(*) > 1) t USING (key)
             WHERE NOT EXISTS (SELECT FROM history_known k WHERE k.line = p.line)
            WINDOW w AS (PARTITION BY p.key ORDER BY p.line)) d
     WHERE d.line <> d.first_line;
    SELECT count(*) FILTER (WHERE same) INTO replayed FROM history_known;
    SELECT count(*) - refused_before INTO refused FROM history_refusal;
    IF replayed + refused > 0 THEN
        PERFORM ledger.arrange_history(p_rows, p_without_reference);
    END IF;
    IF EXISTS (SELECT FROM history_plan p WHERE p.is_wrong) THEN
        PERFORM ledger.walk_history();
    END IF;
    SELECT count(*) - refused_before INTO refused FROM history_refusal;
    SELECT count(*) INTO planned
      FROM history_plan p WHERE NOT EXISTS (SELECT FROM history_refusal f WHERE f.line = p.line);
    SELECT count(*) INTO late
      FROM (SELECT DISTINCT p.account_id FROM history_plan p WHERE p.had_history) a
     CROSS JOIN LATERAL (SELECT max(o.business_date) AS day FROM ledger.posting o
                          WHERE o.account_id = a.account_id AND o.version IS NOT NULL) last
      JOIN history_plan p ON p.account_id = a.account_id AND p.business_date < last.day;
END $$;

-- Writes the plan in the books, in pieces that fit in memory; answers how many entries. The balances are locked since
-- the plan was made. Says how far it is with notices 'history <done> <of>'.
CREATE FUNCTION ledger.post_history(p_actor text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    blocks bigint := pg_relation_size('pg_temp.history_plan') / current_setting('block_size')::int;
    piece CONSTANT bigint := 1000; first bigint := 0; lo tid; hi tid; inserted bigint; posted_now bigint := 0;
    migration bigint;
BEGIN
    IF EXISTS (SELECT FROM history_refusal f JOIN history_plan p USING (line)) THEN
        RAISE EXCEPTION 'ledger.post_history: the plan has refused movements' USING ERRCODE = 'ML006';
    END IF;
    SELECT l.id INTO STRICT migration FROM ledger.ledger_account l WHERE l.key = 'MIGRATION';
    WHILE first < blocks LOOP
        lo := format('(%s,0)', first)::tid; hi := format('(%s,0)', first + piece)::tid;
        INSERT INTO ledger.journal_entry (id, key, request_hash, kind, business_date, occurred_at, posted_at,
                                          description, reference, actor)
        SELECT p.id, p.key, p.request_hash, 'imported', p.business_date, p.business_date + timetz '12:00-05', now(),
               p.description, p.reference, p_actor
          FROM history_plan p WHERE p.ctid >= lo AND p.ctid < hi;
        GET DIAGNOSTICS inserted = ROW_COUNT;
        INSERT INTO ledger.posting (entry_id, line_no, account_id, side, amount, business_date, version, balance_after)
        SELECT p.id, g, CASE g WHEN 1 THEN p.account_id ELSE migration END,
               CASE WHEN g = 1 THEN p.side WHEN p.side = 'C' THEN 'D' ELSE 'C' END::"char", p.amount, p.business_date,
               CASE g WHEN 1 THEN p.version END, CASE g WHEN 1 THEN p.balance_after END
          FROM history_plan p, generate_series(1, 2) g WHERE p.ctid >= lo AND p.ctid < hi;
        posted_now := posted_now + inserted; first := first + piece;
        RAISE NOTICE 'history % %', least(first, blocks), blocks;
    END LOOP;
    UPDATE ledger.account_balance b SET posted = s.balance_after, version = s.version
      FROM (SELECT DISTINCT ON (p.account_id) p.account_id, p.version, p.balance_after
              FROM history_plan p ORDER BY p.account_id, p.version DESC) s
     WHERE b.account_id = s.account_id AND b.stripe = 0;
    UPDATE ledger.account_balance b SET posted = b.posted + s.change, version = b.version + s.lines
      FROM (SELECT sum(CASE WHEN p.side <> l.normal_side THEN p.amount ELSE -p.amount END) AS change,
                   count(*) AS lines
              FROM history_plan p, ledger.ledger_account l WHERE l.id = migration HAVING count(*) > 0) s
     WHERE b.account_id = migration AND b.stripe = 1 + pg_backend_pid() % 16;
    RETURN posted_now;
END $$;
