-- How many people, or devices where nobody signed in, went by each profile.
-- table: web
SELECT role, count(DISTINCT CASE WHEN who = '' THEN device ELSE who END) AS people
FROM {relation}
WHERE ts >= :since
GROUP BY role
