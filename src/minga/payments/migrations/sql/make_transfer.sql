-- A transfer between two products of one member, whole: refusals, then effects. It is one call because the trips between
-- a program and its database are what a transfer costs most (docs/performance.md). What it costs the member is worked
-- out by the caller, for every kind of product the money may go to: the rule has one home.
--
-- Answers as the ledger does: 'created' or 'replayed' with the entry, or 'refused' with a code; 'marked' asks the caller
-- to work out again what a taxed move out of an account that is marked exempt costs, under a lock, and to say `exact`.
CREATE OR REPLACE FUNCTION payments_make_transfer(
    p_member uuid, p_source uuid, p_destination uuid, p_amount numeric, p_costs jsonb, p_note text, p_key uuid,
    p_reference text, p_entry_key uuid, p_tax_key uuid, p_request_hash bytea, p_business_date date, p_at timestamptz,
    p_actor text, p_description text, p_tax_description text,
    OUT outcome text, OUT entry_id bigint, OUT code text, OUT account_id bigint
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    from_kind text; from_plan uuid; from_account bigint; to_kind text; to_account bigint; cost numeric;
    before numeric;
    tax_account bigint; least numeric;
BEGIN
    SELECT s.kind, s.plan_id, s.ledger_account_id, d.kind, d.ledger_account_id
      INTO from_kind, from_plan, from_account, to_kind, to_account
      FROM public.savings_savingsaccount s, public.savings_savingsaccount d
     WHERE s.id = p_source AND s.member_id = p_member AND d.id = p_destination AND d.member_id = p_member;
    outcome := 'refused';
    IF NOT FOUND THEN code := 'unknown_product'; RETURN; END IF;
    IF from_kind <> 'AHORRO_VISTA' THEN code := 'not_transferable'; RETURN; END IF;
    -- Where a plan says how much must stay (most say nothing: a look at a handful of rows), the transfer is made and
    -- taken back if it left less. Only then is the balance held, and what is left of it known.
    IF NOT p_costs ? 'least' AND EXISTS (SELECT FROM public.savings_planterms t WHERE t.balance_min > 0) THEN
        least := public.savings_least_balance(from_plan, p_business_date);
        IF least > 0 THEN
            BEGIN
                SELECT t.outcome, t.entry_id, t.code, t.account_id INTO outcome, entry_id, code, account_id
                  FROM public.payments_make_transfer(
                    p_member, p_source, p_destination, p_amount, p_costs || jsonb_build_object('least', least), p_note,
                    p_key, p_reference, p_entry_key, p_tax_key, p_request_hash, p_business_date, p_at, p_actor,
                    p_description, p_tax_description) t;
            EXCEPTION WHEN SQLSTATE 'ML008' THEN
                entry_id := NULL; code := 'below_least_balance'; account_id := from_account;
            END;
            RETURN;
        END IF;
    END IF;
    cost := (p_costs ->> to_kind)::numeric;
    IF cost IS NULL THEN code := 'no_terms'; RETURN; END IF;
    IF cost > 0 THEN
        -- An order that came before cost what it cost then, whatever was marked, used or changed since.
        SELECT t.cost INTO before FROM public.payments_transfer t WHERE t.id = p_key AND t.member_id = p_member;
        cost := COALESCE(before, cost);
        IF before IS NULL AND NOT p_costs ? 'exact' AND EXISTS (
            SELECT FROM public.savings_gmfexemption e WHERE e.account_id = p_source AND e.ended_at IS NULL)
        THEN code := 'marked'; RETURN; END IF;
    END IF;

    IF cost = 0 THEN
        SELECT p.outcome, p.entry_id, p.code, p.account_id INTO outcome, entry_id, code, account_id
          FROM ledger.post_pair(
            p_entry_key, p_request_hash, 'own_transfer', p_business_date, p_at, p_description, p_reference, p_actor,
            from_account, to_account, 'D', 'C', p_amount, p_amount, 'COP') p;
    ELSE
        SELECT a.id INTO STRICT tax_account FROM ledger.ledger_account a WHERE a.key = 'GMF_PAYABLE';
        -- Both entries or none; of two refusals the one that says why comes first.
        SELECT p.outcome, p.entry_id, p.code, p.account_id INTO outcome, entry_id, code, account_id
          FROM ledger.post(
            ARRAY[p_entry_key, p_tax_key], ARRAY[p_request_hash, p_request_hash], ARRAY['own_transfer', 'gmf'],
            ARRAY[p_business_date, p_business_date], ARRAY[p_at, p_at], ARRAY[p_description, p_tax_description],
            ARRAY[p_reference, p_reference], ARRAY[p_actor, p_actor], NULL, NULL,
            ARRAY[1, 1, 2, 2], ARRAY[from_account, to_account, from_account, tax_account],
            '{D,C,D,C}', ARRAY[p_amount, p_amount, cost, cost], true) p
         ORDER BY CASE WHEN p.code IS NULL THEN 2 WHEN p.code = 'batch_refused' THEN 1 ELSE 0 END, p.entry_no
         LIMIT 1;
    END IF;
    IF outcome <> 'created' THEN RETURN; END IF;
    IF EXISTS (SELECT FROM ledger.account_balance b
                WHERE b.account_id = from_account AND b.posted - b.held < (p_costs ->> 'least')::numeric) THEN
        RAISE EXCEPTION 'less than % is left in account %', p_costs ->> 'least', from_account USING ERRCODE = 'ML008';
    END IF;

    INSERT INTO public.payments_transfer (id, member_id, source_id, destination_id, amount, cost, note, reference,
                                          entry_id, made_at)
    VALUES (p_key, p_member, p_source, p_destination, p_amount, cost, p_note, p_reference, entry_id, p_at);
    PERFORM public.audit_record(p_at, p_actor, 'transfer', 'transfer:' || p_key,
                                jsonb_build_object('amount', p_amount::text, 'reference', p_reference));
    PERFORM public.outbox_publish('transfer_made', jsonb_build_object('transfer_id', p_key));
END $$;
