"""What each shell completes: bash and zsh at a terminal as somebody types, fish by its own question for it.

completion_test.py SOJOURN: a shell that is not installed is named, and left out.
"""
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

SOJOURN = os.path.abspath(sys.argv[1])
TYPED = (  # up to where the tabulator is pressed, and the whole line after it
    ("ses", "sessions"),
    ("sessions ca", "sessions case.db"),
    ("sessions case.db --rev", "sessions case.db --reverse"),
    ("sessions case.db --kind loc", "sessions case.db --kind local"),
    ("sessions case.db --kind local,re", "sessions case.db --kind local,remote"),
    ("sessions case.db --format=jsonl", "sessions case.db --format=jsonl"),
    ("export case.db --to=ti", "export case.db --to=timesketch"),
    ("--ver", "--version"),
    ("analyze one two -o ca", "analyze one two -o case.db"),
    ("analyze one ca", "analyze one case.db"),
    ("analyze --temp fo", "analyze --temp folder/"),
    ("report case.db --known ca", "report case.db --known case.db"),
    ("help verify-", "help verify-case"),
)


class Terminal:
    """A shell that waits for what is typed."""

    def __init__(self, command, folder):
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.chdir(folder)
            os.execvpe(command[0], command, {"PATH": os.environ["PATH"], "HOME": folder, "TERM": "dumb",
                                             "LC_ALL": "C.UTF-8", "INPUTRC": "/dev/null"})
        self.text = ""

    def type(self, keys, until):
        begin, end = len(self.text), time.monotonic() + 60
        os.write(self.terminal, keys.encode())
        while not re.search(until, self.text[begin:]):
            if time.monotonic() > end:
                raise AssertionError(f"{keys!r} was answered with {self.text[begin:]!r}")
            if select.select([self.terminal], [], [], 0.1)[0]:
                self.text += os.read(self.terminal, 65536).decode(errors="replace")
        return self.text[begin:]

    def close(self):
        os.close(self.terminal)
        os.waitpid(self.process, 0)


class Completion(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="sojourn-completion-")
        os.mkdir(os.path.join(cls.folder, "folder"))
        os.mkdir(os.path.join(cls.folder, "scripts"))
        with open(os.path.join(cls.folder, "case.db"), "w", encoding="utf-8"):
            pass
        for shell, name in (("bash", "sojourn"), ("zsh", "_sojourn"), ("fish", "sojourn.fish")):
            script = subprocess.run([SOJOURN, "help", "--as", shell], check=True, capture_output=True).stdout
            with open(os.path.join(cls.folder, "scripts", name), "wb") as file:
                file.write(script)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def check(self, shell, script):
        if shutil.which(shell) is None:
            self.skipTest(f"{shell} is not installed: nothing shows that it completes")
        subprocess.run([shell, "-n", os.path.join(self.folder, "scripts", script)], check=True)

    def at_a_terminal(self, command, preparation):
        terminal = Terminal(command, self.folder)
        try:
            # What runs prints its arguments, each behind a bar.
            terminal.type(preparation + "; PS1='> '; sojourn() { printf '<ran'; printf '|%s' \"$@\"; printf '>\\n'; }; "
                          "echo rea''dy\n", "ready\r")
            for typed, whole in TYPED:
                with self.subTest(typed=typed):
                    ran = terminal.type("sojourn " + typed + "\t\n", r"<ran([^>]*)>\r")
                    words = re.search(r"<ran\|([^>]*)>\r", ran).group(1).split("|")
                    self.assertEqual([word.rstrip("/") for word in words],  # of a folder, zsh takes it away again
                                     [word.rstrip("/") for word in whole.split(" ")])
        finally:
            terminal.close()

    def test_bash_completes_what_is_typed(self):
        self.check("bash", "sojourn")
        self.at_a_terminal(["bash", "--norc", "--noprofile", "-i"], "source scripts/sojourn")

    def test_zsh_completes_what_is_typed(self):
        self.check("zsh", "_sojourn")
        self.at_a_terminal(["zsh", "-f", "-i"], "fpath=($PWD/scripts $fpath); autoload -U compinit; compinit -u -D")

    def test_fish_completes_what_is_typed(self):
        self.check("fish", "sojourn.fish")
        script = "".join(f"complete -C 'sojourn {typed}' | string split -f1 \\t | head -n 1\n" for typed, _ in TYPED)
        answers = subprocess.run(["fish", "--no-config", "-c", "source scripts/sojourn.fish\n" + script], check=True,
                                 capture_output=True, text=True, cwd=self.folder,
                                 env=os.environ | {"HOME": self.folder}).stdout.split("\n")[:-1]
        for (typed, whole), answer in zip(TYPED, answers, strict=True):
            with self.subTest(typed=typed):
                self.assertEqual(answer, whole.split(" ")[-1])

    def test_bash_knows_every_option_that_help_names(self):
        help_text = subprocess.run([SOJOURN, "--help"], check=True, capture_output=True, text=True).stdout
        commands = re.findall(r"^  ([a-z-]+) ", help_text.partition("Subcommands:\n")[2].partition("\n\n")[0], re.M)
        self.assertGreater(len(commands), 15)
        for command in commands:
            with self.subTest(command=command):
                said = subprocess.run([SOJOURN, "help", command], check=True, capture_output=True, text=True).stdout
                options = {name for names in re.findall(r"^  (-\S+)", said, re.M) for name in names.split(",")}
                known = subprocess.run(["bash", "-c", "source scripts/sojourn; COMP_WORDS=(sojourn $0 -); COMP_CWORD=2; "
                                        "_sojourn; echo ${COMPREPLY[@]}", command], check=True, capture_output=True, text=True,
                                       cwd=self.folder).stdout.split()
                self.assertEqual(set(known), options)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
