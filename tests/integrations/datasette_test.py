"""The queries of cli/integrations/metadata.yml in Datasette, from PyPI: each gives what sojourn's own view gives.

datasette_test.py SOJOURN MAKE_EVIDENCE: ends with 77 where it is not asked for (SOJOURN_LONG=1) or cannot be installed.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile

if os.environ.get("SOJOURN_LONG") != "1":
    print("skipped: set SOJOURN_LONG=1 to try the queries in Datasette")
    sys.exit(77)

SOJOURN, MAKE_EVIDENCE = (os.path.abspath(path) for path in sys.argv[1:3])
METADATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../cli/integrations/metadata.yml")
EXPECTED = {  # query, with its parameters, and what its rows must hold
    "sessions?user=svc_backup&host=FILE01": lambda rows: {175, 176} <= {row["session_id"] for row in rows}
                                                         and all("FILE01" in row["host"] for row in rows),
    "session?session_id=175": lambda rows: len(rows) == 27 and rows[0]["event_code"] == 131,
    "at?time=2026-03-05T02:00": lambda rows: [row["session_id"] for row in rows] == [176],
    "sources": lambda rows: {row["src_ip"] for row in rows[:2]} == {"203.0.113.66", "198.51.100.23"},
    "guessing": lambda rows: [row["followed_by_session_id"] for row in rows] == [175],
    "movement": lambda rows: any(row["user_name"] == "svc_backup" and row["kind"] == "remote" for row in rows),
    "outbound": lambda rows: len(rows) == 3,
    "gaps": lambda rows: rows == [],
    "open": lambda rows: {row["user_name"] for row in rows} >= {"adm.petrov", "maria.lindqvist"},
    "unmatched": lambda rows: rows and all(row["unmatched_reason"] and row["records"] > 0 for row in rows),
}

folder = tempfile.mkdtemp(prefix="sojourn-datasette-")
try:
    venv = os.path.join(folder, "venv")
    datasette = os.path.join(venv, "bin/datasette")
    made = subprocess.run([sys.executable, "-m", "venv", venv], capture_output=True, text=True)
    if made.returncode == 0:
        made = subprocess.run([os.path.join(venv, "bin/pip"), "install", "--quiet", "datasette==0.65.5"],
                              capture_output=True, text=True)
    if made.returncode != 0:
        print("skipped: Datasette cannot be installed:", (made.stderr or made.stdout).strip()[-300:])
        sys.exit(77)
    case = os.path.join(folder, "case.db")
    subprocess.run([MAKE_EVIDENCE, os.path.join(folder, "evidence")], check=True, capture_output=True)
    subprocess.run([SOJOURN, "analyze", os.path.join(folder, "evidence"), "-o", case, "--quiet"], check=True)
    home = json.loads(subprocess.run([datasette, case, "--metadata", METADATA, "--get", "/case.json"], check=True,
                                     capture_output=True, text=True).stdout)
    queries = {query["name"] for query in home["queries"]}
    assert queries == {path.split("?")[0] for path in EXPECTED}, queries
    for path, holds in EXPECTED.items():
        name, _, parameters = path.partition("?")
        url = f"/case/{name}.json?_shape=array&{parameters}"
        answer = subprocess.run([datasette, case, "--metadata", METADATA, "--setting", "sql_time_limit_ms", "60000", "--get", url],
                                capture_output=True, text=True)
        assert answer.returncode == 0, (path, answer.stdout, answer.stderr)
        rows = json.loads(answer.stdout)
        assert holds(rows), (path, rows)
        print(f"{path}: {len(rows)} rows")
finally:
    shutil.rmtree(folder)
