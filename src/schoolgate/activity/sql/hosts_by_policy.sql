-- Which sites were asked for where neither a list of the school nor an opening decided.
-- table: web
SELECT host
FROM {relation}
WHERE ts >= :since AND (why = 'category' OR why = 'unlisted')
GROUP BY host
