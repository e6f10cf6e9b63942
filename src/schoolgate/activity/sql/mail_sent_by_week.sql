-- How many messages people of the school sent on each day, by week; the days of fewer than `fewest`
-- senders stand together too, under no part.
-- table: mail
WITH asked AS (
  SELECT CAST(date_trunc('week', day) AS DATE) AS week, CAST(day AS VARCHAR(40)) AS part,
         sender AS person
  FROM {relation} WHERE ts >= :since AND ts < :until AND inside
), counted AS (
  SELECT week, part, count(DISTINCT person) AS people, count(*) AS times
  FROM asked GROUP BY week, part
)
SELECT week, '' AS whole, part, people, times, 0 AS volume FROM counted
UNION ALL
SELECT a.week, '', NULL, count(DISTINCT a.person), count(*), 0
FROM asked a JOIN counted c ON c.week = a.week AND c.part = a.part
WHERE c.people < :fewest
GROUP BY a.week
