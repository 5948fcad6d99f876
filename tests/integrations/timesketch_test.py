"""What `sojourn export --to timesketch` writes, read by Timesketch's own importer library, from PyPI, which sends it to a
server that is none.

timesketch_test.py SOJOURN MAKE_EVIDENCE: ends with 77 where it is not asked for (SOJOURN_LONG=1) or cannot be installed.
"""
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile

LIBRARY = ("timesketch-import-client==20261014", "six")  # which it imports and does not ask for
# What Python takes for the end of a line, and what is none in JSON.
HOSTILE = "a\u2028b\u2029c\u0085d\x0be\x0cf\x1cg\x1dh\x1ei\r\n\"}{\\"
SENDER = """
import datetime, json, logging, sys
from timesketch_import_client import importer

class Server:
    id = 1
    api_root = "nowhere"
    status_code = 200
    def __init__(self):
        self.api = self.session = self
        self.events = []
    def post(self, url, data, files):
        assert url == "nowhere/upload/" and data["name"] == "sojourn", (url, data)
        self.events += [json.loads(line) for line in files["events"][1].split("\\n")]
        return self
    def json(self):
        return {"objects": [{"id": 1, "searchindex": {"index_name": "index"}}]}

class Complaints(logging.Handler):
    said = []
    def emit(self, record):
        self.said.append(record.getMessage())

logging.getLogger("timesketch_importer").addHandler(Complaints(logging.WARNING))
logging.getLogger().addHandler(Complaints(logging.WARNING))
server = Server()
with importer.ImportStreamer() as streamer:
    streamer.set_sketch(server)
    streamer.set_timeline_name("sojourn")
    streamer.add_file(sys.argv[1])
print(json.dumps({"events": server.events, "complaints": Complaints.said}))
"""

if os.environ.get("SOJOURN_LONG") != "1":
    print("skipped: set SOJOURN_LONG=1 to read an export with Timesketch's importer")
    sys.exit(77)

SOJOURN, MAKE_EVIDENCE = (os.path.abspath(path) for path in sys.argv[1:3])
folder = tempfile.mkdtemp(prefix="sojourn-timesketch-")
try:
    venv = os.path.join(folder, "venv")
    made = subprocess.run([sys.executable, "-m", "venv", venv], capture_output=True, text=True)
    if made.returncode == 0:
        made = subprocess.run([os.path.join(venv, "bin/pip"), "install", "--quiet", *LIBRARY], capture_output=True, text=True)
    if made.returncode != 0:
        print("skipped: Timesketch's importer cannot be installed:", (made.stderr or made.stdout).strip()[-300:])
        sys.exit(77)
    case, lines = os.path.join(folder, "case.db"), os.path.join(folder, "sessions.jsonl")
    subprocess.run([MAKE_EVIDENCE, os.path.join(folder, "evidence")], check=True, capture_output=True)
    subprocess.run([SOJOURN, "analyze", os.path.join(folder, "evidence"), "-o", case, "--quiet"], check=True)
    with sqlite3.connect(case) as opened:
        opened.execute("UPDATE session SET user_name = ?, src_host = ? WHERE session_id = 175", (HOSTILE, HOSTILE))
    subprocess.run([SOJOURN, "export", case, "--to", "timesketch", "--all", "-o", lines], check=True)
    read = json.loads(subprocess.run([os.path.join(venv, "bin/python"), "-c", SENDER, lines], check=True,
                                     capture_output=True, text=True).stdout)
    assert read["complaints"] == [], read["complaints"]
    with open(lines, encoding="utf-8") as file:
        written = [json.loads(line) for line in file.read().split("\n") if line]
    with sqlite3.connect(case) as opened:
        sessions = opened.execute("SELECT count(*) FROM v_session").fetchone()[0]
    assert {event["session_id"] for event in read["events"]} == set(range(1, sessions + 1))
    assert len(read["events"]) == len(written), (len(read["events"]), len(written))
    for sent, line in zip(read["events"], written):
        # The library counts microseconds; all else goes on as it was written.
        assert sent.pop("datetime").replace("+00:00", "")[:26] == line.pop("datetime")[:26].removesuffix(".000000"), line
        assert sent == line, (sent, line)
        assert sent["message"] and sent["timestamp_desc"] in ("Logon Session Start", "Logon Session End", "Logon Attempt Failed")
    assert any(HOSTILE in event["message"] for event in read["events"])
    print(len(read["events"]), "events of", sessions, "sessions")
finally:
    shutil.rmtree(folder)
