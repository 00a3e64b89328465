"""Loans' capital as the check against the control accounts reads it (see ledger.subledger).

A loan has one account for each category it has been in; together they hold what the schedule in
force has not been paid.
"""

PRODUCTS = """
SELECT a.ledger_account_id AS account_id,
       'LOANS_' || l.modality || CASE WHEN l.by_payroll THEN '_PAYROLL_' ELSE '_' END || a.category
         AS chart_key,
       l.number::text AS number, COALESCE(i.owed, 0) AS owed
  FROM public.loans_loanaccount a
  JOIN public.loans_loan l ON l.id = a.loan_id
  LEFT JOIN (SELECT loan_id, sum(principal - paid_principal) AS owed
               FROM public.loans_loaninstalment
              WHERE is_current AND settled_on IS NULL
                AND NOT EXISTS (SELECT FROM public.loans_loanend e
                                 WHERE e.loan_id = loans_loaninstalment.loan_id)
              GROUP BY loan_id) i ON i.loan_id = l.id
"""
