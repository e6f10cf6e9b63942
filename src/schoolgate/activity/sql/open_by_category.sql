-- When some people had sites of some categories open, but for what an opening allowed: a request
-- ends at its instant, and began so long before as it took. One row for each minute and category.
-- table: web
SELECT who, min(ts - took) AS since, max(ts) AS until, category, min(number) AS first
FROM {relation}
WHERE ts >= :since AND ts < :until AND opening = ''
  AND who IN (SELECT unnest(CAST(:people AS VARCHAR[])))
  AND category IN (SELECT unnest(CAST(:categories AS VARCHAR[])))
GROUP BY who, category, ts // 60000, (ts - took) // 60000
ORDER BY who, since
