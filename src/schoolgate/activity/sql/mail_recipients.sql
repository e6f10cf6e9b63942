-- To whom one message went, and which of them belong to the school.
-- table: recipients
SELECT kind, inside
FROM {relation}
WHERE message = :message AND ts >= :since AND ts < :until
ORDER BY number
