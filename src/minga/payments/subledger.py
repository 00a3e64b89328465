"""What employers owe as the check against the control account reads it (see ledger.subledger)."""

PRODUCTS = """
SELECT e.ledger_account_id AS account_id, 'PAYROLL_RECEIVABLE', e.nit::text,
       COALESCE((SELECT sum(p.amount) FROM public.payments_payrollcollection c
                   JOIN public.loans_loanpayment p ON p.id = c.payment_id
                  WHERE c.employer_id = e.id), 0)
     - COALESCE((SELECT sum(s.amount) FROM public.payments_payrollsettlement s
                  WHERE s.employer_id = e.id), 0)
  FROM public.loans_employer e
"""
