-- A sojourn case: who was on these machines, from where, from when until when, and which records prove it.
--
-- The views at the end are the public interface: their names and columns stay. The tables are what they are made
-- of. Times are UTC text, "2020-09-19T03:21:48.8910000Z": seven digits, so that the order of texts is the order of
-- times. LogonIds are text, "0x3e7". Integer ids belong to one state of the case and may change when evidence is
-- added; session.uid does not. Empty means "the records do not say".
--
-- Three kinds of session, never to be confused:
--   logon_session   a Windows logon session: identity and permissions (what Win32_LogonSession shows)
--   local_session   a Windows local session: a desktop that survives lock, disconnect and reconnect
--   session         an access session: somebody gets, or tries to get, access; ended by logoff or disconnect

-- Each analysis that changed the case. Only started to machine differ between two runs on the same evidence.
CREATE TABLE run (
  run_id        INTEGER PRIMARY KEY,
  version       TEXT NOT NULL,            -- of sojourn
  network_gap_s INTEGER NOT NULL,         -- network logons that follow within this are one session
  started       TEXT,                     -- by this machine's clock, or as SOURCE_DATE_EPOCH says
  ended         TEXT,                     -- likewise
  arguments     TEXT,                     -- what was typed; of a password, that there was one
  user          TEXT,                     -- who ran it, as the system calls them, and their number
  machine       TEXT,                     -- on which
  folder        TEXT,                     -- in which: relative paths of its evidence begin there
  libraries     TEXT                      -- that were used, with their versions
) STRICT;

-- Each distinct file, once however many copies were given.
CREATE TABLE evidence (
  evidence_id INTEGER PRIMARY KEY,        -- in the order of sha256
  run_id      INTEGER NOT NULL REFERENCES run (run_id),
  path        TEXT NOT NULL,              -- as found; of several copies the first by name
  size        INTEGER NOT NULL,           -- bytes
  sha256      TEXT NOT NULL UNIQUE,
  records     INTEGER NOT NULL,           -- records seen, those that say nothing of sessions included
  events      INTEGER NOT NULL,           -- of those, the ones of the catalog
  recovered   INTEGER NOT NULL,           -- 1: slack records were carved, too
  whole       INTEGER NOT NULL,           -- 0: a read error, or a change while it was read, kept some of it back;
                                          -- it is read again when it is given again
  issues      INTEGER NOT NULL,           -- what of it could not be read
  container   TEXT,                       -- the file that it lies in; empty for a file of its own
  container_sha256 TEXT,                  -- of that, where --hash-containers asked for it; of an image in several files
                                          -- of all their bytes, one behind another
  container_hash TEXT,                    -- of the disk in an E01, as that says: "MD5 …, SHA1 …"; "not hashed" where
                                          -- neither is known
  modified_time TEXT,                     -- of the file; of an entry, as its container says
  first_time  TEXT,                       -- of its records: the earliest and the latest, where they were told
  last_time   TEXT,
  first_record INTEGER,                   -- the least and the greatest EventRecordID in it; empty where it has records
  last_record INTEGER,                    -- of several channels
  bad_records INTEGER NOT NULL DEFAULT 0, -- of its records, those that could not be read
  chunks      INTEGER,                    -- of an event log (.evtx), the pieces of 64 KiB that hold records;
                                          -- empty for an export
  bad_chunks  INTEGER,                    -- of those, the ones of which something could not be read
  collection  TEXT NOT NULL DEFAULT 'plain',
  origin      TEXT,
  left_out    INTEGER NOT NULL DEFAULT 0, -- records of the catalog that --host and --channel left out of the case
  service_tickets INTEGER NOT NULL DEFAULT 0,  -- 1: service tickets (4769) were asked for
  tickets_left_out INTEGER NOT NULL DEFAULT 0  -- service tickets that were not; a run with --service-tickets reads the
                                               -- file again
) STRICT;

-- What a file was read for, where --host or --channel left out the rest: a record is in the case where one filter lets
-- it through, which has its host and its channel, or none of that kind. A run that asks for more reads the file again.
CREATE TABLE evidence_filter (
  evidence_id INTEGER NOT NULL REFERENCES evidence (evidence_id),
  filter      INTEGER NOT NULL,           -- which of them, from 1
  kind        TEXT NOT NULL CHECK (kind IN ('host', 'channel')),
  pattern     TEXT NOT NULL,              -- a name, with * and ?, in lower case
  PRIMARY KEY (evidence_id, filter, kind, pattern)
) STRICT, WITHOUT ROWID;

-- The other places of files that were given more than once.
CREATE TABLE evidence_copy (
  evidence_id INTEGER NOT NULL REFERENCES evidence (evidence_id),
  run_id      INTEGER NOT NULL REFERENCES run (run_id),
  path        TEXT NOT NULL,
  container   TEXT,                       -- as evidence.container, and so on
  container_sha256 TEXT,
  container_hash TEXT,
  modified_time TEXT,
  collection  TEXT NOT NULL,
  origin      TEXT,
  PRIMARY KEY (evidence_id, path, run_id)
) STRICT, WITHOUT ROWID;

-- What could not be read. A run goes on past each of these. Of one kind and file the first 1,000 are listed;
-- where a case has 100,000, one.
CREATE TABLE issue (
  issue_id    INTEGER PRIMARY KEY,        -- in the order of evidence_id
  evidence_id INTEGER REFERENCES evidence (evidence_id),  -- empty where the file itself could not be opened
  path        TEXT NOT NULL,
  byte_offset INTEGER,                    -- in the file
  record_id   INTEGER,                    -- EventRecordID
  what        TEXT NOT NULL,              -- what was being read
  wanted      TEXT NOT NULL,
  found       TEXT NOT NULL,
  occurrences INTEGER NOT NULL            -- 1; of the row behind the listed ones, how many more there were
) STRICT;

-- A machine, under all the names it had.
CREATE TABLE host (
  host_id INTEGER PRIMARY KEY,            -- in the order of names
  name    TEXT NOT NULL,                  -- the last one its records carry; of a second machine of that name "PC01 (2)"
  remark  TEXT                            -- where several machines have the name: the SID that tells this one, or
                                          -- that nothing tells which of them wrote these records
) STRICT;

-- Every name a host's records carry: renamed hosts, short and full names.
CREATE TABLE host_name (
  host_id INTEGER NOT NULL REFERENCES host (host_id),
  name    TEXT NOT NULL,
  first   TEXT NOT NULL,
  last    TEXT NOT NULL,
  PRIMARY KEY (host_id, name)
) STRICT, WITHOUT ROWID;

-- LogonIds and SessionIDs mean something only inside one boot.
CREATE TABLE boot (
  boot_id    INTEGER PRIMARY KEY,
  host_id    INTEGER NOT NULL REFERENCES host (host_id),
  start_time TEXT,                        -- empty for the boot in which the logs begin
  stop_time  TEXT,                        -- first sign of the shutdown; after a crash the last record
  stop_kind  TEXT NOT NULL CHECK (stop_kind IN ('shutdown', 'crash', 'running')),
  stop_evidence_id INTEGER REFERENCES evidence (evidence_id),  -- of a crash: the file of the record that gave the time,
  stop_channel     TEXT,                                       -- its channel,
  stop_record      INTEGER,                                    -- and its number; the catalog may not know it, or it is
                                                               -- the 6008 of the next start
  start_epoch_id INTEGER NOT NULL REFERENCES clock_epoch (clock_epoch_id),  -- of its first record
  stop_epoch_id  INTEGER NOT NULL REFERENCES clock_epoch (clock_epoch_id)   -- of its stop, else of its last record
) STRICT;

-- The clock of a host between two settings of it by two seconds or more, in the order of the records. Times of two
-- epochs are not comparable: after a clock was set back the same time comes twice. What happened when is told by epoch
-- and time together: of one host, the pairs (clock_epoch_id, time) never run back, and they are compared as row values.
-- The ids of a host's events have the same order. reason: user, time_service,
-- resume_from_sleep (made up for the time that the machine slept), system (Windows itself, from the hardware clock or a
-- virtual machine's host), unrecorded (no record says so, but between a shutdown or crash and the next start times fall
-- in the order of records), unknown; empty where the logs begin.
CREATE TABLE clock_epoch (
  clock_epoch_id INTEGER PRIMARY KEY,
  host_id        INTEGER NOT NULL REFERENCES host (host_id),
  first_time     TEXT NOT NULL,           -- of its records, as the clock then showed it
  last_time      TEXT NOT NULL,
  step_s         REAL,                    -- by how much the clock was set to begin it, negative for back; empty
                                          -- where the logs begin; at least so much where unrecorded
  reason         TEXT CHECK (reason IN ('user', 'time_service', 'resume_from_sleep', 'system', 'unrecorded',
                                        'unknown')),
  event_id       INTEGER REFERENCES event_row (event_id) -- the record that says so; behind an unrecorded step the
                                                     -- first
) STRICT;

-- What the logs hold, so that "no session" and "no log" can be told apart: one row for each stretch of a channel
-- between clearings and holes in its record ids, in the order of the log. First and last are of all its records, where
-- their ids tell what is missing (see record_range), else of those of the catalog.
CREATE TABLE coverage (
  host_id      INTEGER NOT NULL REFERENCES host (host_id),
  channel      TEXT NOT NULL,
  first_time   TEXT NOT NULL,             -- the earliest where the clock was set back meanwhile: before that
  last_time    TEXT NOT NULL,             -- and the latest: behind it
  begin_time   TEXT NOT NULL,             -- of its first and its last record, by record id
  end_time     TEXT NOT NULL,
  first_epoch_id INTEGER NOT NULL REFERENCES clock_epoch (clock_epoch_id),
  last_epoch_id  INTEGER NOT NULL REFERENCES clock_epoch (clock_epoch_id),
  first_record INTEGER NOT NULL,
  last_record  INTEGER NOT NULL,
  events       INTEGER NOT NULL,          -- of the catalog
  ended_by     TEXT NOT NULL              -- end_of_log, cleared, events_lost (1101, 1108), log_full (1104),
                                          -- records_missing (the next row goes on with a later record id)
    CHECK (ended_by IN ('end_of_log', 'cleared', 'events_lost', 'log_full', 'records_missing')),
  missing      INTEGER NOT NULL,          -- records that it lacks in holes too many to be rows of their own
  note         TEXT                       -- of Security: 'logoffs not audited', where 20 logon sessions or more have none
) STRICT;

-- Which records of each file were read, whatever they say; a hole in the record ids is a row's end. Files with records
-- of several channels, and those in which several machines' alternate, have none but signs.
CREATE TABLE record_range (
  evidence_id  INTEGER NOT NULL REFERENCES evidence (evidence_id),
  host_id      INTEGER NOT NULL REFERENCES host (host_id),
  channel      TEXT,
  first_record INTEGER NOT NULL,
  last_record  INTEGER NOT NULL,
  first_time   TEXT NOT NULL,             -- the earliest and the latest of its records
  last_time    TEXT NOT NULL,
  missing      INTEGER NOT NULL,          -- of more than 1,000 holes in a file the smallest are only counted
  is_sign      INTEGER NOT NULL           -- 1: a record outside the catalog that may be the last before a start of the
                                          -- machine; it does not measure what is missing
) STRICT;

-- One row for each SID, and one for each name that could not be told to be one SID's (failures): a local account
-- for each host, a domain's for all. The ids have gaps.
CREATE TABLE account (
  account_id INTEGER PRIMARY KEY,
  sid        TEXT,
  name       TEXT,                        -- most frequent spelling; of the form CORP, alice where there is one
  domain     TEXT,
  class      TEXT NOT NULL                -- user, machine, service, system, anonymous, window_manager
) STRICT;

-- Every spelling under which the records know an account: with the NetBIOS or the DNS domain, as alice@corp.example,
-- without a domain, from before it or its machine was renamed.
CREATE TABLE account_name (
  account_id INTEGER NOT NULL REFERENCES account (account_id),
  name       TEXT NOT NULL,               -- as logged
  domain     TEXT,
  uses       INTEGER NOT NULL             -- rows of session, logon_session and local_session that spell it so
) STRICT;

-- Texts that many rows have in common, which the columns called …_text number.
CREATE TABLE text (
  text_id INTEGER PRIMARY KEY,            -- what stands for it in other tables
  value   TEXT NOT NULL                   -- several rows may have the same
) STRICT;

-- How the rows of `event` are kept.
CREATE TABLE event_row (
  event_id              INTEGER PRIMARY KEY,
  host_id               INTEGER NOT NULL REFERENCES host (host_id),
  boot_id               INTEGER NOT NULL REFERENCES boot (boot_id),
  clock_epoch_id        INTEGER NOT NULL REFERENCES clock_epoch (clock_epoch_id),
  evidence_id           INTEGER NOT NULL REFERENCES evidence (evidence_id),
  time                  TEXT NOT NULL,
  channel_text          INTEGER REFERENCES text (text_id),            -- which text
  provider_text         INTEGER NOT NULL REFERENCES text (text_id),   -- which text
  event_code            INTEGER NOT NULL,                             -- the event id of Windows
  version               INTEGER NOT NULL,
  record_id             INTEGER NOT NULL,
  computer_text         INTEGER REFERENCES text (text_id),            -- which text
  recovered             INTEGER NOT NULL,                             -- 1: carved, not a live record
  activity_id           TEXT,                                         -- Correlation/@ActivityID
  user_name_text        INTEGER REFERENCES text (text_id),            -- which text
  user_domain_text      INTEGER REFERENCES text (text_id),            -- which text
  user_sid_text         INTEGER REFERENCES text (text_id),            -- which text
  logon_id              TEXT,
  linked_logon_id       TEXT,                                         -- the other half of a UAC split token
  subject_logon_id      TEXT,                                         -- who asked
  logon_guid            TEXT,                                         -- LogonGuid; 4648: TargetLogonGuid; as activity_id is written
  logon_type            INTEGER,
  elevated              INTEGER,                                      -- ElevatedToken: 1 yes, 0 no
  session_number        INTEGER,                                      -- LSM SessionID
  reason                INTEGER,                                      -- LSM 40 Reason, 39 Source, RdpCoreTS 103 ReasonCode, 4768 and 4769 TicketEncryptionType
  status                INTEGER,                                      -- NTSTATUS
  sub_status            INTEGER,
  process_id            INTEGER,
  address_text          INTEGER REFERENCES text (text_id),            -- which text
  src_port              INTEGER,                                      -- IpPort of a logon; 0 where the client's is not known
  client_text           INTEGER REFERENCES text (text_id),            -- which text
  terminal_text         INTEGER REFERENCES text (text_id),            -- which text
  logon_process_text    INTEGER REFERENCES text (text_id),            -- which text
  auth_package_text     INTEGER REFERENCES text (text_id),            -- which text
  process_text          INTEGER REFERENCES text (text_id),            -- which text
  other_time            TEXT,                                         -- the clock before a change; the start or stop Kernel-General reports
  extra                 TEXT,
  unmatched_reason_text INTEGER REFERENCES text (text_id)             -- which text
) STRICT;

-- Every record that the catalog knows, once. Columns hold the fields of Windows that matter to sessions under one
-- name whatever the record calls them; `extra` holds others, as JSON, under Windows' own names.
CREATE VIEW event AS
SELECT event_id, host_id, boot_id, clock_epoch_id, evidence_id, time,
       (SELECT value FROM text WHERE text_id = channel_text) AS channel,
       (SELECT value FROM text WHERE text_id = provider_text) AS provider, event_code, version, record_id,
       (SELECT value FROM text WHERE text_id = computer_text) AS computer, recovered, activity_id,
       (SELECT value FROM text WHERE text_id = user_name_text) AS user_name,
       (SELECT value FROM text WHERE text_id = user_domain_text) AS user_domain,
       (SELECT value FROM text WHERE text_id = user_sid_text) AS user_sid, logon_id, linked_logon_id,
       subject_logon_id, logon_guid, logon_type, elevated, session_number, reason, status, sub_status, process_id,
       (SELECT value FROM text WHERE text_id = address_text) AS address, src_port,
       (SELECT value FROM text WHERE text_id = client_text) AS client,
       (SELECT value FROM text WHERE text_id = terminal_text) AS terminal,
       (SELECT value FROM text WHERE text_id = logon_process_text) AS logon_process,
       (SELECT value FROM text WHERE text_id = auth_package_text) AS auth_package,
       (SELECT value FROM text WHERE text_id = process_text) AS process, other_time, extra,
       (SELECT value FROM text WHERE text_id = unmatched_reason_text) AS unmatched_reason
FROM event_row;

-- Records that stand in several files, as in a log, its shadow copies and archives: each file but that of the event.
CREATE TABLE event_source (
  event_id    INTEGER NOT NULL REFERENCES event_row (event_id),
  evidence_id INTEGER NOT NULL REFERENCES evidence (evidence_id),
  recovered   INTEGER NOT NULL,           -- 1: carved there, not a live record
  time        TEXT,                       -- as it stands there, where an export has cut it; else empty
  other_time  TEXT,                       -- likewise
  PRIMARY KEY (event_id, evidence_id)
) STRICT, WITHOUT ROWID;

-- How the rows of `logon_session` are kept.
CREATE TABLE logon_session_row (
  logon_session_id   INTEGER PRIMARY KEY,
  host_id            INTEGER NOT NULL REFERENCES host (host_id),
  boot_id            INTEGER NOT NULL REFERENCES boot (boot_id),
  logon_id           TEXT NOT NULL,
  wmi_logon_id       TEXT NOT NULL,                                   -- the same in decimal, as WMI writes it
  linked_logon_id    TEXT,
  account_id         INTEGER REFERENCES account (account_id),
  user_name_text     INTEGER REFERENCES text (text_id),               -- which text
  user_domain_text   INTEGER REFERENCES text (text_id),               -- which text
  user_sid_text      INTEGER REFERENCES text (text_id),               -- which text
  account_class      TEXT NOT NULL,
  role               TEXT NOT NULL,                                   -- interactive, network, nla, reauthentication, secondary, service, batch, …
  logon_type         INTEGER,
  auth_package_text  INTEGER REFERENCES text (text_id),               -- which text
  logon_process_text INTEGER REFERENCES text (text_id),               -- which text
  elevated           INTEGER NOT NULL,
  src_ip_text        INTEGER REFERENCES text (text_id),               -- which text
  src_host_text      INTEGER REFERENCES text (text_id),               -- which text
  start_time         TEXT,
  end_time           TEXT,
  end_reason         TEXT NOT NULL,                                   -- logoff, shutdown, crash, open
  start_event_id     INTEGER REFERENCES event_row (event_id),
  end_event_id       INTEGER REFERENCES event_row (event_id)
) STRICT;

-- A Windows logon session: an identity with its LogonId, from 4624 to 4634 or 4647, else until the boot ended.
CREATE VIEW logon_session AS
SELECT logon_session_id, host_id, boot_id, logon_id, wmi_logon_id, linked_logon_id, account_id,
       (SELECT value FROM text WHERE text_id = user_name_text) AS user_name,
       (SELECT value FROM text WHERE text_id = user_domain_text) AS user_domain,
       (SELECT value FROM text WHERE text_id = user_sid_text) AS user_sid, account_class, role, logon_type,
       (SELECT value FROM text WHERE text_id = auth_package_text) AS auth_package,
       (SELECT value FROM text WHERE text_id = logon_process_text) AS logon_process, elevated,
       (SELECT value FROM text WHERE text_id = src_ip_text) AS src_ip,
       (SELECT value FROM text WHERE text_id = src_host_text) AS src_host, start_time, end_time, end_reason,
       start_event_id, end_event_id
FROM logon_session_row;

-- A Windows local session: a desktop, from LocalSessionManager's 21 to its 23, else until the boot ended.
CREATE TABLE local_session (
  local_session_id       INTEGER PRIMARY KEY,
  host_id                INTEGER NOT NULL REFERENCES host (host_id),
  boot_id                INTEGER NOT NULL REFERENCES boot (boot_id),
  windows_session_number INTEGER NOT NULL,  -- LSM SessionID
  ordinal                INTEGER NOT NULL,  -- which use of that number in its boot, from 0
  account_id             INTEGER REFERENCES account (account_id),
  user_name              TEXT,
  user_domain            TEXT,
  user_sid               TEXT,
  logon_id               TEXT,
  start_time             TEXT,
  start_reason           TEXT NOT NULL,     -- logon, unknown
  end_time               TEXT,
  end_reason             TEXT NOT NULL,     -- logoff, shutdown, crash, superseded, open
  start_event_id         INTEGER REFERENCES event_row (event_id),
  end_event_id           INTEGER REFERENCES event_row (event_id)
) STRICT;

-- Failures in a row from one source, with pauses of at most 5 minutes: an address with the client names that came from
-- it alone, else a client name, else VMBus, else who on this machine asked by which program, else an account.
CREATE TABLE burst (
  burst_id    INTEGER PRIMARY KEY,
  host_id     INTEGER NOT NULL REFERENCES host (host_id),
  of          TEXT NOT NULL,              -- session: attempts are rows of `session`; authentication: of v_authentication
  src_ip      TEXT,
  src_host    TEXT,
  src_scope   TEXT NOT NULL,
  user_name   TEXT,                       -- where the source is known by account only
  caller      TEXT,                       -- who asked on this machine, where no record says from where,
  process     TEXT,                       -- and by which program
  attempts    INTEGER NOT NULL,
  accounts    INTEGER NOT NULL,           -- distinct accounts tried, as `account` tells them apart
  first_time  TEXT NOT NULL,
  last_time   TEXT NOT NULL,
  followed_by INTEGER,                    -- the first session within the hour of that source or of an account tried
  followed_by_event INTEGER REFERENCES event_row (event_id)  -- of authentication: the first credentials of a person from
                                                         -- that source within the hour that were right
) STRICT;

-- The attempts of a burst of authentication.
CREATE TABLE burst_event (
  event_id INTEGER PRIMARY KEY REFERENCES event_row (event_id),
  burst_id INTEGER NOT NULL REFERENCES burst (burst_id)
) STRICT;

-- An access session: somebody got, or tried to get, access, until logoff or disconnect.
CREATE TABLE session (
  session_id          INTEGER PRIMARY KEY,
  uid                 TEXT NOT NULL,         -- unique; stays when evidence is added: made from the record that begins it
  host_id             INTEGER NOT NULL REFERENCES host (host_id),
  boot_id             INTEGER NOT NULL REFERENCES boot (boot_id),
  account_id          INTEGER REFERENCES account (account_id),
  user_name           TEXT,                  -- as its records name it, else as `account` does
  user_domain         TEXT,
  user_sid            TEXT,
  account_class       TEXT NOT NULL,
  kind                TEXT NOT NULL CHECK (kind IN ('local', 'remote', 'network', 'secondary', 'batch', 'service')),
  outcome             TEXT NOT NULL CHECK (outcome IN ('success', 'failure', 'no_desktop', 'unknown')),
  start_time          TEXT,                  -- the earliest record that belongs to it
  start_reason        TEXT NOT NULL CHECK (start_reason IN ('logon', 'reconnect', 'takeover', 'attempt', 'unknown')),
  granted_time        TEXT,                  -- when the desktop or the access was given
  end_time            TEXT,
  end_reason          TEXT NOT NULL CHECK (end_reason IN ('logoff', 'disconnect', 'replaced', 'idle_timeout',
                        'time_limit', 'kicked', 'shutdown', 'crash', 'superseded', 'failed', 'open', 'unknown')),
  end_exact           INTEGER NOT NULL,      -- 1: a record that ends it gave the time; 0: a bound
  duration_s          REAL,                  -- seconds; empty without both ends or across a change of the clock
  active_s            REAL,                  -- duration less locked time, where locks were audited and the clock was not set
  src_ip              TEXT,
  src_host            TEXT,                  -- what the client calls itself; of several names the newest,
                                             -- each logon session keeps its own
  src_scope           TEXT NOT NULL,         -- local, loopback, internal, external, vmbus, unknown
  src_inferred        INTEGER NOT NULL,      -- 1: the address comes from another record than the credential's own
  logon_type          INTEGER,
  logon_id            TEXT,
  auth_package        TEXT,
  elevated            INTEGER NOT NULL,
  failure_code        TEXT,                  -- NTSTATUS
  failure_reason      TEXT,
  failures_before     INTEGER NOT NULL,      -- by that account or from that source in the hour before
  local_session_id    INTEGER REFERENCES local_session (local_session_id),
  windows_session_number INTEGER,            -- LSM SessionID, from its window manager, where no local session tells it
  previous_session_id INTEGER REFERENCES session (session_id),  -- the one before in the same local session
  asking_session_id   INTEGER REFERENCES session (session_id),  -- of a secondary one: where it was asked for
  asking_process      TEXT,                                     -- and the program that asked
  burst_id            INTEGER REFERENCES burst (burst_id),
  confidence          REAL NOT NULL,         -- 0 to 1: of sessions told by such records at least so many are right
  flags               TEXT,                  -- words: shutdown clock_step recovered unlock elevation
                                             -- takeover_without_auth rdp_via_loopback gap conflict
                                             -- loopback terminal_assumed clock_wrong new_credentials winrm shadowed
  start_epoch_id      INTEGER REFERENCES clock_epoch (clock_epoch_id),  -- the clock_epoch of start_time
  end_epoch_id        INTEGER REFERENCES clock_epoch (clock_epoch_id)   -- and of end_time: times of two are not comparable
) STRICT;

-- Who went from a host to another, or tried to, in a row for each: 4648 that names another machine, a connection of
-- the Remote Desktop client (its 1024, with the 1102 that follows within a minute), a session of WS-Management (WinRM's
-- 6), and logons with other credentials for the network (LogonType 9), which name no target. `session_id` is found by
-- LogonId, of the Remote Desktop client and of WinRM by SID. `inbound_session_id` is the first session that begins then,
-- or within five minutes, that v_lateral follows back to here, of that account where it is named. Their clocks may
-- differ by ten seconds.
CREATE TABLE outbound (
  event_id           INTEGER PRIMARY KEY REFERENCES event_row (event_id),  -- the record that tells it
  host_id            INTEGER NOT NULL REFERENCES host (host_id),       -- from which
  time               TEXT NOT NULL,
  kind               TEXT NOT NULL CHECK (kind IN ('explicit_credentials', 'rdp_client', 'winrm_client',
                       'new_credentials')),
  session_id         INTEGER REFERENCES session (session_id),          -- the session from which it happened
  user_name          TEXT,
  user_domain        TEXT,
  user_sid           TEXT,
  target_user        TEXT,
  target_domain      TEXT,
  target_host        TEXT,
  target_ip          TEXT,
  service            TEXT,
  process            TEXT,                  -- the program that asked
  failure_code       TEXT,                  -- of the 142 by which WinRM says within a minute that it failed
  inbound_session_id INTEGER REFERENCES session (session_id)           -- what the target, a host of this case, has of it
) STRICT;

-- How often each account came, or tried to, from each source to each host: the sessions that have all of the first ten
-- columns in common, in one row; those of an account one after another, in the order of their first sessions. It says
-- nothing that `session` does not, and spares lists of accounts, sources and hosts reading that.
CREATE TABLE account_source (
  account_id     INTEGER REFERENCES account (account_id),
  host_id        INTEGER NOT NULL REFERENCES host (host_id),
  account_class  TEXT NOT NULL,
  kind           TEXT NOT NULL,
  outcome        TEXT NOT NULL,
  src_ip         TEXT,
  src_host       TEXT,
  src_scope      TEXT NOT NULL,              -- as in `session`
  first_epoch_id INTEGER REFERENCES clock_epoch (clock_epoch_id),  -- the clock_epoch of their starts, else ends
  last_epoch_id  INTEGER REFERENCES clock_epoch (clock_epoch_id),  -- and of their ends, else starts
  sessions       INTEGER NOT NULL,           -- how many, failures too
  first_time     TEXT,                       -- the earliest start, of those without one end
  last_time      TEXT,                       -- the latest end, of those without one start
  hours          TEXT,                       -- how many began in which hour of the day, in UTC: "9:40 10:3"; not of failures
  new_network    INTEGER NOT NULL            -- 1: one of them came from an IPv4 /24 or IPv6 /64 that was new for the account
                                             -- behind at least five sessions from others
) STRICT;

-- By what a record can belong to a session, in words.
CREATE TABLE rule (
  name    TEXT PRIMARY KEY,
  meaning TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The channels of which a hole may hide a record of a session of this kind.
CREATE TABLE session_channel (
  kind    TEXT NOT NULL,
  channel TEXT NOT NULL,
  PRIMARY KEY (kind, channel)
) STRICT, WITHOUT ROWID;

-- Which record proves what in a session, and the rule that joined it.
CREATE TABLE session_event (
  session_id INTEGER NOT NULL REFERENCES session (session_id),
  event_id   INTEGER NOT NULL REFERENCES event_row (event_id),
  role       TEXT NOT NULL,
  rule       TEXT NOT NULL REFERENCES rule (name),
  PRIMARY KEY (session_id, event_id)
) STRICT, WITHOUT ROWID;

-- The Windows logon sessions in an access session.
CREATE TABLE session_logon (
  session_id       INTEGER NOT NULL REFERENCES session (session_id),
  logon_session_id INTEGER NOT NULL REFERENCES logon_session_row (logon_session_id),
  PRIMARY KEY (session_id, logon_session_id)
) STRICT, WITHOUT ROWID;

-- Names of Windows' logon types (winnt.h, SECURITY_LOGON_TYPE).
CREATE TABLE logon_type (
  logon_type INTEGER PRIMARY KEY,
  name       TEXT NOT NULL
) STRICT;
INSERT INTO logon_type VALUES
  (0, 'System'), (2, 'Interactive'), (3, 'Network'), (4, 'Batch'), (5, 'Service'), (6, 'Proxy'), (7, 'Unlock'),
  (8, 'NetworkCleartext'), (9, 'NewCredentials'), (10, 'RemoteInteractive'), (11, 'CachedInteractive'),
  (12, 'CachedRemoteInteractive'), (13, 'CachedUnlock');

CREATE INDEX event_time ON event_row (time);
CREATE INDEX event_code ON event_row (event_code, host_id);
CREATE INDEX logon_session_id_of_windows ON logon_session_row (logon_id);
CREATE INDEX logon_session_other ON logon_session_row (start_event_id) WHERE logon_type = 9;
CREATE UNIQUE INDEX session_uid ON session (uid);
CREATE INDEX session_start ON session (start_time);
CREATE INDEX session_long ON session (start_time) WHERE duration_s IS NULL OR duration_s > 86400;
CREATE INDEX session_user ON session (user_name);
CREATE INDEX session_host ON session (host_id, start_time);
CREATE INDEX session_account ON session (account_id);
CREATE INDEX account_name_of ON account_name (account_id);
CREATE INDEX account_source_of ON account_source (account_id);
CREATE INDEX session_source ON session (src_ip);
CREATE INDEX session_return ON session (start_time) WHERE start_reason IN ('reconnect', 'takeover');
CREATE INDEX session_external ON session (start_time) WHERE src_scope = 'external' AND outcome <> 'failure';
CREATE INDEX session_burst ON session (burst_id) WHERE burst_id IS NOT NULL;
CREATE INDEX event_of_burst ON burst_event (burst_id);
CREATE INDEX session_local ON session (local_session_id) WHERE local_session_id IS NOT NULL;
CREATE INDEX outbound_time ON outbound (time);
CREATE INDEX outbound_session ON outbound (session_id);
CREATE INDEX session_lock ON session_event (event_id) WHERE role IN ('lock', 'unlock');
CREATE INDEX session_of_event ON session_event (event_id);
CREATE INDEX record_range_log ON record_range (host_id, channel);
CREATE INDEX session_of_logon ON session_logon (logon_session_id);

-- What columns mean that have no word beside them. docs/manual.md lists every column with it, and a test fails where a
-- column has none.
--   account_class: user, machine, service, system, anonymous or window_manager
--   account_id: the account, as `account` knows it; its own records may spell it otherwise
--   accounts: distinct accounts tried, as `account` tells them apart
--   after_epoch_id: the clock_epoch of after_time
--   after_time: the last record that is there before the gap
--   attempts: how many failures
--   authorized_event_id: the 200 that let the user in
--   auth_package: NTLM, Kerberos, Negotiate, as logged
--   before_epoch_id: the clock_epoch of before_time
--   before_time: the first record that is there behind the gap
--   boot_id: the boot; LogonIds and SessionIDs are of one boot
--   boots: how many boots its logs tell of
--   burst_id: the burst that a failure belongs to
--   bytes_received: by the client, as 303 counts them
--   bytes_sent: by the client, as 303 counts them
--   cause: why records are missing: cleared, events_lost, log_full, records_missing
--   channel: the event log, under Windows' own name
--   cleared: how many times one of its logs was cleared
--   clock_epoch_id: between which settings of the clock; what happened when is told by it and the time together
--   computer: the machine's name in the record
--   collection: who collected it, by how the files lie: kape (folders by drive letter), velociraptor, cortex, cylr, uac; image (of a disk); else plain
--   connected_event_id: its 302; empty where that is lost
--   data: the fields of the record, as JSON; names are those of the columns of `event`, else Windows' own
--   disconnected_event_id: its 303; empty while it stands and where that is lost
--   event.address: as logged
--   event.client: what the client calls itself
--   event.recovered: 1: carved, not a live record
--   event.terminal: "Console", "RDP-Tcp#7"
--   event.version: of the event, by which Windows tells its fields apart
--   event_row.version: of the event
--   event.unmatched_reason: why no session uses it; empty for those in use
--   domain: NetBIOS or DNS name of the account's domain, or of the machine
--   encryption: of the ticket
--   end_after: it ended then or later
--   end_before: it ended before
--   end_channel: the log of the record behind end_after
--   end_event_id: the record that ended it
--   end_evidence_path: the file of the record behind end_after
--   end_reason: how it ended, in one word (sojourn explain)
--   end_record_id: the record behind end_after
--   end_time: when it ended; empty where no record tells
--   event_count: how many records prove it
--   event_id: the record, in `event`
--   evidence_id: the file that the record stands in
--   evidence_path: the file that the record stands in
--   external_sources: distinct public addresses from which somebody came or tried to
--   extra: fields of the record that have no column, as JSON
--   failure_reason: failure_code in words
--   failures: attempts that failed
--   first: the earliest time
--   first_epoch_id: the clock_epoch of its first record
--   first_record: EventRecordID of the first of them
--   first_time: the earliest of them
--   followed_by_event: the first credentials from that source within the hour that were right
--   followed_by_event_id: of authentication: the first credentials from that source within the hour that were right
--   followed_by_session_id: the first session within the hour of that source or of an account tried
--   followed_by_time: when that began
--   followed_by_user: whose it was
--   found: what stood there
--   from_time: when the stretch begins
--   host: the machine whose logs tell it
--   host_id: the machine, in `host`
--   hosts: on how many machines
--   inbound_session_id: the session that the target, a host of the case, has of it
--   kind: of what kind it is, in one word (sojourn explain)
--   label: the name without its domain, in lower case
--   last: the latest time
--   last_epoch_id: the clock_epoch of its last record
--   last_record: EventRecordID of the last of them
--   last_time: the latest of them
--   local_session_id: its desktop, in `local_session`
--   log_begins: the first record of the log that would tell it
--   log_ends: the last record of the log that would tell it
--   logon_id: Windows' LogonId, unique within a boot
--   logon_process: User32, NtLmSsp, Advapi and the like, as logged
--   logon_session.end_reason: logoff, shutdown, crash, open
--   logon_session.role: interactive, network, nla, reauthentication, secondary, service, batch, …
--   logon_session_id: the Windows logon session, in `logon_session`
--   logon_type: Windows' LogonType, a number
--   logon_type_name: Windows' name of it: Network, RemoteInteractive
--   logs: how many logs of it were read
--   meaning: what it means
--   missing_logs: the logs that sojourn looks for and of which there is nothing
--   name: as logged
--   note: what the log cannot tell though it is there
--   of: session, or authentication: attempts are rows of v_authentication
--   origin: words: archived (Archive-*.evtx), windows_old, shadow_copy, deleted; empty for a log in use
--   outcome: what came of it: success, failure, no_desktop or unknown
--   path: the file
--   people: accounts of people that had a session
--   previous_end_reason: how the session before in the same desktop ended
--   previous_end_time: when it ended
--   previous_src_host: what its client called itself
--   previous_src_ip: from where that session was
--   process: the program
--   process_id: the program's number, as logged
--   protocol: by which it was asked
--   provider: which part of Windows wrote the record
--   resource: the machine that was asked for, as the gateway names it
--   role: what the record proves in the session
--   rule: by what the record belongs to the session; table `rule` says it in words
--   run_id: the analysis that added it
--   service: for which service, as logged
--   session_id: the access session, in `session`
--   sessions: access sessions, failures apart
--   sha256: of its bytes, in lower case
--   sid: the account's SID; empty where no record tells it
--   source_changed: 1 where it came from elsewhere than the session before
--   source_host: the host of the case that it came from
--   sources: from how many addresses or clients
--   src_ip: the address that it came from
--   start_after: it began then or later
--   start_before: it began before
--   start_event_id: the record that began it
--   start_reason: how it began, in one word (sojourn explain)
--   start_time: when it began; empty where no record tells
--   stop_kind: shutdown, crash, or running where the logs end
--   sub_status: NTSTATUS, the finer one
--   target_domain: whose account was used there
--   target_host: the machine that was asked for
--   target_ip: its address
--   target_user: the account that was used there
--   time: when, by the clock of the host
--   to_time: when the stretch ends
--   user_domain: the account's domain, as logged
--   user_name: the account's name, as logged
--   user_sid: the account's SID
--   wanted: what should have stood there
--   Antecedent: the account, as a WMI path
--   AuthenticationPackage: as the class has it
--   Caption: DOMAIN\name
--   Dependent: the logon session, as a WMI path
--   Description: names the LogonId
--   EndTime: when it ended; not of the class
--   InstallDate: the class leaves it empty
--   LogonId: in decimal, as the class has it
--   LogonType: as the class has it
--   Name: the class leaves it empty
--   StartTime: a CIM_DATETIME, UTC
--   Status: OK while it stands at the end of the log, else Unknown
--   burst.burst_id: the burst
--   v_session.windows_session_number: LSM SessionID
--   v_open_session.windows_session_number: LSM SessionID
--   logon_type.name: Windows' name of it
--   rule.name: the rule, in one word
--   run.run_id: the analysis
--   session_channel.kind: of which kind of session
--   v_authentication.outcome: success or failure
--   v_authentication.failure_code: by NTLM NTSTATUS, by Kerberos its own code
--   v_authentication.src_host: the machine that asked, as NTLM names it
--   v_authentication.user_name: the account's name; empty where a service ticket was refused
--   v_authentication.logon_guid: of a service ticket: as in the 4624 of the logon with it; several tickets may share one
--   v_host.first_time: the earliest of its records
--   v_host.last_time: the latest of its records
--   v_outbound.kind: explicit_credentials, rdp_client, winrm_client or new_credentials
--   v_outbound.failure_code: why WS-Management failed, as Windows counts errors
--   v_outbound.process: the program that asked
--   v_outbound.session_id: the session from which it happened
--   v_timeline.what: start, end, failure, lock or unlock
--   v_timeline.reason: start_reason or end_reason; of a lock and an unlock the rule
--   v_gateway.duration_s: seconds, as 303 says
--   v_event_source.recovered: 1: carved there, not a live record
--   evidence_copy.run_id: the analysis that found it there
--   evidence_filter.kind: host or channel

-- The access sessions, one row each: start here.
CREATE VIEW v_session AS
SELECT s.session_id, s.uid, h.name AS host, s.user_name, s.user_domain, s.user_sid, s.account_class, s.kind,
       s.outcome, s.start_time, s.start_reason, s.granted_time, s.end_time, s.end_reason, s.end_exact, s.duration_s,
       s.active_s, s.src_ip, s.src_host, s.src_scope, s.src_inferred, s.logon_type, t.name AS logon_type_name,
       s.logon_id, s.auth_package, s.elevated, s.failure_code, s.failure_reason, s.failures_before,
       s.local_session_id, coalesce(l.windows_session_number, s.windows_session_number) AS windows_session_number,
       s.previous_session_id, s.burst_id, s.confidence, coalesce(s.flags, '') AS flags,
       (SELECT count(*) FROM session_event e WHERE e.session_id = s.session_id) AS event_count
FROM session s
JOIN host h USING (host_id)
LEFT JOIN local_session l USING (local_session_id)
LEFT JOIN logon_type t ON t.logon_type = s.logon_type;

-- The records of each session, with what is needed to find them again in the evidence.
CREATE VIEW v_session_event AS
SELECT x.session_id, x.event_id, x.role, x.rule, e.time, e.channel, e.provider, e.event_code, e.record_id,
       v.path AS evidence_path, e.computer
FROM session_event x
JOIN event e USING (event_id)
JOIN evidence v USING (evidence_id);

-- Where each record stands: a row for each file that has it, of several copies of a file for each.
CREATE VIEW v_event_source AS
SELECT s.event_id, e.time, e.channel, e.provider, e.event_code, e.record_id, f.path AS evidence_path, f.collection,
       f.origin, s.recovered
FROM (SELECT event_id, evidence_id, recovered FROM event
      UNION ALL SELECT event_id, evidence_id, recovered FROM event_source) s
JOIN event e USING (event_id)
JOIN (SELECT evidence_id, path, collection, origin FROM evidence
      UNION ALL SELECT evidence_id, path, collection, origin FROM evidence_copy) f ON f.evidence_id = s.evidence_id;

-- Every record of the catalog, once; `data` is its fields as JSON.
CREATE VIEW v_event AS
SELECT e.event_id, h.name AS host, e.time, e.channel, e.provider, e.event_code, e.record_id,
       v.path AS evidence_path, e.computer, e.recovered,
       json_patch(
         json_patch('{}', json_object(
           'user_name', e.user_name, 'user_domain', e.user_domain, 'user_sid', e.user_sid, 'logon_id', e.logon_id,
           'linked_logon_id', e.linked_logon_id, 'subject_logon_id', e.subject_logon_id, 'logon_guid', e.logon_guid,
           'logon_type', e.logon_type, 'elevated', e.elevated, 'session_number', e.session_number,
           'reason', e.reason, 'status', iif(e.status IS NULL, NULL, printf('0x%08x', e.status)),
           'sub_status', iif(e.sub_status IS NULL, NULL, printf('0x%08x', e.sub_status)),
           'process_id', e.process_id, 'address', e.address, 'src_port', e.src_port, 'client', e.client,
           'terminal', e.terminal, 'logon_process', e.logon_process, 'auth_package', e.auth_package,
           'process', e.process, 'other_time', e.other_time, 'activity_id', e.activity_id)),
         coalesce(e.extra, '{}')) AS data
FROM event e
JOIN host h USING (host_id)
JOIN evidence v USING (evidence_id);

-- Each account on each host. `first` and `last` are of what happened first and last, whatever its clock showed.
CREATE VIEW v_user AS
SELECT h.name AS host, a.account_id, a.name AS user_name, a.domain AS user_domain, a.sid AS user_sid,
       a.class AS account_class,
       sum(iif(s.outcome <> 'failure', s.sessions, 0)) AS sessions,
       sum(iif(s.outcome = 'failure', s.sessions, 0)) AS failures,
       substr(min(printf('%016d', s.first_epoch_id) || s.first_time), 17) AS first,
       substr(max(printf('%016d', s.last_epoch_id) || s.last_time), 17) AS last,
       count(DISTINCT coalesce(s.src_ip, s.src_host)) AS sources
FROM account_source s
JOIN host h USING (host_id)
JOIN account a USING (account_id)
GROUP BY s.account_id, s.host_id;

-- Each account from each source, over all hosts: the view in which an odd address stands out. A source is an
-- address, whatever its client calls itself, or a client's name where no address is known. Of one host `first` and
-- `last` are of what happened first and last; clocks of several hosts are taken to agree.
CREATE VIEW v_user_source AS
WITH on_host AS (
  SELECT s.account_id, s.host_id, s.src_ip, max(s.src_host) AS src_host, s.src_scope,
         sum(iif(s.outcome <> 'failure', s.sessions, 0)) AS sessions,
         sum(iif(s.outcome = 'failure', s.sessions, 0)) AS failures,
         min(printf('%016d', s.first_epoch_id) || s.first_time) AS first,
         max(printf('%016d', s.last_epoch_id) || s.last_time) AS last
  FROM account_source s
  GROUP BY s.account_id, s.host_id, s.src_ip, CASE WHEN s.src_ip IS NULL THEN s.src_host END, s.src_scope
)
SELECT a.account_id, a.name AS user_name, a.domain AS user_domain, a.sid AS user_sid, a.class AS account_class,
       o.src_ip, max(o.src_host) AS src_host, o.src_scope, sum(o.sessions) AS sessions, sum(o.failures) AS failures,
       min(substr(o.first, 17)) AS first, max(substr(o.last, 17)) AS last, count(*) AS hosts
FROM on_host o
JOIN account a USING (account_id)
GROUP BY o.account_id, o.src_ip, CASE WHEN o.src_ip IS NULL THEN o.src_host END, o.src_scope;

-- Each reconnect with the session it took up again. From the console to Hyper-V's window the source changes, too,
-- though neither has an address.
CREATE VIEW v_reconnect AS
SELECT s.session_id, h.name AS host, s.user_name, s.user_domain, s.start_time, s.start_reason, s.src_ip, s.src_host,
       s.local_session_id, s.previous_session_id, p.end_time AS previous_end_time, p.end_reason AS previous_end_reason,
       p.src_ip AS previous_src_ip, p.src_host AS previous_src_host,
       s.src_ip IS NOT p.src_ip OR
         (s.src_scope <> p.src_scope AND 'unknown' NOT IN (s.src_scope, p.src_scope)) AS source_changed
FROM session s
JOIN host h USING (host_id)
LEFT JOIN session p ON p.session_id = s.previous_session_id
WHERE s.start_reason IN ('reconnect', 'takeover');

-- Guessing, and what came of it.
CREATE VIEW v_failure_burst AS
SELECT b.burst_id, h.name AS host, b.of, b.src_ip, b.src_host, b.src_scope, b.user_name, b.caller, b.process,
       b.attempts, b.accounts, b.first_time, b.last_time, b.followed_by AS followed_by_session_id,
       coalesce(s.user_name, e.user_name) AS followed_by_user, coalesce(s.start_time, e.time) AS followed_by_time,
       b.followed_by_event AS followed_by_event_id
FROM burst b
JOIN host h USING (host_id)
LEFT JOIN session s ON s.session_id = b.followed_by
LEFT JOIN event e ON e.event_id = b.followed_by_event;

-- Sessions that had not ended where the logs do.
CREATE VIEW v_open_session AS
SELECT v.* FROM v_session v WHERE v.end_reason = 'open';

-- What each host's logs hold. A log that matters and of which there is nothing is a row without times, `no_log`.
CREATE VIEW v_coverage AS
SELECT h.name AS host, c.channel, c.first_time, c.last_time, c.first_record, c.last_record, c.events, c.ended_by,
       c.missing,
       c.note
FROM coverage c
JOIN host h USING (host_id)
UNION ALL
SELECT h.name, k.channel, NULL, NULL, NULL, NULL, 0, 'no_log', NULL, NULL
FROM host h
CROSS JOIN (SELECT DISTINCT channel FROM session_channel) k
WHERE NOT EXISTS (SELECT 1 FROM coverage o WHERE o.host_id = h.host_id AND o.channel = k.channel);

-- What they lack between two records that they hold: which records, where the ids say so, and between which times those
-- stood. Where the epochs of the two differ, the clock was set meanwhile, and the second time may be the earlier. A
-- stretch with `missing` lacks so many anywhere within.
CREATE VIEW v_gap AS
WITH pair AS (
  SELECT c.*, lead(c.first_record) OVER log AS next_record, lead(c.begin_time) OVER log AS next_time,
         lead(c.first_epoch_id) OVER log AS next_epoch_id
  FROM coverage c
  WINDOW log AS (PARTITION BY c.host_id, c.channel ORDER BY c.rowid)
), stretch AS (
  -- Services write some seconds out of turn.
  SELECT p.*, coalesce((p.next_epoch_id, p.next_time) < (p.last_epoch_id, p.end_time), 0) AS turned FROM pair p
)
SELECT h.name AS host, s.channel, s.ended_by AS cause, iif(s.turned, s.next_time, s.end_time) AS after_time,
       iif(s.turned, s.end_time, s.next_time) AS before_time,
       iif(s.next_record > s.last_record + 1, s.last_record + 1, NULL) AS first_record,
       iif(s.next_record > s.last_record + 1, s.next_record - 1, NULL) AS last_record,
       iif(s.next_record > s.last_record + 1, s.next_record - s.last_record - 1, NULL) AS missing,
       iif(s.turned, s.next_epoch_id, s.last_epoch_id) AS after_epoch_id,
       iif(s.turned, s.last_epoch_id, s.next_epoch_id) AS before_epoch_id
FROM stretch s
JOIN host h USING (host_id)
WHERE s.ended_by <> 'end_of_log'
UNION ALL
SELECT h.name, s.channel, 'records_missing', s.first_time, s.last_time, s.first_record, s.last_record, s.missing,
       s.first_epoch_id, s.last_epoch_id
FROM stretch s
JOIN host h USING (host_id)
WHERE s.missing > 0;

-- Of each session whose start or end no record gives: between which times it lies, as far as anything says (an open one
-- lasted until the last record of any log of its boot, which tells of no end; one that a crash ended, until some time
-- between the last sign of life and the next start; `end_record_id` is the record of that sign), and where
-- the log that would say it begins and ends (of LocalSessionManager for a desktop, else of Security; empty where that
-- log is missing).
CREATE VIEW v_session_bounds AS
SELECT s.session_id, h.name AS host, s.start_reason, s.end_reason,
  CASE WHEN s.start_time IS NULL THEN b.start_time END AS start_after,
  CASE WHEN s.start_time IS NULL THEN
    (SELECT e.time FROM session_event x JOIN event e USING (event_id) WHERE x.session_id = s.session_id
     ORDER BY e.event_id LIMIT 1)
  END AS start_before,
  CASE WHEN s.end_reason = 'crash' THEN s.end_time
  WHEN s.end_reason = 'open' THEN
    (SELECT o.last_time FROM coverage o WHERE o.host_id = s.host_id
     ORDER BY o.last_epoch_id DESC, o.last_time DESC LIMIT 1)
  WHEN s.end_time IS NULL THEN
    (SELECT e.time FROM session_event x JOIN event e USING (event_id) WHERE x.session_id = s.session_id
     ORDER BY e.event_id DESC LIMIT 1)
  END AS end_after,
  CASE WHEN s.end_reason = 'crash' THEN
    (SELECT n.start_time FROM boot n WHERE n.host_id = s.host_id AND n.boot_id = s.boot_id + 1)
  WHEN s.end_time IS NULL THEN b.stop_time END AS end_before,
  CASE WHEN s.end_reason = 'crash' THEN (SELECT v.path FROM evidence v WHERE v.evidence_id = b.stop_evidence_id) END
    AS end_evidence_path,
  CASE WHEN s.end_reason = 'crash' THEN b.stop_channel END AS end_channel,
  CASE WHEN s.end_reason = 'crash' THEN b.stop_record END AS end_record_id,
  (SELECT c.first_time FROM coverage c WHERE c.host_id = s.host_id AND c.channel = l.channel
   ORDER BY c.first_epoch_id, c.first_time LIMIT 1) AS log_begins,
  (SELECT c.last_time FROM coverage c WHERE c.host_id = s.host_id AND c.channel = l.channel
   ORDER BY c.last_epoch_id DESC, c.last_time DESC LIMIT 1) AS log_ends
FROM session s
JOIN host h USING (host_id)
JOIN boot b USING (boot_id)
JOIN (SELECT 0 AS has_desktop, 'Security' AS channel UNION ALL
      SELECT 1, 'Microsoft-Windows-TerminalServices-LocalSessionManager/Operational') l
  ON l.has_desktop = (s.local_session_id IS NOT NULL)
WHERE s.start_time IS NULL OR s.end_time IS NULL OR s.end_reason = 'crash';

-- Of each session the gaps in the logs that could tell more of it: between its start and its end, where one of them is
-- not known between those of its boot.
CREATE VIEW v_session_gap AS
SELECT s.session_id, g.*
FROM session s
JOIN host h USING (host_id)
JOIN boot b USING (boot_id)
JOIN v_gap g ON g.host = h.name
  AND coalesce((g.before_epoch_id, g.before_time) >
      (coalesce(s.start_epoch_id, b.start_epoch_id), coalesce(s.start_time, b.start_time)), 1)
  AND coalesce((g.after_epoch_id, g.after_time) <
      (coalesce(s.end_epoch_id, b.stop_epoch_id), coalesce(s.end_time, b.stop_time)), 1)
WHERE s.outcome <> 'failure'
  AND EXISTS (SELECT 1 FROM session_channel c WHERE c.kind = s.kind AND c.channel = g.channel);

-- From when to when each session lasted, by the clock of its host: a row for each epoch that it has a part of, so that
-- the rows of one that the clock was set in leave out what no clock showed meanwhile. Where its start or end is not
-- known, its boot's; empty where that is not known either. What was asleep lasted all the while.
CREATE VIEW v_session_span AS
WITH epoch AS (
  SELECT c.clock_epoch_id, c.host_id,
         iif(c.reason = 'resume_from_sleep', lag(c.last_time) OVER host, c.first_time) AS from_time,
         max(c.last_time, coalesce(lead(iif(c.reason <> 'unrecorded', e.other_time, NULL)) OVER host, c.last_time))
           AS to_time
  FROM clock_epoch c
  LEFT JOIN event e USING (event_id)
  WINDOW host AS (PARTITION BY c.host_id ORDER BY c.clock_epoch_id)
), lasted AS (
  SELECT s.session_id, s.host_id,
         coalesce(s.start_time, b.start_time) AS from_time, coalesce(s.start_epoch_id, b.start_epoch_id) AS from_id,
         coalesce(s.end_time, b.stop_time) AS to_time, coalesce(s.end_epoch_id, b.stop_epoch_id) AS to_id
  FROM session s
  LEFT JOIN boot b USING (boot_id)
)
SELECT l.session_id, h.name AS host, c.clock_epoch_id,
       iif(c.clock_epoch_id > l.from_id, c.from_time, l.from_time) AS from_time,
       iif(c.clock_epoch_id < l.to_id, c.to_time, l.to_time) AS to_time
FROM lasted l
JOIN host h USING (host_id)
LEFT JOIN epoch c ON c.host_id = l.host_id AND c.clock_epoch_id BETWEEN l.from_id AND l.to_id;

-- Which host a short name in lower case is; several machines can have one.
CREATE VIEW v_host_label AS
SELECT DISTINCT host_id, lower(substr(name, 1, instr(name || '.', '.') - 1)) AS label FROM host_name;

-- Sessions whose source is another host of this case, a row for each: the client calls itself by that host's name, in
-- any of the logons of a network session, or comes from
-- an address from which a client of that name, and of no other host's, was seen. Both are the client's claim.
CREATE VIEW v_lateral AS
WITH name (session_id, src_host) AS (
  SELECT session_id, src_host FROM session WHERE src_host IS NOT NULL
  UNION
  SELECT x.session_id, l.src_host
  FROM session_logon x
  JOIN logon_session l USING (logon_session_id)
  JOIN session s USING (session_id)
  WHERE s.kind = 'network' AND l.src_host IS NOT NULL
), by_name (session_id, src_host, host_id) AS (
  SELECT n.session_id, min(n.src_host), min(l.host_id)
  FROM name n
  JOIN v_host_label l ON l.label = lower(substr(n.src_host, 1, instr(n.src_host || '.', '.') - 1))
  GROUP BY n.session_id, l.label
  HAVING count(DISTINCT l.host_id) = 1
), by_address (src_ip, host_id) AS (
  SELECT s.src_ip, min(n.host_id)
  FROM session s
  JOIN by_name n USING (session_id)
  WHERE s.src_ip IS NOT NULL AND s.src_scope IN ('internal', 'external')
  GROUP BY s.src_ip
  HAVING count(DISTINCT n.host_id) = 1
)
SELECT s.session_id, o.name AS source_host, h.name AS host, s.user_name, s.user_domain, s.kind, s.outcome,
       s.start_time, s.end_time, s.src_ip, coalesce(n.src_host, s.src_host) AS src_host
FROM session s
JOIN host h USING (host_id)
LEFT JOIN by_name n USING (session_id)
LEFT JOIN by_address a ON a.src_ip = s.src_ip
JOIN host o ON o.host_id = coalesce(n.host_id, a.host_id)
WHERE o.host_id <> s.host_id;

-- Each host in one row: what its logs hold, what is missing of them altogether, who was there.
CREATE VIEW v_host AS
SELECT h.name AS host, h.remark, c.first_time, c.last_time,
       (SELECT count(*) FROM boot b WHERE b.host_id = h.host_id) AS boots, c.logs, c.cleared,
       (SELECT group_concat(channel, ', ') FROM (SELECT DISTINCT k.channel FROM session_channel k
          WHERE NOT EXISTS (SELECT 1 FROM coverage o WHERE o.host_id = h.host_id AND o.channel = k.channel)
          ORDER BY k.channel)) AS missing_logs,
       coalesce(s.people, 0) AS people, coalesce(s.sessions, 0) AS sessions, coalesce(s.failures, 0) AS failures,
       coalesce(s.external_sources, 0) AS external_sources
FROM host h
LEFT JOIN (
  SELECT host_id, min(first_time) AS first_time, max(last_time) AS last_time, count(DISTINCT channel) AS logs,
         sum(ended_by = 'cleared') AS cleared
  FROM coverage
  GROUP BY host_id
) c USING (host_id)
LEFT JOIN (
  SELECT host_id, count(DISTINCT iif(outcome <> 'failure', account_id, NULL)) AS people,
         sum(iif(outcome <> 'failure', sessions, 0)) AS sessions,
         sum(iif(outcome = 'failure', sessions, 0)) AS failures,
         count(DISTINCT iif(src_scope = 'external', src_ip, NULL)) AS external_sources
  FROM account_source
  WHERE account_class = 'user'
  GROUP BY host_id
) s USING (host_id);

-- The ways out of hosts, with their names: see `outbound`.
CREATE VIEW v_outbound AS
SELECT h.name AS host, o.time, o.kind, o.session_id, o.user_name, o.user_domain, o.user_sid, o.target_user,
       o.target_domain, o.target_host, o.target_ip, o.service, o.process, o.failure_code, o.inbound_session_id, o.event_id
FROM outbound o
JOIN host h USING (host_id);

-- Credentials that this domain controller checked for other machines: attempts there, never sessions here. `host` is
-- the controller; `src_ip` is the client that asked for a Kerberos ticket, `src_host` the one that NTLM names. What it
-- gave or refused of tickets for services (4769) is among them where `analyze --service-tickets` read it: `service` is
-- the account of the machine or service that somebody went on to.
CREATE VIEW v_authentication AS
SELECT e.time, h.name AS host, iif(e.event_code = 4776, 'ntlm', 'kerberos') AS protocol,
       iif(e.event_code = 4769 AND lower(substr(e.user_name, instr(e.user_name, '@'))) = '@' || lower(e.user_domain),
           substr(e.user_name, 1, instr(e.user_name, '@') - 1), e.user_name) AS user_name, e.user_domain,
       e.user_sid, iif(lower(e.address) LIKE '::ffff:%', substr(e.address, 8), e.address) AS src_ip, e.client AS src_host,
       json_extract(e.extra, '$.ServiceName') AS service,
       iif(coalesce(e.status, 0) = 0 AND e.event_code <> 4771, 'success', 'failure') AS outcome,
       iif(coalesce(e.status, 0) = 0, NULL, printf('0x%x', e.status)) AS failure_code,
       CASE
         WHEN coalesce(e.status, 0) = 0 THEN NULL
         WHEN e.event_code = 4776 THEN CASE e.status
           WHEN 0xC0000064 THEN 'no such account'
           WHEN 0xC000006A THEN 'wrong password'
           WHEN 0xC000006D THEN 'wrong user name or password'
           WHEN 0xC000006F THEN 'outside logon hours'
           WHEN 0xC0000070 THEN 'not from this workstation'
           WHEN 0xC0000071 THEN 'password expired'
           WHEN 0xC0000072 THEN 'account disabled'
           WHEN 0xC0000193 THEN 'account expired'
           WHEN 0xC0000224 THEN 'password must be changed'
           WHEN 0xC0000234 THEN 'account locked out'
         END
         ELSE CASE e.status
           WHEN 0x6 THEN 'no such account'
           WHEN 0x7 THEN 'no such service'
           WHEN 0x9 THEN 'the account has no key'
           WHEN 0xC THEN 'not allowed: hours, workstation or type of logon'
           WHEN 0xD THEN 'option not allowed'
           WHEN 0xE THEN 'encryption type not supported'
           WHEN 0x12 THEN 'account disabled, expired or locked out'
           WHEN 0x14 THEN 'ticket revoked'
           WHEN 0x17 THEN 'password expired'
           WHEN 0x18 THEN 'wrong password'
           WHEN 0x19 THEN 'more pre-authentication wanted'
           WHEN 0x1B THEN 'ticket between users wanted'
           WHEN 0x1D THEN 'service unavailable'
           WHEN 0x1F THEN 'ticket altered'
           WHEN 0x20 THEN 'ticket expired'
           WHEN 0x21 THEN 'ticket not valid yet'
           WHEN 0x22 THEN 'request repeated'
           WHEN 0x25 THEN 'clocks differ'
           WHEN 0x29 THEN 'message altered'
         END
       END AS failure_reason,
       CASE e.reason
         WHEN 0x1 THEN 'DES-CBC-CRC'
         WHEN 0x3 THEN 'DES-CBC-MD5'
         WHEN 0x11 THEN 'AES128'
         WHEN 0x12 THEN 'AES256'
         WHEN 0x17 THEN 'RC4'
         WHEN 0x18 THEN 'RC4-EXP'
       END AS encryption,
       iif(e.event_code = 4769, e.logon_guid, NULL) AS logon_guid,
       (SELECT b.burst_id FROM burst_event b WHERE b.event_id = e.event_id) AS burst_id, e.event_id
FROM event e
JOIN host h USING (host_id)
WHERE e.event_code IN (4768, 4769, 4771, 4776) AND e.provider = 'Microsoft-Windows-Security-Auditing';

-- Who went through a Remote Desktop gateway to which machine, from which address outside. A 303 tells how long the
-- connection was: its 302 is the one of the same user, address, resource and transport that began then, by two
-- seconds. Without a 302 the start is counted back, and `connected_event_id` is NULL; without a 303 the end is NULL.
-- `inbound_session_id` is what the resource, a host of this case, has of it: the first remote session of that account
-- from no public address that begins then, or within two minutes. Their clocks may differ by ten seconds. A 200 that
-- lets the user in comes up to two minutes before; one that nothing follows is a row without a resource.
CREATE VIEW v_gateway AS
WITH g AS (
  SELECT e.event_id, e.host_id, e.time, e.event_code, e.user_name, e.user_domain, e.address AS src_ip,
         json_extract(e.extra, '$.Resource') AS resource,
         json_extract(e.extra, '$.ConnectionProtocol') AS protocol,
         CAST(json_extract(e.extra, '$.SessionDuration') AS INTEGER) AS duration_s,
         CAST(json_extract(e.extra, '$.BytesReceived') AS INTEGER) AS bytes_received,
         CAST(json_extract(e.extra, '$.BytesTransfered') AS INTEGER) AS bytes_sent
  FROM event e
  WHERE e.provider = 'Microsoft-Windows-TerminalServices-Gateway' AND e.event_code IN (200, 302, 303)
), ended AS (
  SELECT d.*, max(c.event_id) AS connected_event_id
  FROM g d
  LEFT JOIN g c ON c.event_code = 302 AND c.host_id = d.host_id AND c.user_name IS d.user_name
    AND c.user_domain IS d.user_domain AND c.src_ip IS d.src_ip AND c.resource IS d.resource
    AND c.protocol IS d.protocol
    AND abs(strftime('%s', d.time) - strftime('%s', c.time) - d.duration_s) <= 2
  WHERE d.event_code = 303
  GROUP BY d.event_id
), passage AS (
  SELECT e.host_id, e.user_name, e.user_domain, e.src_ip, e.resource, e.protocol,
         coalesce(c.time,
                  strftime('%Y-%m-%dT%H:%M:%S.0000000Z', e.time, '-' || e.duration_s || ' seconds')) AS start_time,
         e.time AS end_time, e.duration_s, e.bytes_received, e.bytes_sent,
         e.connected_event_id, e.event_id AS disconnected_event_id
  FROM ended e
  LEFT JOIN g c ON c.event_id = e.connected_event_id
  UNION ALL
  SELECT c.host_id, c.user_name, c.user_domain, c.src_ip, c.resource, c.protocol, c.time, NULL, NULL, NULL, NULL,
         c.event_id, NULL
  FROM g c
  WHERE c.event_code = 302 AND c.event_id NOT IN (
    SELECT connected_event_id FROM ended WHERE connected_event_id IS NOT NULL)
), authorized AS (
  SELECT p.*, max(a.event_id) AS last_authorized_event_id
  FROM passage p
  LEFT JOIN g a ON a.event_code = 200 AND a.host_id = p.host_id AND a.user_name IS p.user_name
    AND a.user_domain IS p.user_domain AND a.src_ip IS p.src_ip
    AND strftime('%s', p.start_time) - strftime('%s', a.time) BETWEEN 0 AND 120
  GROUP BY coalesce(p.disconnected_event_id, p.connected_event_id)
), everybody AS (
  SELECT host_id, user_name, user_domain, src_ip, resource, protocol, start_time, end_time, duration_s,
         bytes_received, bytes_sent, last_authorized_event_id AS authorized_event_id, connected_event_id,
         disconnected_event_id
  FROM authorized
  UNION ALL
  SELECT a.host_id, a.user_name, a.user_domain, a.src_ip, NULL, a.protocol, a.time, NULL, NULL, NULL, NULL,
         a.event_id, NULL, NULL
  FROM g a
  WHERE a.event_code = 200 AND NOT EXISTS (
    SELECT 1 FROM passage p
    WHERE a.host_id = p.host_id AND a.user_name IS p.user_name AND a.user_domain IS p.user_domain
      AND a.src_ip IS p.src_ip AND strftime('%s', p.start_time) - strftime('%s', a.time) BETWEEN 0 AND 120)
)
SELECT h.name AS host, p.user_name, p.user_domain, p.src_ip, p.resource, p.protocol, p.start_time, p.end_time,
       p.duration_s, p.bytes_received, p.bytes_sent,
       (SELECT s.session_id
        FROM v_host_label l
        JOIN session s USING (host_id)
        WHERE l.label = lower(substr(p.resource, 1, instr(p.resource || '.', '.') - 1))
          AND s.kind = 'remote' AND s.src_scope <> 'external' AND lower(s.user_name) = lower(p.user_name)
          AND s.start_time BETWEEN strftime('%Y-%m-%dT%H:%M:%f', p.start_time, '-10 seconds')
            AND strftime('%Y-%m-%dT%H:%M:%f', p.start_time, '+2 minutes')
        ORDER BY s.start_time, s.session_id LIMIT 1) AS inbound_session_id,
       p.authorized_event_id, p.connected_event_id, p.disconnected_event_id
FROM everybody p
JOIN host h USING (host_id);

-- Every start and end, lock and unlock as a row.
CREATE VIEW v_timeline AS
SELECT s.start_time AS time, h.name AS host, s.session_id,
       CASE s.outcome WHEN 'failure' THEN 'failure' ELSE 'start' END AS what, s.start_reason AS reason,
       s.user_name, s.user_domain, s.kind, s.src_ip, s.src_host
FROM session s JOIN host h USING (host_id)
WHERE s.start_time IS NOT NULL
UNION ALL
SELECT s.end_time, h.name, s.session_id, 'end', s.end_reason, s.user_name, s.user_domain, s.kind, s.src_ip, s.src_host
FROM session s JOIN host h USING (host_id)
WHERE s.end_time IS NOT NULL AND s.outcome <> 'failure'
UNION ALL
SELECT e.time, h.name, s.session_id, x.role, x.rule, s.user_name, s.user_domain, s.kind, s.src_ip, s.src_host
FROM session_event x JOIN event e USING (event_id) JOIN session s USING (session_id) JOIN host h ON h.host_id = s.host_id
WHERE x.role IN ('lock', 'unlock');

-- The WMI class Win32_LogonSession as the host would have answered, for all its logon sessions: queries written
-- for WMI carry over. LogonId is decimal text and StartTime a CIM_DATETIME, as there. Status is OK while the logon
-- session stands at the end of the log, else Unknown: the class documents no word for one that has ended.
CREATE VIEW win32_logon_session AS
SELECT coalesce(l.user_domain || '\' || l.user_name, l.user_name) AS Caption,
       'Logon session ' || l.logon_id AS Description,
       NULL AS InstallDate,
       NULL AS Name,
       CASE l.end_reason WHEN 'open' THEN 'OK' ELSE 'Unknown' END AS Status,
       substr(l.start_time, 1, 4) || substr(l.start_time, 6, 2) || substr(l.start_time, 9, 2) ||
         substr(l.start_time, 12, 2) || substr(l.start_time, 15, 2) || substr(l.start_time, 18, 2) ||
         substr(l.start_time, 20, 7) || '+000' AS StartTime,
       l.auth_package AS AuthenticationPackage,
       l.wmi_logon_id AS LogonId,
       l.logon_type AS LogonType,
       h.name AS host,
       l.end_time AS EndTime
FROM logon_session l
JOIN host h USING (host_id);

-- The WMI association Win32_LoggedOnUser: account (Antecedent) to logon session (Dependent), as WMI object paths. A
-- case has many hosts, so the paths name theirs: the server part is the host, and the two paths of a row agree.
CREATE VIEW win32_logged_on_user AS
SELECT '\\' || h.name || '\root\cimv2:Win32_Account.Domain="' ||
         replace(replace(coalesce(l.user_domain, ''), '\', '\\'), '"', '\"') || '",Name="' ||
         replace(replace(l.user_name, '\', '\\'), '"', '\"') || '"' AS Antecedent,
       '\\' || h.name || '\root\cimv2:Win32_LogonSession.LogonId="' || l.wmi_logon_id || '"' AS Dependent
FROM logon_session l
JOIN host h USING (host_id)
WHERE l.user_name IS NOT NULL;
