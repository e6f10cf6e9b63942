-- Which sealed copy holds what one message says.
-- table: mail
SELECT body
FROM {relation}
WHERE message = :message AND ts >= :since AND ts < :until
ORDER BY number
