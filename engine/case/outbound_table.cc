#include "engine/case/outbound_table.h"

namespace sojourn {
namespace {

// A table and no view: `show` asks it of each session. Its steps are tables, each with the index
// that the next one looks things up by: with one query SQLite compared each way out with each
// desktop and each session from elsewhere. What the columns mean stands in schema.sql.
constexpr const char* kFill = R"(
CREATE TEMP TABLE desktop AS
SELECT session_id, host_id, user_sid, coalesce(start_time, '') AS began, end_time FROM session
WHERE kind IN ('local', 'remote') AND outcome = 'success' AND user_sid IS NOT NULL;
CREATE INDEX temp.desktop_of ON desktop (user_sid, host_id, began DESC, session_id, end_time);

CREATE TEMP TABLE host_label AS SELECT host_id, label FROM v_host_label;
CREATE INDEX temp.host_of_label ON host_label (label);

CREATE TEMP TABLE placed AS
WITH asked (event_id, host_id, boot_id, time, kind, logon_id, user_sid, user_name, user_domain, target_user,
            target_domain, target_host, target_ip, service, process) AS (
  SELECT e.event_id, e.host_id, e.boot_id, e.time, 'explicit_credentials' AS kind, e.subject_logon_id AS logon_id,
         json_extract(e.extra, '$.SubjectUserSid') AS user_sid, json_extract(e.extra, '$.SubjectUserName') AS user_name,
         json_extract(e.extra, '$.SubjectDomainName') AS user_domain, e.user_name AS target_user,
         e.user_domain AS target_domain, json_extract(e.extra, '$.TargetServerName') AS target_host,
         e.address AS target_ip, json_extract(e.extra, '$.TargetInfo') AS service, e.process
  FROM event e
  WHERE e.event_code = 4648 AND e.provider = 'Microsoft-Windows-Security-Auditing'
  UNION ALL
  SELECT e.event_id, e.host_id, e.boot_id, e.time, 'new_credentials', e.subject_logon_id,
         e.user_sid, e.user_name, e.user_domain, json_extract(e.extra, '$.TargetOutboundUserName'),
         json_extract(e.extra, '$.TargetOutboundDomainName'), NULL, NULL, NULL, e.process
  FROM logon_session l
  JOIN event e ON e.event_id = l.start_event_id
  WHERE l.logon_type = 9 AND e.event_code = 4624
  UNION ALL
  SELECT e.event_id, e.host_id, e.boot_id, e.time, 'winrm_client', NULL, e.user_sid, NULL, NULL, NULL, NULL,
         iif(e.place LIKE '[%', substr(e.place, 2, instr(e.place, ']') - 2),
             substr(e.place, 1, instr(e.place || ':', ':') - 1)),
         NULL, NULL, NULL
  FROM (SELECT w.*, substr(c, 1, instr(c || '/', '/') - 1) AS place  -- of "SRV02:5985/wsman?PSVersion=5.1"
        FROM (SELECT *, json_extract(extra, '$.connection') AS c FROM event
              WHERE event_code = 6 AND provider = 'Microsoft-Windows-WinRM') w) e
), client AS (
  SELECT e.event_id, e.host_id, e.boot_id, e.time, e.user_sid, e.address, e.event_code,
         max(iif(e.event_code = 1024, e.time || e.event_id, NULL))
           OVER (PARTITION BY e.host_id, e.user_sid ORDER BY e.time) AS named
  FROM event e
  WHERE e.event_code IN (1024, 1102) AND e.provider = 'Microsoft-Windows-TerminalServices-ClientActiveXCore'
), reached AS (  -- each record with the 1024 that its connection began with
  SELECT c.*, CAST(iif(c.event_code = 1102 AND julianday(c.time) - julianday(substr(c.named, 1, 28)) <= 60.0 / 86400,
                       substr(c.named, 29), c.event_id) AS INTEGER) AS first_id
  FROM client c
), rdp AS (
  SELECT first_id AS event_id, min(host_id) AS host_id, min(boot_id) AS boot_id, min(time) AS time,
         min(user_sid) AS user_sid, max(iif(event_code = 1024, address, NULL)) AS target_host,
         nullif(substr(min(iif(event_code = 1102, time || coalesce(address, ''), NULL)), 29), '') AS target_ip
  FROM reached
  GROUP BY first_id
), outbound AS (
  SELECT event_id, host_id, boot_id, time, kind, logon_id, user_sid, user_name, user_domain, target_user,
         target_domain, target_host, target_ip, service, process
  FROM (SELECT *, rtrim(lower(substr(target_host, 1, instr(target_host || '.', '.') - 1)), '$') AS target_label
        FROM asked) a
  WHERE kind = 'new_credentials' OR target_label <> 'localhost' AND NOT EXISTS (
    SELECT 1 FROM host_label l WHERE l.host_id = a.host_id AND l.label = target_label)
  UNION ALL
  SELECT r.event_id, r.host_id, r.boot_id, r.time, 'rdp_client', NULL, r.user_sid, NULL, NULL, NULL, NULL,
         r.target_host, r.target_ip, NULL, NULL
  FROM rdp r
)
SELECT o.*, h.name AS host,
       -- The plus spares a walk over all sessions of the host at each row.
       CASE
         WHEN o.logon_id IS NULL THEN (
           SELECT d.session_id
           FROM desktop d
           WHERE d.user_sid = o.user_sid AND d.host_id = o.host_id AND d.began <= o.time
             AND coalesce(d.end_time >= o.time, 1)
           ORDER BY d.began DESC, d.session_id LIMIT 1)
         ELSE (
           SELECT s.session_id
           FROM logon_session l
           JOIN session_logon x USING (logon_session_id)
           JOIN session d USING (session_id)
           JOIN session s ON s.session_id = d.session_id OR s.local_session_id = d.local_session_id
           WHERE l.logon_id = o.logon_id AND l.host_id = o.host_id AND l.boot_id = o.boot_id
             AND +s.host_id = o.host_id AND s.outcome = 'success'
             AND coalesce(s.start_time <= o.time, 1) AND coalesce(s.end_time >= o.time, 1)
           ORDER BY s.start_time DESC LIMIT 1)
       END AS session_id,
       (SELECT min(l.host_id) FROM host_label l
        WHERE l.label = lower(substr(o.target_host, 1, instr(o.target_host || '.', '.') - 1))
        HAVING count(*) = 1) AS target_host_id
FROM outbound o
JOIN host h USING (host_id);

CREATE TEMP TABLE from_host AS
SELECT l.session_id, l.source_host, l.user_name, l.kind, s.host_id, julianday(l.start_time) AS began
FROM v_lateral l
JOIN session s USING (session_id);
CREATE INDEX temp.from_host_at ON from_host (source_host, began);

CREATE TEMP TABLE nearest (event_id INTEGER PRIMARY KEY, session_id INTEGER);
INSERT INTO nearest
WITH inbound AS (
  SELECT p.event_id, p.kind, l.session_id, min(l.began - julianday(p.time)) AS apart
  FROM placed p
  CROSS JOIN from_host l INDEXED BY from_host_at
    ON l.source_host = p.host AND coalesce(l.host_id = p.target_host_id, 1)
    AND l.kind = CASE p.kind WHEN 'rdp_client' THEN 'remote' WHEN 'winrm_client' THEN 'network' ELSE l.kind END
    AND coalesce(lower(l.user_name) = lower(substr(p.target_user, 1, instr(p.target_user || '@', '@') - 1)), 1)
    AND l.began BETWEEN julianday(p.time) - 11.0 / 86400 AND julianday(p.time) + 301.0 / 86400
    AND l.began - julianday(p.time) BETWEEN -10.0 / 86400 AND 300.0 / 86400
  WHERE p.kind <> 'new_credentials'
  GROUP BY p.event_id
), ranked AS (
  SELECT event_id, kind, session_id, row_number() OVER (PARTITION BY session_id, kind ORDER BY apart, event_id) AS place
  FROM inbound
)
SELECT event_id, session_id FROM ranked
WHERE place = 1 OR kind <> 'rdp_client';  -- a session is of one of the client's connections, the nearest

INSERT INTO outbound
SELECT p.event_id, p.host_id, p.time, p.kind, p.session_id, coalesce(p.user_name, s.user_name),
       coalesce(p.user_domain, s.user_domain), p.user_sid, p.target_user, p.target_domain,
       p.target_host, p.target_ip, p.service, p.process,
       (SELECT printf('0x%08x', f.status)
        FROM event f
        WHERE p.kind = 'winrm_client' AND f.event_code = 142 AND f.provider = 'Microsoft-Windows-WinRM'
          AND f.host_id = p.host_id AND f.user_sid IS p.user_sid AND f.time >= p.time
          AND julianday(f.time) - julianday(p.time) <= 60.0 / 86400
        ORDER BY f.time LIMIT 1),
       i.session_id
FROM placed p
LEFT JOIN session s USING (session_id)
LEFT JOIN nearest i ON i.event_id = p.event_id
ORDER BY p.event_id;

DROP TABLE temp.desktop;
DROP TABLE temp.host_label;
DROP TABLE temp.placed;
DROP TABLE temp.from_host;
DROP TABLE temp.nearest;
)";

}  // namespace

void write_outbound(Database& database) { database.execute(kFill); }

}  // namespace sojourn
