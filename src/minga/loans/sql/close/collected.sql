-- Loans that were up to date at the end of the day: the next time they are late, the stages begin anew.
UPDATE loans_collectioncharge c SET over_on = %(day)s
 WHERE c.over_on IS NULL
   AND NOT EXISTS (SELECT FROM loans_loaninstalment i
                    WHERE i.loan_id = c.loan_id AND i.due_on < %(day)s
                      AND (i.settled_on > %(day)s OR i.is_current AND i.settled_on IS NULL))
