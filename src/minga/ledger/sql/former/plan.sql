-- The movements of the query with their keys: as those of history, a reference counts once for each product, and one without
-- is known by what it says and by how many equal ones come before it.
CREATE TEMP TABLE former_plan ON COMMIT DROP AS
SELECT h.*, md5(h.product || CASE WHEN h.reference IS NULL
                                  THEN '9' || encode(h.request_hash, 'hex')
                                       || row_number() OVER (PARTITION BY h.product, h.request_hash ORDER BY h.tie)
                                  ELSE '8' || h.reference END)::uuid AS key
  FROM (SELECT r.*, ledger.history_request(r.side, r.amount, r.business_date, r.reference, r.description) AS request_hash
          FROM ({rows}) r) h
