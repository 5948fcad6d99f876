"""The commands of cli/integrations/Server.Sojourn.Sessions.yaml, on a collection as Velociraptor packs it.

velociraptor_test.py SOJOURN MAKE_EVIDENCE: what Velociraptor itself makes of the artifact is not tried.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
import zipfile

SOJOURN, MAKE_EVIDENCE = (os.path.abspath(path) for path in sys.argv[1:3])
ARTIFACT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../cli/integrations/Server.Sojourn.Sessions.yaml")

folder = tempfile.mkdtemp(prefix="sojourn-velociraptor-")
try:
    with open(ARTIFACT, encoding="utf-8") as file:
        text = file.read()
    assert text.startswith("name: Server.Sojourn.Sessions\n") and "\ntype: SERVER\n" in text and "\t" not in text
    commands = [re.findall(r'"[^"]*"|\w+', argv) for argv in re.findall(r"execve\(argv=\[([^\]]*)\]", text)]
    assert len(commands) == 2, commands

    evidence = os.path.join(folder, "evidence")
    subprocess.run([MAKE_EVIDENCE, evidence], check=True, capture_output=True)
    collection = os.path.join(folder, "WKS-0142-C.0123456789abcdef-F.0123.zip")
    server = os.path.join(evidence, "SRV-FILE01")
    with zipfile.ZipFile(collection, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("client_info.json", "{}")
        for path, _, names in os.walk(server):
            for name in names:
                below = os.path.relpath(os.path.join(path, name), server).replace(os.sep, "/")
                packed.write(os.path.join(path, name), "uploads/auto/C%3A/" + urllib.parse.quote(below))
    case = os.path.join(folder, "C.0123456789abcdef.db")
    values = {"Sojourn": SOJOURN, "Collection": collection, "Case": case}
    for _ in range(2):  # the same collection twice changes nothing
        answers = [subprocess.run([word[1:-1] if word[0] == '"' else values[word] for word in command],
                                  capture_output=True, text=True) for command in commands]
        assert [answer.returncode for answer in answers] == [0, 0], [answer.stderr for answer in answers]
        sessions = [json.loads(line) for line in answers[1].stdout.split("\n") if line]
        assert {session["host"] for session in sessions} == {"SRV-FILE01.corp.example"}
        assert any(session["src_ip"] == "203.0.113.66" and session["outcome"] == "success" for session in sessions)
    print(len(sessions), "sessions")
finally:
    shutil.rmtree(folder)
