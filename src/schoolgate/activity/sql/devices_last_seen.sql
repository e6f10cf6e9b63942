-- When each device was last seen.
-- table: web
SELECT device, max(ts) AS last
FROM {relation}
WHERE device <> ''
GROUP BY device
