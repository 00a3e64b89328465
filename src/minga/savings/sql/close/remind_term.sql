-- Whose term deposit ends soon, each told once in its life. Whoever has neither address is noted too, and told nothing.
WITH soon AS (
    SELECT t.id, t.member_id, t.matures_on
      FROM savings_termdeposit t
     WHERE t.matures_on BETWEEN %(since)s AND %(until)s
       AND NOT EXISTS (SELECT FROM savings_termend e WHERE e.deposit_id = t.id)
       AND NOT EXISTS (SELECT FROM savings_termnotice n WHERE n.deposit_id = t.id)
), noted AS (
    INSERT INTO savings_termnotice (deposit_id, told_on) SELECT id, %(day)s FROM soon ORDER BY id
)
SELECT s.id, m.email <> '' OR m.mobile <> ''
  FROM soon s JOIN members_member m ON m.id = s.member_id
 ORDER BY s.matures_on, s.id
