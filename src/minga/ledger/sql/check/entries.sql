-- Entries against their postings, for ids in (above, upto]: every entry has postings and every posting an entry, two
-- lines at least, numbered from one, on the entry's day, debits equal to credits.
WITH written AS (
    SELECT p.entry_id, count(*) AS lines, sum(p.line_no) AS numbers,
           COALESCE(sum(p.amount) FILTER (WHERE p.side = 'D'), 0) AS debit,
           COALESCE(sum(p.amount) FILTER (WHERE p.side = 'C'), 0) AS credit,
           min(p.business_date) AS first_day, max(p.business_date) AS last_day
      FROM ledger.posting p WHERE p.entry_id > %(above)s AND p.entry_id <= %(upto)s
     GROUP BY p.entry_id
), wrong AS (
    SELECT COALESCE(e.id, w.entry_id) AS entry_id, e.id IS NULL AS no_entry, w.entry_id IS NULL AS no_postings,
           e.business_date, w.lines, w.numbers, w.debit, w.credit, w.first_day, w.last_day
      FROM written w
      FULL JOIN (SELECT j.id, j.business_date FROM ledger.journal_entry j
                  WHERE j.id > %(above)s AND j.id <= %(upto)s) e ON e.id = w.entry_id
     WHERE e.id IS NULL OR w.entry_id IS NULL OR w.lines < 2 OR w.debit <> w.credit
        OR w.numbers <> w.lines * (w.lines + 1) / 2
        OR w.first_day <> e.business_date OR w.last_day <> e.business_date
)
SELECT found.code, wrong.entry_id, NULL::int, NULL::bigint, found.was, found.should_be
  FROM wrong CROSS JOIN LATERAL (VALUES
       ('postings_without_entry', no_entry, lines::text, '0'),
       ('entry_without_postings', no_postings, '0', '2'),
       ('too_few_lines', lines < 2, lines::text, '2'),
       ('unbalanced', debit <> credit, debit::text, credit::text),
       ('line_numbers', numbers <> lines * (lines + 1) / 2, numbers::text, (lines * (lines + 1) / 2)::text),
       ('wrong_day', first_day <> business_date OR last_day <> business_date,
        CASE WHEN first_day <> business_date THEN first_day ELSE last_day END::text, business_date::text)
       ) AS found (code, wrong, was, should_be)
 WHERE found.wrong
 ORDER BY wrong.entry_id
