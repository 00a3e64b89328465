-- Opening and closing accounts, setting money aside and giving it back.

CREATE FUNCTION ledger.open_account(
    p_chart_code text, p_key text, p_owner_kind text, p_owner_ref uuid, p_floor numeric, p_striped boolean
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = ledger, pg_temp AS $$
DECLARE new_id bigint; normal "char";
BEGIN
    SELECT c.normal_side INTO normal FROM ledger.chart_account c WHERE c.code = p_chart_code;
    IF normal IS NULL THEN
        RAISE EXCEPTION 'ledger.open_account: no chart account %', p_chart_code USING ERRCODE = 'ML004';
    END IF;
    INSERT INTO ledger.ledger_account (chart_code, key, owner_kind, owner_ref, normal_side, floor, striped)
    VALUES (p_chart_code, p_key, p_owner_kind, p_owner_ref, normal, p_floor, p_striped)
    RETURNING id INTO new_id;
    INSERT INTO ledger.account_balance (account_id, stripe, normal_side, currency, floor)
    SELECT new_id, g, normal, 'COP', p_floor
      FROM generate_series(CASE WHEN p_striped THEN 1 ELSE 0 END, CASE WHEN p_striped THEN 16 ELSE 0 END) AS g;
    RETURN new_id;
END $$;

-- Many member accounts at once, as an import needs: one per owner, in the order given.
CREATE FUNCTION ledger.open_member_accounts(p_chart_code text, p_owner_kind text, p_owner_ref uuid[])
RETURNS TABLE (owner_ref uuid, account_id bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ledger, pg_temp AS $$
#variable_conflict use_column
DECLARE normal "char";
BEGIN
    SELECT c.normal_side INTO normal FROM ledger.chart_account c WHERE c.code = p_chart_code;
    IF normal IS NULL THEN
        RAISE EXCEPTION 'ledger.open_member_accounts: no chart account %', p_chart_code USING ERRCODE = 'ML004';
    END IF;
    RETURN QUERY
    WITH opened AS (
        INSERT INTO ledger.ledger_account AS l (chart_code, owner_kind, owner_ref, normal_side, floor, striped)
        SELECT p_chart_code, p_owner_kind, u.ref, normal, 0, false
          FROM unnest(p_owner_ref) WITH ORDINALITY AS u (ref, at) ORDER BY u.at
        RETURNING l.owner_ref, l.id
    ), balances AS (
        INSERT INTO ledger.account_balance (account_id, stripe, normal_side, currency, floor)
        SELECT o.id, 0, normal, 'COP', 0 FROM opened o
    )
    SELECT o.owner_ref, o.id FROM opened o;
END $$;

-- 'closed' | 'unknown_account' | 'closed_account' | 'balance_not_zero'
CREATE FUNCTION ledger.close_account(p_account bigint, p_at timestamptz, p_actor text, p_reason text)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = ledger, pg_temp AS $$
DECLARE total numeric; held_total numeric; open_now boolean;
BEGIN
    PERFORM 1 FROM ledger.account_balance b WHERE b.account_id = p_account
      ORDER BY b.account_id, b.stripe FOR NO KEY UPDATE;
    SELECT sum(b.posted), sum(b.held), bool_and(b.is_open) INTO total, held_total, open_now
      FROM ledger.account_balance b WHERE b.account_id = p_account;
    IF total IS NULL THEN RETURN 'unknown_account'; END IF;
    IF NOT open_now THEN RETURN 'closed_account'; END IF;
    IF total <> 0 OR held_total <> 0 THEN RETURN 'balance_not_zero'; END IF;
    INSERT INTO ledger.account_closure (account_id, closed_at, actor, reason)
    VALUES (p_account, p_at, p_actor, p_reason);
    UPDATE ledger.account_balance b SET is_open = false WHERE b.account_id = p_account;
    RETURN 'closed';
END $$;

-- Sets money of a sequenced account aside. outcome and codes as in ledger.post.
CREATE FUNCTION ledger.place_hold(
    p_key uuid, p_request_hash bytea, p_account bigint, p_amount numeric, p_reason text, p_actor text,
    p_at timestamptz
) RETURNS TABLE (outcome text, hold_id bigint, code text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ledger, pg_temp AS $$
#variable_conflict use_column
DECLARE b ledger.account_balance; known ledger.hold; new_id bigint;
BEGIN
    SELECT * INTO b FROM ledger.account_balance x WHERE x.account_id = p_account AND x.stripe = 0
       FOR NO KEY UPDATE;
    SELECT * INTO known FROM ledger.hold h WHERE h.key = p_key;
    IF known.id IS NOT NULL THEN
        IF known.request_hash = p_request_hash THEN RETURN QUERY SELECT 'replayed', known.id, NULL::text;
        ELSE RETURN QUERY SELECT 'refused', NULL::bigint, 'key_reused'; END IF;
    ELSIF b.account_id IS NULL THEN RETURN QUERY SELECT 'refused', NULL::bigint, 'unknown_account';
    ELSIF NOT b.is_open THEN RETURN QUERY SELECT 'refused', NULL::bigint, 'closed_account';
    ELSIF p_amount IS NULL OR NOT p_amount > 0 OR p_amount = 'NaN' OR p_amount > 9999999999999999.99
          OR p_amount <> round(p_amount, 2) THEN
        RETURN QUERY SELECT 'refused', NULL::bigint, 'bad_amount';
    ELSIF b.floor IS NOT NULL AND b.posted - b.held - p_amount < b.floor THEN
        RETURN QUERY SELECT 'refused', NULL::bigint, 'insufficient_funds';
    ELSIF b.held + p_amount > 9999999999999999.99 THEN
        RETURN QUERY SELECT 'refused', NULL::bigint, 'balance_out_of_range';
    ELSE
        INSERT INTO ledger.hold (key, request_hash, account_id, amount, reason, actor, placed_at)
        VALUES (p_key, p_request_hash, p_account, p_amount, p_reason, p_actor, p_at)
        ON CONFLICT DO NOTHING RETURNING id INTO new_id;
        IF new_id IS NULL THEN
            -- The same key was committed for another account meanwhile (this one we have locked).
            RETURN QUERY SELECT 'refused', NULL::bigint, 'key_reused';
            RETURN;
        END IF;
        UPDATE ledger.account_balance x SET held = x.held + p_amount
         WHERE x.account_id = p_account AND x.stripe = 0;
        RETURN QUERY SELECT 'created', new_id, NULL::text;
    END IF;
END $$;

-- 'released' | 'replayed' (was released before) | 'unknown_hold' | 'hold_already_ended' (it was captured)
CREATE FUNCTION ledger.release_hold(p_key uuid, p_actor text, p_at timestamptz)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = ledger, pg_temp AS $$
DECLARE h ledger.hold; ended ledger.hold_end;
BEGIN
    SELECT * INTO h FROM ledger.hold x WHERE x.key = p_key;
    IF h.id IS NULL THEN RETURN 'unknown_hold'; END IF;
    PERFORM 1 FROM ledger.account_balance b WHERE b.account_id = h.account_id AND b.stripe = 0 FOR NO KEY UPDATE;
    SELECT * INTO ended FROM ledger.hold_end e WHERE e.hold_id = h.id;
    IF ended.how = 'released' THEN RETURN 'replayed'; END IF;
    IF ended.how = 'captured' THEN RETURN 'hold_already_ended'; END IF;
    INSERT INTO ledger.hold_end (hold_id, how, actor, ended_at) VALUES (h.id, 'released', p_actor, p_at);
    UPDATE ledger.account_balance b SET held = b.held - h.amount
     WHERE b.account_id = h.account_id AND b.stripe = 0;
    RETURN 'released';
END $$;
