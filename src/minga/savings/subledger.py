"""Savings products as the check against the control accounts reads them (see ledger.subledger)."""

PRODUCTS = """
SELECT a.ledger_account_id AS account_id, k.chart_key, a.number::text, NULL::numeric AS owed
  FROM public.savings_savingsaccount a
  LEFT JOIN (VALUES ('AHORRO_VISTA', 'SAVINGS_SIGHT'), ('AHORRO_PERMANENTE', 'SAVINGS_PERMANENT'),
                    ('AHORRO_CONTRACTUAL', 'SAVINGS_CONTRACTUAL'), ('APORTES', 'APORTES'))
    AS k (kind, chart_key) ON k.kind = a.kind
UNION ALL
SELECT d.ledger_account_id, 'TERM_DEPOSITS', d.number::text,
       CASE WHEN e.deposit_id IS NULL THEN d.principal ELSE 0 END
  FROM public.savings_termdeposit d
  LEFT JOIN public.savings_termend e ON e.deposit_id = d.id
"""
