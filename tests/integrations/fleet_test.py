"""The scripts of cli/integrations for more than one machine, with SOJOURN_LONG=1 and where the schedulers are installed.

fleet_test.py SOJOURN MAKE_EVIDENCE: GNU parallel on this machine, without SSH; Slurm with daemons of its own, one node
of two processors, which this test starts and ends.
"""
import fcntl
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time

SKIPPED = 77
SOJOURN, MAKE_EVIDENCE = (os.path.abspath(path) for path in sys.argv[1:3])
SCRIPTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../cli/integrations")
folder = tempfile.mkdtemp(prefix="sojourn-fleet-")
daemons = []


def at(name):
    return os.path.join(folder, name)


def run(*command, status=0):
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == status, (command, done.returncode, done.stdout, done.stderr)
    return done.stdout


def sessions(case):
    return run("sojourn", "sessions", case, "--all", "--format", "csv")


def wait_for(what, ready, seconds=60):
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            raise TimeoutError(what)
        time.sleep(0.5)


def has_ended(job):
    return subprocess.run(["squeue", "--noheader", "--jobs", job], env=environment, capture_output=True,
                          text=True).stdout == ""


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def state_of(job):
    shown = subprocess.run(["scontrol", "show", "job", job], env=environment, capture_output=True, text=True).stdout
    return next((word[len("JobState="):] for word in shown.split() if word.startswith("JobState=")), "")


def start(*command):
    with open(at(os.path.basename(command[0]) + ".out"), "wb") as out:
        daemons.append(subprocess.Popen(command, env=environment, stdout=out, stderr=out, start_new_session=True))


def start_slurm():
    user = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
    node = socket.gethostname().split(".")[0]
    with open(at("munge.key"), "wb") as key:
        key.write(os.urandom(1024))
    os.chmod(at("munge.key"), 0o400)
    for name in ("state", "spool"):
        os.mkdir(at(name))
    with open(at("slurm.conf"), "w", encoding="utf-8") as conf:
        conf.write(f"""ClusterName=sojourn
SlurmctldHost={node}(127.0.0.1)
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
CredType=cred/munge
SlurmctldPort={free_port()}
SlurmdPort={free_port()}
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
ProctrackType=proctrack/pgid
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
MailProg=/bin/true
ReturnToService=2
KillWait=2
NodeName={node} NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=all Nodes={node} Default=YES MaxTime=INFINITE State=UP
""")
    environment["SLURM_CONF"] = at("slurm.conf")
    start("/usr/sbin/munged", "--foreground", "--force", "--key-file", at("munge.key"), "--socket",
          at("munge.socket"), "--pid-file", at("munge.pid"), "--log-file", at("munge.log"), "--seed-file",
          at("munge.seed"))
    wait_for("munged", lambda: os.path.exists(at("munge.socket")))
    start("/usr/sbin/slurmctld", "-D", "-f", at("slurm.conf"))
    start("/usr/sbin/slurmd", "-D", "-f", at("slurm.conf"))
    wait_for("a node", lambda: subprocess.run(["sinfo", "--noheader", "--format", "%T"], env=environment,
                                              capture_output=True, text=True).stdout.startswith("idle"))


def try_slurm():
    script = os.path.join(SCRIPTS, "slurm_fleet.sh")
    os.mkdir(at("slurm"))
    # Task 2 waits for who has its case, and is killed meanwhile.
    with open(at("slurm/2.db.unfinished"), "wb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        array, merge = run(script, "collections", "slurm", "slurm.db").split()
        wait_for("task 2", lambda: state_of(array + "_2") == "RUNNING")
        run("scancel", array + "_2")
        wait_for("the array", lambda: has_ended(array))
        wait_for("the merge to be given up", lambda: has_ended(merge))
    os.remove(at("slurm/2.db.unfinished"))
    assert not os.path.exists(at("slurm.db"))
    assert sorted(name for name in os.listdir(at("slurm")) if name.endswith(".db")) == ["1.db", "3.db"]

    again, merge = run(script, "collections", "slurm", "slurm.db", "2").split()
    wait_for("task 2 again", lambda: has_ended(again))
    wait_for("the merge", lambda: has_ended(merge))
    with open(at("slurm.db.log"), encoding="utf-8") as log:
        said = log.read()
    assert said.startswith("3 cases merged: "), said
    assert sessions("slurm.db") == sessions("all.db")


def try_parallel():
    script = os.path.join(SCRIPTS, "parallel_fleet.sh")
    with open(at("machines"), "w", encoding="utf-8") as machines:
        machines.write(":\n")
    os.rename(at("evidence"), at("away"))
    run(script, "collections", "parallel", "parallel.db", "machines", status=2)
    assert not os.path.exists(at("parallel.db"))
    os.rename(at("away"), at("evidence"))
    run(script, "collections", "parallel", "parallel.db", "machines")
    assert sessions("parallel.db") == sessions("all.db")


if "SOJOURN_LONG" not in os.environ:
    print("SOJOURN_LONG is not set")
    sys.exit(SKIPPED)
environment = {**os.environ, "PATH": f"{os.path.dirname(SOJOURN)}:{os.environ['PATH']}"}
skipped = []
try:
    subprocess.run([MAKE_EVIDENCE, at("evidence")], check=True, capture_output=True)
    subprocess.run([MAKE_EVIDENCE, at("other"), "company"], check=True, capture_output=True)
    with open(at("other/torn.evtx"), "wb") as torn:
        torn.write(b"none")  # a task that ends with status 3
    collections = [at("evidence/SRV-FILE01"), at("evidence/WKS-0142"), at("other")]
    with open(at("collections"), "w", encoding="utf-8") as file:
        file.writelines(path + "\n" for path in collections)
    run("sojourn", "analyze", *collections, "-o", "all.db", "--quiet", status=3)

    if shutil.which("parallel"):
        try_parallel()
    else:
        skipped.append("GNU parallel is not installed")
    if all(os.path.exists(f"/usr/sbin/{name}") for name in ("munged", "slurmctld", "slurmd")):
        try:
            start_slurm()
        except (OSError, TimeoutError) as error:
            skipped.append(f"Slurm does not start here: {error}")
            for log in ("munged.out", "slurmctld.log", "slurmd.log"):
                if os.path.exists(at(log)):
                    with open(at(log), encoding="utf-8", errors="replace") as lines:
                        skipped.append(f"{log}: " + "".join(lines.readlines()[-3:]).strip())
        else:
            try_slurm()
    else:
        skipped.append("Slurm is not installed (slurmctld, slurmd, slurm-client, munge)")
finally:
    for daemon in reversed(daemons):
        daemon.terminate()
    for daemon in daemons:
        try:
            daemon.wait(20)
        except subprocess.TimeoutExpired:
            daemon.kill()
    shutil.rmtree(folder, ignore_errors=True)
print("\n".join(skipped) or "GNU parallel and Slurm merged what one run gives")
sys.exit(SKIPPED if skipped else 0)
