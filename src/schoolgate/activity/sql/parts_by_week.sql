-- How much of what passed (or was refused) belongs to each part of a whole, by week, and of how many
-- people; the parts of fewer than `fewest` people stand together too, under no part.
-- table: web
WITH asked AS (
  SELECT CAST(date_trunc('week', day) AS DATE) AS week,
         CASE :whole WHEN 'category' THEN category WHEN 'profile' THEN role ELSE '' END AS whole,
         CASE :part WHEN 'day' THEN CAST(day AS VARCHAR(40)) WHEN 'category' THEN category
                    WHEN 'host' THEN host WHEN 'year' THEN year WHEN 'profile' THEN role
                    WHEN 'mail' THEN CASE WHEN category = 'webmail' THEN 'mail' ELSE '' END
                    ELSE CAST(CAST(floor(ts / 3600000) AS BIGINT) % 24 AS VARCHAR(40)) || ' ' || role END AS part,
         CASE WHEN who = '' THEN device ELSE who END AS person, received + sent AS volume
  FROM {relation}
  WHERE ts >= :since AND ts < :until AND verdict = :verdict
), counted AS (
  SELECT week, whole, part, count(DISTINCT person) AS people, count(*) AS times,
         sum(volume) AS volume
  FROM asked GROUP BY week, whole, part
)
SELECT week, whole, part, people, times, volume FROM counted
UNION ALL
SELECT a.week, a.whole, NULL, count(DISTINCT a.person), count(*), sum(a.volume)
FROM asked a JOIN counted c ON c.week = a.week AND c.whole = a.whole AND c.part = a.part
WHERE c.people < :fewest
GROUP BY a.week, a.whole
