-- What one address sent.
-- table: mail
SELECT message, ts, size, attachments
FROM {relation}
WHERE sender = :who AND ts >= :since AND ts < :until
ORDER BY ts, number
