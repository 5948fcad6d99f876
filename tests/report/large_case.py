"""Makes a case of many sessions out of a small one: the same sessions on more hosts, over more days."""
import sqlite3


def enlarge(path, sessions):
    case = sqlite3.connect(path)
    columns = [row[1] for row in case.execute("PRAGMA table_info(session)")]
    there = case.execute("SELECT count(*) FROM session").fetchone()[0]
    hosts = case.execute("SELECT count(*) FROM host").fetchone()[0]
    last = case.execute("SELECT max(session_id) FROM session").fetchone()[0]
    more = 40
    case.execute("PRAGMA foreign_keys = OFF")
    for n in range(more):
        case.execute("INSERT INTO host SELECT (SELECT max(host_id) FROM host) + 1, printf('SRV-%03d.corp.example', ?), NULL", (n,))
    rounds = (sessions - there) // there + 1
    for n in range(rounds):
        values = {
            "session_id": f"session_id + {last * (n + 1)}",
            "uid": f"uid || 'x{n}'",
            "host_id": f"{hosts} + 1 + (session_id * 7 + {n}) % {more}",
            "previous_session_id": "NULL", "burst_id": "NULL", "local_session_id": "NULL",
        }
        for name in ("start_time", "granted_time", "end_time"):
            shift = f"'-{(n * 37) % (24 * 120)} hours', '+{(n * 11) % 60} minutes'"
            values[name] = f"strftime('%Y-%m-%dT%H:%M:%S', {name}, {shift}) || '.0000000Z'"
        chosen = ", ".join(values.get(name, name) for name in columns)
        limit = min(there, sessions - there * (n + 1))
        case.execute(f"INSERT INTO session ({', '.join(columns)}) SELECT {chosen} FROM session "
                     f"WHERE session_id <= {last} ORDER BY session_id LIMIT {limit}")
        case.execute(f"INSERT INTO session_event SELECT session_id + {last * (n + 1)}, event_id, role, rule FROM session_event "
                     f"WHERE session_id <= {last} AND session_id + {last * (n + 1)} IN (SELECT session_id FROM session)")
    case.commit()
    case.close()
