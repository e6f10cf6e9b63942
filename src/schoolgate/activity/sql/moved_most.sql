-- Who of some people moved at least so many bytes.
-- table: web
SELECT who
FROM {relation}
WHERE ts >= :since AND ts < :until AND who IN (SELECT unnest(CAST(:people AS VARCHAR[])))
GROUP BY who
HAVING sum(received + sent) >= :most
ORDER BY who
