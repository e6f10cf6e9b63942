-- Sites that were opened for the first time since `begun`: in which week, and by how many people.
-- table: web
WITH opened AS (
  SELECT host, day, CASE WHEN who = '' THEN device ELSE who END AS person
  FROM {relation} WHERE ts < :until AND verdict = 'allow'
), first AS (
  SELECT host, date_trunc('week', min(day)) AS week FROM opened GROUP BY host
)
SELECT CAST(f.week AS DATE) AS week, '' AS whole, o.host AS part,
       count(DISTINCT o.person) AS people, count(*) AS times, 0 AS volume
FROM opened o JOIN first f ON f.host = o.host AND f.week = date_trunc('week', o.day)
WHERE f.week >= :begun
GROUP BY f.week, o.host
