-- When somebody first went to a host; no row where nobody ever did.
-- table: web
SELECT ts, who, verdict
FROM (SELECT ts, who, verdict, row_number() OVER (ORDER BY ts, number) AS place
      FROM {relation} WHERE host = :host) found
WHERE place = 1
