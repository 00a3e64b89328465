-- What a product had moved elsewhere before its balance came here: remembered for its member to read, and posted nowhere.
-- `change` is signed towards what the product holds (a deposit's capital, what a loan owes); `place` orders a day.
CREATE TABLE ledger.former_movement (
    key uuid PRIMARY KEY,
    product uuid NOT NULL,
    business_date date NOT NULL,
    place bigint NOT NULL,
    change numeric(18,2) NOT NULL CHECK (change <> 0),
    request_hash bytea NOT NULL,
    description text NOT NULL,
    reference text,
    kept_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX former_movement_of_product ON ledger.former_movement (product, business_date, place);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.former_movement
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
