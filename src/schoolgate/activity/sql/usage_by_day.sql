-- How much passed on each day, and how much was refused.
-- table: web
SELECT day, count(*) AS requests,
       sum(CASE WHEN verdict = 'block' THEN 1 ELSE 0 END) AS refused,
       sum(sent) AS sent, count(DISTINCT who) AS people
FROM {relation}
WHERE ts >= :since AND ts < :until
GROUP BY day
ORDER BY day
