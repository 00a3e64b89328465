-- What must stay in an account at sight of a plan on a day; an account without a plan is of the only one there is.
CREATE OR REPLACE FUNCTION savings_least_balance(p_plan uuid, p_on date) RETURNS numeric LANGUAGE sql STABLE AS $$
    SELECT COALESCE((
        SELECT t.balance_min FROM public.savings_planterms t
         WHERE t.valid_from <= p_on AND t.plan_id = COALESCE(p_plan, (
               SELECT CASE count(*) WHEN 1 THEN min(p.id::text)::uuid END FROM public.savings_savingsplan p
                WHERE p.kind = 'AHORRO_VISTA' AND p.offered_from <= p_on
                  AND EXISTS (SELECT FROM public.savings_planterms o WHERE o.plan_id = p.id AND o.valid_from <= p_on)))
         ORDER BY t.valid_from DESC LIMIT 1), 0)
$$;
