-- Guards that hold for everyone, the owner included: what is written stays written, and what is written balances.

CREATE FUNCTION ledger.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'ledger.% is append-only: % refused; a correction is a reversing entry', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'ML001';
END $$;

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['journal_entry', 'posting', 'hold', 'hold_end', 'account_closure'] LOOP
        EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.%I
                        FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change()', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['ledger_account', 'account_balance', 'chart_account'] LOOP
        EXECUTE format('CREATE TRIGGER never_removed BEFORE DELETE OR TRUNCATE ON ledger.%I
                        FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change()', t);
    END LOOP;
END $$;

-- Checked once per INSERT statement over all its rows, so it costs one pass and not one trigger call a row. The price:
-- all postings of an entry must be inserted by one statement, which the posting function does.
CREATE FUNCTION ledger.refuse_unbalanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wrong bigint;
BEGIN
    SELECT n.entry_id INTO wrong FROM new_rows n
     GROUP BY n.entry_id
    HAVING sum(CASE n.side WHEN 'D' THEN n.amount WHEN 'C' THEN -n.amount END) <> 0
        OR count(*) < 2
        OR NOT bool_and(n.side IN ('D', 'C') AND n.amount > 0
                        AND (n.version IS NULL) = (n.balance_after IS NULL))
     LIMIT 1;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'entry % does not balance or has a line without side or amount', wrong
            USING ERRCODE = 'ML002';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER entry_balances AFTER INSERT ON ledger.posting
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_unbalanced();

CREATE FUNCTION ledger.refuse_below_floor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.posted - NEW.held < NEW.floor OR NEW.held < 0 THEN
        RAISE EXCEPTION 'account % would be left below its floor', NEW.account_id USING ERRCODE = 'ML005';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER not_below_floor BEFORE INSERT OR UPDATE ON ledger.account_balance
    FOR EACH ROW EXECUTE FUNCTION ledger.refuse_below_floor();
