-- What the web's role may do. Run after every migration; running it again changes nothing.
-- The books: read, and call the functions. The trail: read and add. Everything else of ours: read and write rows.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'minga_web') THEN
        CREATE ROLE minga_web NOLOGIN NOINHERIT;
        EXECUTE format('GRANT minga_web TO %I', current_user);
    END IF;
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('REVOKE CREATE ON DATABASE %I FROM PUBLIC', current_database());
END $$;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ledger FROM PUBLIC;

GRANT USAGE ON SCHEMA public, ledger TO minga_web;
GRANT SELECT ON ALL TABLES IN SCHEMA ledger TO minga_web;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ledger TO minga_web;
-- History comes in by the owner's hand only.
REVOKE EXECUTE ON FUNCTION ledger.plan_history, ledger.arrange_history, ledger.walk_history, ledger.post_history
    FROM minga_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO minga_web;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO minga_web;
-- The number of the transaction, which says where an event is sealed, is for the database alone to write.
REVOKE INSERT, UPDATE, DELETE ON audit_auditevent FROM minga_web;
GRANT INSERT (at, actor, action, subject, result, ip, detail) ON audit_auditevent TO minga_web;
REVOKE UPDATE, DELETE ON audit_auditseal, audit_auditcheckpoint FROM minga_web;
REVOKE DELETE ON notices_delivery FROM minga_web;
REVOKE INSERT, UPDATE, DELETE ON access_formercredential FROM minga_web;
REVOKE INSERT, UPDATE, DELETE ON kit_parameter, django_migrations FROM minga_web;
-- A note, and what a codebtor signed, stay as they were signed.
REVOKE UPDATE, DELETE ON loans_promissorynote, loans_codebtorsignature FROM minga_web;
-- What the day's close wrote about a day, and the story of a request, stay as they were written.
REVOKE UPDATE, DELETE ON savings_accrual, loans_loanaccrual, loans_requestevent, savings_accountrequestevent
    FROM minga_web;
-- Who is inactive, and what was charged for an account, is for the day's close alone to write.
REVOKE INSERT, UPDATE, DELETE ON savings_inactivity, payments_accountfee FROM minga_web;
-- What an assembly decided about aportes is for commands alone to write.
REVOKE INSERT, UPDATE, DELETE ON savings_aportesrevaluation, savings_aportescredit FROM minga_web;
-- What a loan brought from another system came by the owner's hand.
REVOKE INSERT, UPDATE, DELETE ON loans_broughtloan FROM minga_web;
-- What collecting costs is for commands alone to write; the day's close charges it, a payment pays it.
REVOKE INSERT, UPDATE, DELETE ON loans_collectioncost, loans_collectioncharge FROM minga_web;
GRANT UPDATE (paid) ON loans_collectioncharge TO minga_web;
-- Whom the day's close told of which instalment, and of which CDAT, is for it alone to write.
REVOKE INSERT, UPDATE, DELETE ON loans_instalmentnotice FROM minga_web;
REVOKE INSERT, UPDATE, DELETE ON savings_termnotice FROM minga_web;
-- What was forgiven of it stays as it was written.
REVOKE UPDATE, DELETE ON loans_collectionforgiveness FROM minga_web;
-- What employers took from wages and handed over is for commands alone to write.
REVOKE INSERT, UPDATE, DELETE ON loans_employer, payments_payrollcollection, payments_payrollsettlement FROM minga_web;
-- What was paid on a loan, what of, and how it ended: never changed.
REVOKE UPDATE, DELETE ON loans_loanpayment, loans_loanpaymentpart, loans_loanend FROM minga_web;
-- Retention of earlier years that was given back, and on what, stays as it was written.
REVOKE UPDATE, DELETE ON savings_retentionreturn FROM minga_web;
-- What was issued stays issued, as it was.
REVOKE UPDATE, DELETE ON documents_issuedpaper FROM minga_web;
-- Who works here, what they may do, and the links that let them make a key: by commands only, never by the web.
REVOKE INSERT, UPDATE, DELETE ON staff_employee, staff_employeerole, staff_enrolmentlink FROM minga_web;
GRANT UPDATE (used_at) ON staff_enrolmentlink TO minga_web;
-- Why a member's file was opened is never changed; keys, sessions and acts of two people are never deleted.
REVOKE UPDATE, DELETE ON staff_fileopening FROM minga_web;
REVOKE DELETE ON staff_staffkey, staff_staffsession, staff_twopersonact FROM minga_web;
