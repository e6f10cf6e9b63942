-- What one person moved: from when until when, how many bytes.
-- table: web
SELECT ts - took AS since, ts AS until, received + sent AS bytes, number
FROM {relation}
WHERE who = :who AND ts >= :since AND ts < :until
ORDER BY ts, number
