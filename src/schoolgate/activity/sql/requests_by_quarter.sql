-- How often each profile asked for some sites in each quarter of an hour, by the policy alone.
-- table: web
SELECT host, role, CAST(floor(ts / 900000) AS BIGINT) AS quarter, count(*) AS times
FROM {relation}
WHERE ts >= :since AND (why = 'category' OR why = 'unlisted')
  AND host IN (SELECT unnest(CAST(:hosts AS VARCHAR[])))
GROUP BY host, role, quarter
