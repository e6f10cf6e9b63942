-- What one person asked for on one day, in order.
-- table: web
SELECT ts, host, path, status, sent, verdict, category, clause
FROM {relation}
WHERE who = :who AND ts >= :since AND ts < :until
ORDER BY ts, number
