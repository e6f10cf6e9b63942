-- One person's requests, day by day.
-- table: web
SELECT day, count(*) AS requests,
       sum(CASE WHEN verdict = 'block' THEN 1 ELSE 0 END) AS refused, sum(sent) AS sent
FROM {relation}
WHERE who = :who AND ts >= :since AND ts < :until
GROUP BY day
ORDER BY day
