# SPDX-License-Identifier: GPL-3.0-or-later
# What the tests in Python share: the program, and a folder of its own for each test.
import os
import signal
import subprocess
import tempfile
import unittest

TESTS = os.path.dirname(os.path.abspath(__file__))
BUILD = os.path.join(os.path.dirname(TESTS), "build")
PROGRAM = os.environ.get("CALFSIM", os.path.join(BUILD, "calfsim"))
ONE_LANE = os.environ.get("CALFSIM_ONE_LANE", os.path.join(BUILD, "tests", "calfsim_one_lane"))
WRITE_SAMPLE = os.environ.get("CALFSIM_SAMPLE", os.path.join(BUILD, "tests", "write_sample"))
TIMEOUT_S = 120


class ProgramTest(unittest.TestCase):
    """A test with an empty folder, `self.folder`, in which the program runs."""

    def setUp(self):
        place = tempfile.TemporaryDirectory(prefix="calfsim-test-")
        self.addCleanup(place.cleanup)
        self.folder = place.name

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, content):
        with open(self.path(name), "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        return name

    def read(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def files(self):
        return sorted(os.listdir(self.folder))

    def call(self, *arguments, program=PROGRAM, **options):
        """Runs the program; the result has returncode, stdout and stderr."""
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "encoding": "utf-8",
                   "timeout": TIMEOUT_S, **options}
        return subprocess.run([program, *arguments], cwd=self.folder, stdin=subprocess.DEVNULL,
                              check=False, **options)

    def start(self, *arguments, **options):
        """Starts the program and returns at once; it ends with the test at the latest."""
        process = subprocess.Popen([PROGRAM, *arguments], cwd=self.folder, **options)
        self.addCleanup(end, process)
        return process

    def succeed(self, *arguments, **options):
        """Runs the program, which must end with 0; returns what it printed."""
        done = self.call(*arguments, **options)
        self.assertEqual(done.returncode, 0, f"{arguments}: {done.stderr}")
        return done.stdout

    def fail_with(self, code, *arguments, **options):
        """Runs the program, which must end with this code, say something on stderr and print
        nothing; returns what it said."""
        done = self.call(*arguments, **options)
        self.assertEqual(done.returncode, code, f"{arguments}: {done.stderr}")
        self.assertNotEqual(done.stderr.strip(), "", arguments)
        self.assertFalse(done.stdout, arguments)
        return done.stderr


def end(process):
    if process.poll() is None:
        process.send_signal(signal.SIGKILL)
        process.wait()
    for stream in (process.stdout, process.stderr):
        if stream:
            stream.close()
