-- To whom the messages of a time went.
-- table: recipients
SELECT message, who, inside, domain
FROM {relation}
WHERE ts >= :since AND ts < :until
ORDER BY ts, number
