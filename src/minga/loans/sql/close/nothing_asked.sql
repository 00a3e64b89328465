-- Instalments that ask for nothing (no interest, and no capital yet) are settled by their day having come: nobody can pay
-- them, and nobody is late with them.
UPDATE loans_loaninstalment SET settled_on = due_on
 WHERE is_current AND settled_on IS NULL AND due_on <= %(day)s AND principal = 0 AND interest = 0 AND insurance = 0
