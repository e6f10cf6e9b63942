-- The messages of a time: who sent them, how large, with how many attachments; never what they say.
-- table: mail
SELECT message, ts, sender, inside, size, attachments
FROM {relation}
WHERE ts >= :since AND ts < :until AND kind = 'mail'
ORDER BY ts, number
