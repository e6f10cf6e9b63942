-- Refused requests of each category and year group, and of how many people.
-- table: web
SELECT category, year, count(*) AS refused, count(DISTINCT who) AS people
FROM {relation}
WHERE verdict = 'block' AND ts >= :since AND ts < :until
GROUP BY category, year
ORDER BY category, year
