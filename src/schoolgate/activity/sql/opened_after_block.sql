-- Sites that had been blocked and were then open by leave: how much of what passed on them was by
-- leave (`leave`) and how much was not, by week; only sites blocked for `fewest` people or more.
-- table: web
WITH asked AS (
  SELECT CAST(date_trunc('week', day) AS DATE) AS week, host, verdict, opening, ts,
         CASE WHEN who = '' THEN device ELSE who END AS person
  FROM {relation} WHERE ts < :until
), refused AS (
  SELECT host, min(ts) AS first, count(DISTINCT person) AS people
  FROM asked WHERE verdict = 'block' GROUP BY host
)
SELECT a.week, a.host AS whole, CASE WHEN a.opening <> '' AND a.ts > r.first THEN 'leave' ELSE '' END
       AS part, count(DISTINCT a.person) AS people, count(*) AS times, 0 AS volume
FROM asked a JOIN refused r ON r.host = a.host
WHERE a.verdict = 'allow' AND a.ts >= :begun AND r.people >= :fewest
GROUP BY 1, 2, 3
