-- Writes one message in the caller's transaction, for use cases that are one call to the database.
CREATE FUNCTION outbox_publish(p_topic text, p_payload jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO public.kit_outboxmessage (topic, payload) VALUES (p_topic, p_payload);
END $$;
