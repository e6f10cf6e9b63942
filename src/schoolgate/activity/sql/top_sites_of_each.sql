-- The sites that each person asked for most.
-- table: web
SELECT who, host, requests, place
FROM (SELECT who, host, requests,
             row_number() OVER (PARTITION BY who ORDER BY requests DESC, host) AS place
      FROM (SELECT who, host, count(*) AS requests
            FROM {relation}
            WHERE ts >= :since AND ts < :until AND verdict <> 'block'
            GROUP BY who, host) counted) ranked
WHERE place <= :most
ORDER BY who, place
