-- Adds one event in the caller's transaction, for use cases that are one call to the database.
CREATE FUNCTION audit_record(p_at timestamptz, p_actor text, p_action text, p_subject text, p_detail jsonb)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO public.audit_auditevent (at, actor, action, subject, result, detail)
    VALUES (p_at, p_actor, p_action, p_subject, 'done', p_detail);
END $$;
