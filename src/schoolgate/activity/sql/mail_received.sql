-- Which messages came to one address, and as what.
-- table: recipients
SELECT message, ts, kind
FROM {relation}
WHERE who = :who AND ts >= :since AND ts < :until
ORDER BY ts, number
