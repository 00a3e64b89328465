-- The posting function: the only writer of journal_entry, posting and balances while the office is open.
--
-- Input is flat arrays: one element per entry (p_key … p_captures) and one per line (p_line_*), lines in the order of
-- their entries. Output is one row per entry, in order:
--   outcome 'created' | 'replayed' (same key, same request: the first entry's id) | 'refused' (code, offending account)
-- In atomic mode one refusal refuses all (the others say 'batch_refused') and nothing is written.
-- Refusals are data, so that a caller can tell every one of them apart without an aborted transaction.
--
-- Three things look odd and are measured. There is no SET search_path: it would double the cost of a call; instead
-- every name is qualified and the roles that may call this can create nothing, temporary objects included.
-- `(SELECT array)` hides an array's length from the planner: knowing it, PostgreSQL plans every call anew. And one
-- plain entry with two lines, the member's transfer, has a short way of its own below, ledger.post_pair: it halves the
-- cost of the commonest call (the model test posts everything both ways).
--
-- Locks: balance rows in (account_id, stripe) order, always, so that no two calls can wait for each other.
CREATE FUNCTION ledger.post(
    p_key uuid[], p_request_hash bytea[], p_kind text[], p_business_date date[], p_occurred_at timestamptz[],
    p_description text[], p_reference text[], p_actor text[], p_reverses bigint[], p_captures uuid[],
    p_line_entry int[], p_line_account bigint[], p_line_side "char"[], p_line_amount numeric[],
    p_atomic boolean DEFAULT true, p_currency text DEFAULT 'COP'
) RETURNS TABLE (entry_no int, outcome text, entry_id bigint, code text, account_id bigint)
LANGUAGE plpgsql SECURITY DEFINER AS $$
#variable_conflict use_column
DECLARE
    n int := cardinality(p_key);
    m int := cardinality(p_line_account);
    -- The locked balance rows and, by the same index, what they become.
    locked ledger.account_balance[]; b ledger.account_balance;
    s_account bigint[]; s_posted numeric[]; s_held numeric[]; s_version bigint[];
    known ledger.journal_entry; k_key uuid[]; k_id bigint[]; k_hash bytea[];
    h ledger.hold; h_key uuid[]; h_id bigint[];
    r_outcome text[]; r_id bigint[]; r_code text[]; r_account bigint[];
    -- Posting rows to write.
    w_entry bigint[]; w_no smallint[]; w_account bigint[]; w_side "char"[]; w_amount numeric[]; w_date date[];
    w_version bigint[]; w_after numeric[]; w int := 0;
    at_line int := 1; from_line int; w_before int; balance numeric; amount numeric;
    bad text; bad_account bigint; s int; x int; refused boolean := false; written int := 0; inserted int;
    new_id bigint; first_id bigint; reversed bigint[]; too_far bigint;
BEGIN
    -- An array that is first written at [3] would begin at 3: both start whole.
    r_outcome := array_fill(NULL::text, ARRAY[n]); r_id := array_fill(NULL::bigint, ARRAY[n]);
    SELECT array_agg(l) INTO locked
      FROM (SELECT a.* FROM ledger.account_balance a
             WHERE a.account_id = ANY ((SELECT p_line_account)::bigint[])
               AND a.stripe IN (0, 1 + pg_backend_pid() % 16)
             ORDER BY a.account_id, a.stripe
               FOR NO KEY UPDATE) l;
    FOR x IN 1 .. COALESCE(cardinality(locked), 0) LOOP
        b := locked[x];
        s_account[x] := b.account_id; s_posted[x] := b.posted; s_held[x] := b.held; s_version[x] := b.version;
    END LOOP;

    -- After the locks, so that whoever held them before us is seen.
    IF n > 1 THEN
        SELECT array_agg(e.key), array_agg(e.id), array_agg(e.request_hash) INTO k_key, k_id, k_hash
          FROM ledger.journal_entry e WHERE e.key = ANY ((SELECT p_key)::uuid[]);
    END IF;

    FOR i IN 1 .. n LOOP
        bad := NULL; bad_account := NULL; balance := 0; from_line := at_line; w_before := w; h := NULL;
        too_far := NULL;

        -- A known key answers as it did the first time, or is refused if it asks for something else.
        IF n = 1 THEN
            SELECT * INTO known FROM ledger.journal_entry e WHERE e.key = p_key[1];
        ELSE
            x := array_position(k_key, p_key[i]);
            known.id := k_id[x]; known.request_hash := k_hash[x];
        END IF;
        IF known.id IS NOT NULL THEN
            IF known.request_hash = p_request_hash[i] THEN
                r_outcome[i] := 'replayed'; r_id[i] := known.id;
            ELSE
                r_outcome[i] := 'refused'; r_code[i] := 'key_reused'; refused := true;
            END IF;
            WHILE p_line_entry[at_line] = i LOOP at_line := at_line + 1; END LOOP;
            CONTINUE;
        END IF;

        IF p_reverses IS NOT NULL AND p_reverses[i] IS NOT NULL THEN
            IF NOT EXISTS (SELECT FROM ledger.journal_entry e WHERE e.id = p_reverses[i]) THEN
                bad := 'unknown_entry';
            ELSIF p_reverses[i] = ANY (reversed)
                  OR EXISTS (SELECT FROM ledger.journal_entry e WHERE e.reverses = p_reverses[i]) THEN
                bad := 'already_reversed';
            END IF;
        END IF;
        IF p_captures IS NOT NULL AND p_captures[i] IS NOT NULL AND bad IS NULL THEN
            SELECT * INTO h FROM ledger.hold x WHERE x.key = p_captures[i];
            -- The account must be this entry's: another entry of the batch may have locked it too.
            x := from_line;
            WHILE p_line_entry[x] = i AND p_line_account[x] IS DISTINCT FROM h.account_id LOOP x := x + 1; END LOOP;
            IF h.id IS NULL THEN
                bad := 'unknown_hold';
            ELSIF p_captures[i] = ANY (h_key) OR EXISTS (SELECT FROM ledger.hold_end x WHERE x.hold_id = h.id) THEN
                bad := 'hold_already_ended'; bad_account := h.account_id; h := NULL;
            ELSIF p_line_entry[x] IS DISTINCT FROM i THEN
                bad := 'hold_of_another_account'; bad_account := h.account_id; h := NULL;
            ELSE
                s := array_position(s_account, h.account_id);
                s_held[s] := s_held[s] - h.amount;
            END IF;
        END IF;

        -- Every line is checked and applied to the copies of the balances; nothing is written yet.
        WHILE p_line_entry[at_line] = i LOOP
            IF bad IS NULL THEN
                amount := p_line_amount[at_line];
                s := array_position(s_account, p_line_account[at_line]);
                IF s IS NULL THEN
                    bad := 'unknown_account'; bad_account := p_line_account[at_line];
                ELSE
                    b := locked[s];
                    IF NOT b.is_open THEN bad := 'closed_account';
                    ELSIF b.currency <> p_currency THEN bad := 'wrong_currency';
                    ELSIF (amount > 0 AND amount <= 9999999999999999.99 AND amount = round(amount, 2)) IS NOT TRUE THEN
                        bad := 'bad_amount';
                    ELSIF (p_line_side[at_line] IN ('D', 'C')) IS NOT TRUE THEN bad := 'bad_side';
                    END IF;
                    IF bad IS NULL THEN
                        balance := balance + CASE p_line_side[at_line] WHEN 'D' THEN amount ELSE -amount END;
                        s_posted[s] := s_posted[s]
                            + CASE WHEN p_line_side[at_line] = b.normal_side THEN amount ELSE -amount END;
                        IF abs(s_posted[s]) > 9999999999999999.99 THEN
                            too_far := COALESCE(too_far, b.account_id);
                        END IF;
                        s_version[s] := s_version[s] + 1;
                        w := w + 1;
                        w_no[w] := w - w_before;
                        w_version[w] := CASE WHEN b.stripe = 0 THEN s_version[s] END;
                        w_after[w] := CASE WHEN b.stripe = 0 THEN s_posted[s] END;
                    ELSE
                        bad_account := b.account_id;
                    END IF;
                END IF;
            END IF;
            at_line := at_line + 1;
        END LOOP;
        IF bad IS NULL THEN
            IF w - w_before < 2 THEN bad := 'too_few_lines';
            ELSIF balance <> 0 THEN bad := 'unbalanced';
            ELSIF p_reverses IS NOT NULL AND p_reverses[i] IS NOT NULL AND (
                    (SELECT count(*) FROM ledger.posting p WHERE p.entry_id = p_reverses[i]) <> w - w_before
                    OR EXISTS (SELECT p.account_id, p.side, p.amount FROM ledger.posting p
                                WHERE p.entry_id = p_reverses[i]
                               EXCEPT ALL
                               SELECT l.account_id, CASE l.side WHEN 'D' THEN 'C'::"char" ELSE 'D'::"char" END, l.amount
                                 FROM unnest(p_line_account[from_line:at_line - 1], p_line_side[from_line:at_line - 1],
                                             p_line_amount[from_line:at_line - 1]) AS l (account_id, side, amount))
                ) THEN bad := 'not_a_mirror';
            ELSE
                -- The floor is judged on the whole entry, never half-way through it.
                FOR j IN from_line .. at_line - 1 LOOP
                    s := array_position(s_account, p_line_account[j]);
                    b := locked[s];
                    IF s_posted[s] - s_held[s] < b.floor THEN
                        bad := 'insufficient_funds'; bad_account := b.account_id;
                        EXIT;
                    END IF;
                END LOOP;
                IF bad IS NULL AND too_far IS NOT NULL THEN
                    bad := 'balance_out_of_range'; bad_account := too_far;
                END IF;
            END IF;
        END IF;

        IF bad IS NULL THEN
            new_id := nextval('ledger.journal_entry_id');
            first_id := COALESCE(first_id, new_id);
            r_outcome[i] := 'created'; r_id[i] := new_id; written := written + 1;
            FOR j IN w_before + 1 .. w LOOP
                x := from_line + j - w_before - 1;
                w_entry[j] := new_id; w_date[j] := p_business_date[i]; w_account[j] := p_line_account[x];
                w_side[j] := p_line_side[x]; w_amount[j] := p_line_amount[x];
            END LOOP;
            IF n > 1 THEN  -- a later element with this key must find it
                k_key := k_key || p_key[i]; k_id := k_id || new_id; k_hash := k_hash || p_request_hash[i];
            END IF;
            IF p_reverses IS NOT NULL THEN
                reversed := reversed || p_reverses[i];
            END IF;
            IF h.id IS NOT NULL THEN
                h_key := h_key || h.key; h_id[i] := h.id;
            END IF;
        ELSE
            -- Give back what the lines before the bad one took from the copies.
            FOR j IN from_line .. from_line + w - w_before - 1 LOOP
                s := array_position(s_account, p_line_account[j]);
                b := locked[s];
                s_posted[s] := s_posted[s]
                    - CASE WHEN p_line_side[j] = b.normal_side THEN p_line_amount[j] ELSE -p_line_amount[j] END;
                s_version[s] := s_version[s] - 1;
            END LOOP;
            IF h.id IS NOT NULL THEN
                s := array_position(s_account, h.account_id);
                s_held[s] := s_held[s] + h.amount;
            END IF;
            w := w_before;
            r_outcome[i] := 'refused'; r_code[i] := bad; r_account[i] := bad_account; refused := true;
        END IF;
    END LOOP;

    IF at_line <= m THEN
        RAISE EXCEPTION 'ledger.post: lines must follow the order of their entries' USING ERRCODE = 'ML003';
    END IF;
    IF refused AND p_atomic THEN
        FOR i IN 1 .. n LOOP
            -- A repetition of an entry of this very batch has nothing to answer with either.
            IF r_outcome[i] = 'created' OR r_outcome[i] = 'replayed' AND r_id[i] >= first_id THEN
                r_outcome[i] := 'refused'; r_code[i] := 'batch_refused'; r_id[i] := NULL;
            END IF;
        END LOOP;
        written := 0;
    END IF;

    IF written > 0 THEN
        IF n = 1 THEN
            INSERT INTO ledger.journal_entry (id, key, request_hash, kind, business_date, occurred_at, posted_at,
                                              description, reference, actor, reverses)
            VALUES (new_id, p_key[1], p_request_hash[1], p_kind[1], p_business_date[1], p_occurred_at[1],
                    clock_timestamp(), p_description[1], p_reference[1], p_actor[1], p_reverses[1])
            ON CONFLICT DO NOTHING;
        ELSE
            INSERT INTO ledger.journal_entry (id, key, request_hash, kind, business_date, occurred_at, posted_at,
                                              description, reference, actor, reverses)
            SELECT u.id, u.key, u.request_hash, u.kind, u.business_date, u.occurred_at, clock_timestamp(),
                   u.description, u.reference, u.actor, u.reverses
              FROM unnest((SELECT r_id), r_outcome, p_key, p_request_hash, p_kind, p_business_date, p_occurred_at,
                          p_description, p_reference, p_actor, p_reverses)
                AS u (id, outcome, key, request_hash, kind, business_date, occurred_at, description, reference,
                      actor, reverses)
             WHERE u.outcome = 'created'
            ON CONFLICT DO NOTHING;
        END IF;
        GET DIAGNOSTICS inserted = ROW_COUNT;
        IF inserted <> written THEN
            -- Someone committed the same key, or the same reversal, between our look and our write. A single entry
            -- has written nothing yet and answers now; of a batch nothing is lost by asking again.
            IF n = 1 THEN
                SELECT * INTO known FROM ledger.journal_entry e WHERE e.key = p_key[1];
                r_outcome[1] := 'refused'; r_id[1] := NULL;
                IF known.request_hash = p_request_hash[1] THEN r_outcome[1] := 'replayed'; r_id[1] := known.id;
                ELSIF known.id IS NOT NULL THEN r_code[1] := 'key_reused';
                ELSIF EXISTS (SELECT FROM ledger.journal_entry e WHERE e.reverses = p_reverses[1]) THEN
                    r_code[1] := 'already_reversed';
                ELSE r_outcome[1] := NULL;
                END IF;
            END IF;
            IF n > 1 OR r_outcome[1] IS NULL THEN
                RAISE EXCEPTION 'ledger.post: key used at the same moment, try again' USING ERRCODE = '40001';
            END IF;
            entry_no := 1; outcome := r_outcome[1]; entry_id := r_id[1]; code := r_code[1];
            RETURN NEXT;
            RETURN;
        END IF;

        IF w = 2 THEN
            INSERT INTO ledger.posting (entry_id, line_no, account_id, side, amount, business_date, version,
                                        balance_after)
            VALUES (w_entry[1], 1, w_account[1], w_side[1], w_amount[1], w_date[1], w_version[1], w_after[1]),
                   (w_entry[2], 2, w_account[2], w_side[2], w_amount[2], w_date[2], w_version[2], w_after[2]);
        ELSE
            INSERT INTO ledger.posting (entry_id, line_no, account_id, side, amount, business_date, version,
                                        balance_after)
            SELECT * FROM unnest((SELECT w_entry[:w]), w_no[:w], w_account[:w], w_side[:w], w_amount[:w], w_date[:w],
                                 w_version[:w], w_after[:w]);
        END IF;

        IF n = 1 THEN
            FOR x IN 1 .. cardinality(s_account) LOOP
                b := locked[x];
                UPDATE ledger.account_balance a
                   SET posted = s_posted[x], held = s_held[x], version = s_version[x]
                 WHERE a.account_id = b.account_id AND a.stripe = b.stripe;
            END LOOP;
        ELSE
            UPDATE ledger.account_balance a
               SET posted = u.posted, held = u.held, version = u.version
              FROM unnest((SELECT locked), s_posted, s_held, s_version)
                AS u (account_id, stripe, normal_side, is_open, currency, floor, was_posted, was_held, was_version,
                      posted, held, version)
             WHERE a.account_id = u.account_id AND a.stripe = u.stripe AND u.version <> u.was_version;
        END IF;

        IF h_id IS NOT NULL THEN
            INSERT INTO ledger.hold_end (hold_id, how, entry_id, actor, ended_at)
            SELECT h_id[g], 'captured', r_id[g], p_actor[g], p_occurred_at[g]
              FROM generate_series(1, n) AS g WHERE h_id[g] IS NOT NULL;
        END IF;
    END IF;

    IF n = 1 THEN
        entry_no := 1; outcome := r_outcome[1]; entry_id := r_id[1]; code := r_code[1]; account_id := r_account[1];
        RETURN NEXT;
    ELSE
        RETURN QUERY SELECT g, r_outcome[g], r_id[g], r_code[g], r_account[g] FROM generate_series(1, n) AS g;
    END IF;
END $$;

-- The short way for one plain entry with two lines on two accounts: same refusals, same order, same answer as
-- ledger.post, at half the cost. No reversal, no captured hold.
CREATE FUNCTION ledger.post_pair(
    p_key uuid, p_request_hash bytea, p_kind text, p_business_date date, p_occurred_at timestamptz,
    p_description text, p_reference text, p_actor text, p_account_1 bigint, p_account_2 bigint, p_side_1 "char",
    p_side_2 "char", p_amount_1 numeric, p_amount_2 numeric, p_currency text,
    OUT outcome text, OUT entry_id bigint, OUT code text, OUT account_id bigint
) LANGUAGE plpgsql SECURITY DEFINER AS $$
#variable_conflict use_column
DECLARE
    a ledger.account_balance; b ledger.account_balance; known_hash bytea; posted_a numeric; posted_b numeric;
BEGIN
    IF p_account_1 = p_account_2 THEN
        RAISE EXCEPTION 'ledger.post_pair wants two accounts; ledger.post takes the same one twice'
            USING ERRCODE = 'ML003';
    END IF;
    IF p_account_1 < p_account_2 THEN
        SELECT * INTO a FROM ledger.account_balance l
         WHERE l.account_id = p_account_1 AND l.stripe IN (0, 1 + pg_backend_pid() % 16) FOR NO KEY UPDATE;
        SELECT * INTO b FROM ledger.account_balance l
         WHERE l.account_id = p_account_2 AND l.stripe IN (0, 1 + pg_backend_pid() % 16) FOR NO KEY UPDATE;
    ELSE
        SELECT * INTO b FROM ledger.account_balance l
         WHERE l.account_id = p_account_2 AND l.stripe IN (0, 1 + pg_backend_pid() % 16) FOR NO KEY UPDATE;
        SELECT * INTO a FROM ledger.account_balance l
         WHERE l.account_id = p_account_1 AND l.stripe IN (0, 1 + pg_backend_pid() % 16) FOR NO KEY UPDATE;
    END IF;

    -- After the locks, so that whoever held them before us is seen.
    SELECT e.id, e.request_hash INTO entry_id, known_hash FROM ledger.journal_entry e WHERE e.key = p_key;
    IF entry_id IS NOT NULL THEN
        outcome := 'replayed';
        IF known_hash <> p_request_hash THEN
            outcome := 'refused'; entry_id := NULL; code := 'key_reused';
        END IF;
        RETURN;
    END IF;

    IF a.account_id IS NULL THEN code := 'unknown_account'; account_id := p_account_1;
    ELSIF NOT a.is_open THEN code := 'closed_account'; account_id := p_account_1;
    ELSIF a.currency <> p_currency THEN code := 'wrong_currency'; account_id := p_account_1;
    ELSIF (p_amount_1 > 0 AND p_amount_1 <= 9999999999999999.99 AND p_amount_1 = round(p_amount_1, 2)) IS NOT TRUE THEN
        code := 'bad_amount'; account_id := p_account_1;
    ELSIF (p_side_1 IN ('D', 'C')) IS NOT TRUE THEN code := 'bad_side'; account_id := p_account_1;
    ELSIF b.account_id IS NULL THEN code := 'unknown_account'; account_id := p_account_2;
    ELSIF NOT b.is_open THEN code := 'closed_account'; account_id := p_account_2;
    ELSIF b.currency <> p_currency THEN code := 'wrong_currency'; account_id := p_account_2;
    ELSIF (p_amount_2 > 0 AND p_amount_2 <= 9999999999999999.99 AND p_amount_2 = round(p_amount_2, 2)) IS NOT TRUE THEN
        code := 'bad_amount'; account_id := p_account_2;
    ELSIF (p_side_2 IN ('D', 'C')) IS NOT TRUE THEN code := 'bad_side'; account_id := p_account_2;
    ELSIF p_side_1 = p_side_2 OR p_amount_1 <> p_amount_2 THEN code := 'unbalanced';
    ELSE
        posted_a := a.posted + CASE WHEN p_side_1 = a.normal_side THEN p_amount_1 ELSE -p_amount_1 END;
        posted_b := b.posted + CASE WHEN p_side_2 = b.normal_side THEN p_amount_2 ELSE -p_amount_2 END;
        IF posted_a - a.held < a.floor THEN code := 'insufficient_funds'; account_id := p_account_1;
        ELSIF posted_b - b.held < b.floor THEN code := 'insufficient_funds'; account_id := p_account_2;
        ELSIF abs(posted_a) > 9999999999999999.99 THEN code := 'balance_out_of_range'; account_id := p_account_1;
        ELSIF abs(posted_b) > 9999999999999999.99 THEN code := 'balance_out_of_range'; account_id := p_account_2;
        END IF;
    END IF;
    IF code IS NOT NULL THEN
        outcome := 'refused';
        RETURN;
    END IF;

    entry_id := nextval('ledger.journal_entry_id');
    INSERT INTO ledger.journal_entry (id, key, request_hash, kind, business_date, occurred_at, posted_at, description,
                                      reference, actor)
    VALUES (entry_id, p_key, p_request_hash, p_kind, p_business_date, p_occurred_at, clock_timestamp(), p_description,
            p_reference, p_actor)
    ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        -- Someone committed the same key between our look and our write (two striped accounts share no lock).
        -- Nothing is written yet, and now it can be seen.
        SELECT e.id, e.request_hash INTO entry_id, known_hash FROM ledger.journal_entry e WHERE e.key = p_key;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'ledger.post: key used at the same moment, try again' USING ERRCODE = '40001';
        END IF;
        outcome := 'replayed';
        IF known_hash <> p_request_hash THEN
            outcome := 'refused'; entry_id := NULL; code := 'key_reused';
        END IF;
        RETURN;
    END IF;
    INSERT INTO ledger.posting (entry_id, line_no, account_id, side, amount, business_date, version, balance_after)
    VALUES (entry_id, 1, p_account_1, p_side_1, p_amount_1, p_business_date,
            CASE WHEN a.stripe = 0 THEN a.version + 1 END, CASE WHEN a.stripe = 0 THEN posted_a END),
           (entry_id, 2, p_account_2, p_side_2, p_amount_2, p_business_date,
            CASE WHEN b.stripe = 0 THEN b.version + 1 END, CASE WHEN b.stripe = 0 THEN posted_b END);
    UPDATE ledger.account_balance l SET posted = posted_a, version = a.version + 1
     WHERE l.account_id = p_account_1 AND l.stripe = a.stripe;
    UPDATE ledger.account_balance l SET posted = posted_b, version = b.version + 1
     WHERE l.account_id = p_account_2 AND l.stripe = b.stripe;
    outcome := 'created';
END $$;
