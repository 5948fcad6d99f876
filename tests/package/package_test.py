"""Both packages in roots of their own: the Debian package in a fresh Debian, the portable archive where there is nothing
else and in an old Ubuntu.

package_test.py [FOLDER]: packages are made, or those in FOLDER are taken. Ends with 77 where it is not asked for
(SOJOURN_LONG=1); what cannot be tried on a machine is named, with the reason.
"""
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
import zipfile

if os.environ.get("SOJOURN_LONG") != "1":
    print("skipped: set SOJOURN_LONG=1 to make packages and try them")
    sys.exit(77)

SOURCES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
FOLDER = os.path.abspath(sys.argv[1]) if len(sys.argv) > 1 else None
CYRILLIC = """<?xml version="1.0" encoding="windows-1251"?>
<Events><Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System>
<Provider Name="Microsoft-Windows-Security-Auditing"/><EventID>4625</EventID><TimeCreated SystemTime="2026-03-02T08:00:00.0000000Z"/>
<EventRecordID>7</EventRecordID><Channel>Security</Channel><Computer>PC01</Computer></System><EventData>
<Data Name="TargetUserName">Ольга</Data><Data Name="TargetDomainName">CORP</Data><Data Name="Status">0xc000006d</Data>
<Data Name="SubStatus">0xc000006a</Data><Data Name="LogonType">3</Data><Data Name="IpAddress">10.1.2.3</Data>
</EventData></Event></Events>"""


class Packages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="sojourn-package-")
        if FOLDER:
            cls.debian, cls.portable = (glob.glob(os.path.join(FOLDER, name))[0] for name in ("*.deb", "*.tar.gz"))
            return
        made = subprocess.run(["./dev", "package"], cwd=SOURCES, check=True, capture_output=True, text=True).stdout
        cls.debian, cls.portable = (os.path.join(SOURCES, path) for path in made.split()[-2:])

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def setUp(self):
        if os.geteuid() != 0:
            self.skipTest("only root can make a root of its own")
        self.root = os.path.join(self.folder, self.id().split(".")[-1])
        # What debootstrap mounts there, where it does not come to its end.
        self.addCleanup(subprocess.run, ["umount", "--quiet", "--recursive", self.root + "/proc"], stderr=subprocess.DEVNULL)

    def run_in(self, *command, status=0):
        begin = time.monotonic()
        ran = subprocess.run(["chroot", self.root, *command], capture_output=True, text=True,
                             env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive"})
        self.assertEqual(ran.returncode, status, (command, ran.stdout[-2000:], ran.stderr[-2000:]))
        self.seconds = time.monotonic() - begin
        self.said = ran.stderr
        return ran.stdout

    def debootstrap(self, suite, *mirror):
        if shutil.which("debootstrap") is None:
            self.skipTest("debootstrap is not installed")
        made = subprocess.run(["debootstrap", "--variant=minbase", *(["--no-check-gpg"] if mirror else []), suite, self.root,
                               *mirror], capture_output=True, text=True)
        if made.returncode != 0:
            self.skipTest(f"debootstrap cannot make {suite}: {made.stdout[-300:]}{made.stderr[-300:]}")

    def unpack(self):
        os.makedirs(self.root, exist_ok=True)
        subprocess.run(["tar", "-xf", self.portable, "-C", self.root], check=True)
        above = next(name for name in os.listdir(self.root) if name.startswith("sojourn-"))
        return "/" + above + "/sojourn", "/" + above + "/demo/evidence"

    def try_it(self, sojourn, evidence, has_zones):
        """What somebody does with it first; `evidence` is the made-up network of README.md."""
        with zipfile.ZipFile(self.root + "/evidence.zip", "w", zipfile.ZIP_DEFLATED) as packed:
            for path, _, names in os.walk(self.root + evidence):
                for name in names:
                    full = os.path.join(path, name)
                    packed.write(full, os.path.relpath(full, self.root + evidence))
        with open(self.root + "/russian.xml", "wb") as file:
            file.write(CYRILLIC.encode("cp1251"))
        self.assertIn("libevtx ", self.run_in(sojourn, "--version"))
        self.run_in(sojourn, "analyze", evidence, "-o", "/folder.db")
        self.assertIn("15 files read\n2,214 records", self.said)
        took = self.seconds
        self.run_in(sojourn, "analyze", "/evidence.zip", "-o", "/zip.db")
        sessions = self.run_in(sojourn, "sessions", "/folder.db", "--format", "csv")
        self.assertEqual(sessions, self.run_in(sojourn, "sessions", "/zip.db", "--format", "csv"))
        self.assertEqual(len(sessions.splitlines()), 190)
        self.assertIn("175", self.run_in(sojourn, "sessions", "/folder.db", "--tz", "+03:00"))
        self.run_in(sojourn, "analyze", "/russian.xml", "-o", "/russian.db")
        self.assertIn("Ольга", self.run_in(sojourn, "sessions", "/russian.db"))
        if has_zones:
            self.assertIn("2026-03-05 00:17:50", self.run_in(sojourn, "show", "/folder.db", "175", "--tz", "Europe/Berlin")
                          .replace("T", " "))
        else:
            self.run_in(sojourn, "show", "/folder.db", "175", "--tz", "Europe/Berlin", status=2)
            self.assertIn("zone data are missing", self.said)
        self.run_in(sojourn, "verify", evidence + "/WKS-0142")
        self.assertIn("7 of 7 files read alike", self.said)
        self.run_in(sojourn, "report", "/folder.db", "-o", "/report.html")
        with open(self.root + "/report.html", encoding="utf-8") as page:
            self.assertIn("svc_backup", page.read())
        print(f"\n{self.id().split('.')[-1]}: analyze {took:.2f} s, report {self.seconds:.2f} s", flush=True)

    def test_the_debian_package_in_a_fresh_debian(self):
        self.debootstrap("bookworm")
        shutil.copy(self.debian, self.root + "/sojourn.deb")
        self.run_in("apt-get", "-q", "update")
        self.run_in("apt-get", "-qy", "install", "--no-install-recommends", "/sojourn.deb")
        self.try_it("/usr/bin/sojourn", "/usr/share/doc/sojourn/demo/evidence", has_zones=True)
        print("installed size", self.run_in("dpkg-query", "-W", "-f", "${Installed-Size} kB", "sojourn"))
        # Debian's small roots leave documentation out, so it is looked for in the package.
        files = subprocess.run(["dpkg-deb", "-c", self.debian], check=True, capture_output=True, text=True).stdout
        for file in ("man/man1/sojourn.1.gz", "bash-completion/completions/sojourn", "zsh/vendor-completions/_sojourn",
                     "fish/vendor_completions.d/sojourn.fish", "doc/sojourn/copyright", "doc/sojourn/changelog.gz",
                     "doc/sojourn/integrations/metadata.yml", "doc/sojourn/docs/manual.md", "doc/sojourn/schema/schema.sql"):
            self.assertIn("./usr/share/" + file + "\n", files)

    def test_the_archive_where_there_is_nothing_else(self):
        self.try_it(*self.unpack(), has_zones=False)

    def test_the_archive_in_an_old_ubuntu(self):
        script = "/usr/share/debootstrap/scripts/xenial"  # it knows where Ubuntu's packages are
        if not os.path.exists(script):
            self.skipTest("debootstrap is not installed")
        with open(script, encoding="utf-8") as file:
            mirror = re.search(r"\*\)\s+default_mirror (\S+)", file.read()).group(1)
        self.debootstrap("xenial", mirror)
        sojourn, evidence = self.unpack()
        os.makedirs(self.root + "/usr/local/bin", exist_ok=True)
        os.symlink(sojourn, self.root + "/usr/local/bin/sojourn")
        self.run_in("mount", "-t", "proc", "proc", "/proc")
        try:
            self.try_it("/usr/local/bin/sojourn", evidence, os.path.exists(self.root + "/usr/share/zoneinfo/Europe/Berlin"))
        finally:
            self.run_in("umount", "/proc")

    def test_the_documents_lead_to_nothing_that_is_not_there(self):
        sojourn, _ = self.unpack()
        top = self.root + os.path.dirname(sojourn)
        with open(top + "/README.md", encoding="utf-8") as file:
            readme = file.read()
        self.assertNotIn("./dev", readme)
        self.assertNotIn("testdata", readme)
        links = [link for link in re.findall(r"\]\(([^)#]+)", readme) if "://" not in link]
        self.assertGreater(len(links), 5)
        for link in links:
            self.assertTrue(os.path.exists(os.path.join(top, link)), link)
        for name in ("LICENSE", "copyright", "share/man/man1/sojourn.1.gz", "licences/libc6", "licences/libevtx1",
                     "integrations/metadata.yml", "demo/timeline.csv"):
            self.assertTrue(os.path.exists(os.path.join(top, name)), name)

    def test_lintian_finds_no_error(self):
        if shutil.which("lintian") is None:
            self.skipTest("lintian is not installed")
        looked = subprocess.run(["lintian", "--allow-root", self.debian], capture_output=True, text=True)
        print("\n" + looked.stdout)
        self.assertEqual(looked.returncode, 0, looked.stdout + looked.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
