-- The books. One schema, owned by the owner role; everything that changes a balance goes through a function of
-- 0002_functions.sql. Amounts are NUMERIC(18,2) Colombian pesos, always positive, with a side: 'D' debit, 'C' credit.

CREATE SCHEMA ledger;

-- Chart of accounts (CUIF). `key` is the name the code uses; `confidence` says how sure we are of the code.
CREATE TABLE ledger.chart_account (
    code        text PRIMARY KEY CHECK (code ~ '^[0-9]{1,10}$'),
    name        text NOT NULL,
    normal_side "char" NOT NULL CHECK (normal_side IN ('D', 'C')),
    key         text UNIQUE CHECK (key ~ '^[A-Z][A-Z0-9_]*$'),
    confidence  text NOT NULL,
    source      text NOT NULL
);

-- A ledger account: what a posting points at. Member products are sequenced (one balance row, every posting carries
-- the balance it left); busy internal accounts are striped (sixteen balance rows, summed on read).
CREATE TABLE ledger.ledger_account (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    chart_code  text NOT NULL REFERENCES ledger.chart_account (code),
    key         text UNIQUE,
    owner_kind  text NOT NULL DEFAULT 'cooperative',
    owner_ref   uuid,
    currency    text NOT NULL DEFAULT 'COP' CHECK (currency ~ '^[A-Z]{3}$'),
    normal_side "char" NOT NULL CHECK (normal_side IN ('D', 'C')),
    floor       numeric(18,2),
    striped     boolean NOT NULL,
    opened_at   timestamptz NOT NULL DEFAULT now(),
    CHECK (NOT (striped AND floor IS NOT NULL)),
    CHECK (owner_kind = 'cooperative' OR owner_ref IS NOT NULL)
);
CREATE INDEX ledger_account_chart ON ledger.ledger_account (chart_code);

CREATE TABLE ledger.account_closure (
    account_id bigint PRIMARY KEY REFERENCES ledger.ledger_account (id),
    closed_at  timestamptz NOT NULL,
    actor      text NOT NULL,
    reason     text NOT NULL
);

-- The state that is locked. `posted` is signed towards the account's normal side; `held` is set aside from it.
-- Side, floor, currency and openness are copied here so that the hot path reads one row per account. Its rules
-- (never below the floor, never less than nothing held) stand in 0002_guards.sql as a trigger: PostgreSQL reads a CHECK
-- constraint anew for every statement, which cost a sixth of a transfer.
CREATE TABLE ledger.account_balance (
    account_id  bigint NOT NULL REFERENCES ledger.ledger_account (id),
    stripe      smallint NOT NULL,
    normal_side "char" NOT NULL,
    is_open     boolean NOT NULL DEFAULT true,
    currency    text NOT NULL,
    floor       numeric(18,2),
    posted      numeric(18,2) NOT NULL DEFAULT 0,
    held        numeric(18,2) NOT NULL DEFAULT 0,
    version     bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (account_id, stripe)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);

-- One economic event. `key` is the caller's idempotency key, `request_hash` what it asked for. occurred_at: when the
-- outside world did it; posted_at: when these books learned of it; business_date: the day it counts for.
CREATE TABLE ledger.journal_entry (
    id            bigint PRIMARY KEY,
    key           uuid NOT NULL,
    request_hash  bytea NOT NULL,
    kind          text NOT NULL,
    business_date date NOT NULL,
    occurred_at   timestamptz NOT NULL,
    posted_at     timestamptz NOT NULL,
    description   text NOT NULL,
    reference     text,
    actor         text NOT NULL,
    reverses      bigint,
    CONSTRAINT journal_entry_key UNIQUE (key)
);
CREATE SEQUENCE ledger.journal_entry_id OWNED BY ledger.journal_entry.id;
CREATE UNIQUE INDEX journal_entry_reversed_once ON ledger.journal_entry (reverses) WHERE reverses IS NOT NULL;

-- One side of an entry. On sequenced accounts `version` counts 1, 2, 3… without a gap and `balance_after` is the
-- balance the posting left; on striped accounts both are null and history is summed. Its rules stand in 0002_guards.sql.
CREATE TABLE ledger.posting (
    entry_id      bigint NOT NULL,
    line_no       smallint NOT NULL,
    account_id    bigint NOT NULL,
    side          "char" NOT NULL,
    amount        numeric(18,2) NOT NULL,
    business_date date NOT NULL,
    version       bigint,
    balance_after numeric(18,2),
    PRIMARY KEY (entry_id, line_no)
);
-- The member's movements, newest first and by month, at any size.
CREATE INDEX posting_of_account ON ledger.posting (account_id, business_date, version) WHERE version IS NOT NULL;
-- The general ledger of internal accounts is read by date range, in the order rows arrived.
CREATE INDEX posting_by_date ON ledger.posting USING brin (business_date) WITH (pages_per_range = 32);

CREATE TABLE ledger.hold (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key          uuid NOT NULL UNIQUE,
    request_hash bytea NOT NULL,
    account_id   bigint NOT NULL REFERENCES ledger.ledger_account (id),
    amount       numeric(18,2) NOT NULL CHECK (amount > 0),
    reason       text NOT NULL,
    actor        text NOT NULL,
    placed_at    timestamptz NOT NULL
);
CREATE INDEX hold_of_account ON ledger.hold (account_id);

CREATE TABLE ledger.hold_end (
    hold_id  bigint PRIMARY KEY REFERENCES ledger.hold (id),
    how      text NOT NULL CHECK (how IN ('released', 'captured')),
    entry_id bigint,
    actor    text NOT NULL,
    ended_at timestamptz NOT NULL,
    CHECK ((how = 'captured') = (entry_id IS NOT NULL))
);
