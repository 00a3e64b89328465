-- Nine loans of ten pay on the due date, also during the measured days; eight of a hundred have not paid the last
-- instalment, two have not paid the last four.
UPDATE loans_loaninstalment i
   SET settled_on = i.due_on, paid_principal = i.principal, paid_interest = i.interest,
       paid_insurance = i.insurance, booked_in = CASE WHEN i.due_on < %(first)s THEN i.due_on END
  FROM bench_loan b
 WHERE b.loan = i.loan_id
   AND i.due_on <= CASE WHEN b.nth %% 100 < 90 THEN %(end)s::date
                        WHEN b.nth %% 100 < 98 THEN %(first)s::date - 31
                        ELSE %(first)s::date - 123 END
