-- Refused requests of each category, day by day.
-- table: web
SELECT category, day, count(*) AS refused
FROM {relation}
WHERE verdict = 'block' AND ts >= :since AND ts < :until
GROUP BY category, day
ORDER BY category, day
