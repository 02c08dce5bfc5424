# SPDX-License-Identifier: GPL-3.0-or-later
# The scripts of experiments/slurm on a real Slurm: whatever ends tasks and nodes, and however often
# they are started, the result has the bits of a serial run, and what was finished stays.
import os
import signal
import sys
import tempfile
import unittest

import campaign
import program
import slurm_cluster

SCRIPTS = os.path.join(os.path.dirname(program.TESTS), "experiments", "slurm")
MPI_PROGRAM = os.environ.get("CALFSIM_MPI")
TASKS = 4
LEAST = 3  # pieces that are there when something happens
KIND = (campaign.HEAD % (2048, 48)).replace("days: 7", "days: 84").replace(
    "trajectories: true, runners: true", "trajectories: false"), 2048 * 168, 48  # some 0.03 s each
# What "nodes" on one machine need: threads that keep clear of one another, and MPI without the
# shared memory whose names they would share. With fences of two kinds, which Slurm 22.05 mixes,
# one start of MPI in a hundred ended in a crash: a process had left MPI_Init before all came.
SURROUNDINGS = {"OMP_PROC_BIND": "false", "OMPI_MCA_btl": "self,tcp",
                "OMPI_MCA_btl_tcp_if_include": "lo", "OMPI_MCA_mpi_yield_when_idle": "1",
                "SLURM_PMIX_FENCE": "tree"}


class Slurm(campaign.CampaignTest):
    @classmethod
    def setUpClass(cls):
        place = tempfile.TemporaryDirectory(prefix="calfsim-slurm-")
        cls.addClassCleanup(place.cleanup)
        cls.cluster = slurm_cluster.Cluster(place.name)
        cls.addClassCleanup(cls.cluster.stop)
        cls.cluster.start()

    def setUp(self):
        super().setUp()
        self.use(KIND)
        self.logs = tempfile.mkdtemp(dir=self.cluster.folder)

    def submit(self, *command, calfsim=program.PROGRAM):
        """Gives a command of sbatch's kind in the test's folder; the words that it printed."""
        surroundings = {**self.cluster.environment, **SURROUNDINGS, "CALFSIM": calfsim,
                        "TMPDIR": self.cluster.folder}
        return self.cluster.call(*command, env=surroundings, cwd=self.folder).split()

    def submit_array(self):
        """The numbers of the array and of the job that puts the result together."""
        words = self.submit(os.path.join(SCRIPTS, "submit"), "x.yaml", "a.h5", "--tasks",
                            str(TASKS), "--cpus-per-task=1", f"--output={self.logs}/%A-%a.log",
                            "--", *self.cut)
        return words[-2:]

    def submit_mpi(self):
        return self.submit(
            "sbatch", "--parsable", "--nodes=2", "--ntasks-per-node=2", "--cpus-per-task=1",
            f"--output={self.logs}/%j.log", os.path.join(SCRIPTS, "mpi.sh"), "x.yaml", "a.h5",
            *self.cut, calfsim=MPI_PROGRAM)[0]

    def said(self):
        """The logs of the test's jobs, after what Slurm has to say lately."""
        with open(self.cluster.path("slurmctld.log"), encoding="utf-8") as file:
            texts = file.readlines()[-40:]
        for name in sorted(os.listdir(self.logs)):
            with open(os.path.join(self.logs, name), encoding="utf-8") as file:
                texts.append(f"{name}: {file.read()}")
        return "".join(texts)

    def expect(self, states, *jobs):
        """Waits for the end of jobs; all must have ended in these states."""
        try:
            found = self.cluster.wait(*jobs)
        except TimeoutError as error:
            self.fail(f"{error}: {self.cluster.jobs('%T', *jobs)}\n{self.said()}")
        self.assertLessEqual(set(found.values()), states, f"{found}\n{self.said()}")
        return found

    def freeze(self):
        """Stops all processes of a run when some pieces are finished; the processes."""
        slurm_cluster.wait_until(lambda: len(self.pieces()) >= LEAST, "pieces", pause_s=0.002)
        processes = self.cluster.processes(name="calfsim")
        self.signal(processes, signal.SIGSTOP)
        self.kept = self.pieces()
        self.assertLess(len(self.kept), self.count)
        self.assertTrue(processes)
        return processes

    def signal(self, processes, number):
        for process in processes:
            slurm_cluster.kill(process, number)

    def freeze_array(self):
        """An array whose tasks are frozen, its assembly that waits to be released, processes."""
        array, assembly = self.submit_array()
        processes = self.freeze()
        self.cluster.call("scontrol", "hold", assembly)
        return array, assembly, processes

    def check_kept(self):
        found = self.pieces()
        self.assertEqual({name: found.get(name) for name in self.kept}, self.kept)
        return len(found)

    def finish(self, array, assembly):
        """The array has lived everything by itself, and kept what it had; then the result."""
        self.expect({"COMPLETED"}, array)
        self.assertEqual(self.check_kept(), self.count, self.said())
        self.cluster.call("scontrol", "release", assembly)
        self.expect({"COMPLETED"}, assembly)
        self.check()

    def restarts(self, array):
        """How often each of its tasks has been started again."""
        counts = []
        for task in range(1, TASKS + 1):
            words = self.cluster.call("scontrol", "show", "job", f"{array}_{task}").split()
            counts += [int(word[9:]) for word in words if word.startswith("Restarts=")]
        return counts

    def test_array_and_once_more(self):
        array, assembly = self.submit_array()
        self.expect({"COMPLETED"}, array, assembly)
        said = self.said()
        for task in range(1, TASKS + 1):
            self.assertIn(f"part {task} of {TASKS} is finished", said)
        self.check()
        before = os.stat(self.path("a.h5"))
        self.expect({"COMPLETED"}, *self.submit_array())
        self.assertEqual(os.stat(self.path("a.h5")), before)
        self.check()

    def test_twice_at_once(self):
        self.expect({"COMPLETED"}, *self.submit_array(), *self.submit_array())
        self.check()

    def test_assembly_lives_what_killed_tasks_left(self):
        array, assembly, processes = self.freeze_array()
        self.signal(processes, signal.SIGKILL)
        states = self.expect({"COMPLETED", "FAILED"}, array)
        self.assertIn("FAILED", states.values())
        self.assertLess(self.check_kept(), self.count)
        self.cluster.call("scontrol", "release", assembly)
        self.expect({"COMPLETED"}, assembly)
        self.check()

    def test_killed_and_queued_again(self):
        array, assembly, processes = self.freeze_array()
        self.signal(processes, signal.SIGKILL)
        for task, state in self.expect({"COMPLETED", "FAILED"}, array).items():
            if state == "FAILED":
                self.cluster.call("scontrol", "requeue", task)
        self.finish(array, assembly)

    def test_time_is_up(self):
        # The last task, whose number is that of the array, must not queue the others again.
        array, assembly, processes = self.freeze_array()
        self.cluster.call("scancel", "--batch", "--signal=USR1", f"{array}_{TASKS}")
        slurm_cluster.wait_until(lambda: self.restarts(array)[-1] == 1, "queued again")
        self.signal(processes, signal.SIGCONT)
        self.finish(array, assembly)
        self.assertEqual(self.restarts(array), [0] * (TASKS - 1) + [1])

    def test_node_dies(self):
        array, assembly, processes = self.freeze_array()
        nodes = self.cluster.jobs("%T %N", array)
        dead = next(text.split()[1] for text in nodes.values() if text.startswith("RUNNING"))
        self.addCleanup(self.cluster.start_node, dead)
        self.cluster.kill_node(dead)
        self.signal(processes, signal.SIGCONT)
        self.finish(array, assembly)
        expected = [int(nodes[f"{array}_{task}"] == f"RUNNING {dead}")
                    for task in range(1, TASKS + 1)]
        self.assertEqual(self.restarts(array), expected)

    @unittest.skipUnless(MPI_PROGRAM, "built without MPI")
    def test_mpi(self):
        self.expect({"COMPLETED"}, self.submit_mpi())
        self.check()
        said = self.said()
        self.assertEqual(said.count("a.h5: 2048 runners"), 1, said)  # of one run, not of four

    @unittest.skipUnless(MPI_PROGRAM, "built without MPI")
    def test_benchmark(self):
        top = os.path.dirname(program.TESTS)
        job = self.submit(
            "sbatch", "--parsable", "--nodes=2", "--ntasks-per-node=1", "--cpus-per-task=1",
            f"--export=ALL,CALFSIM_CLONE={top}", f"--output={self.logs}/%j.log",
            os.path.join(top, "bench", "slurm", "cluster.sh"), "--mixes", "1x1", "2x1", "--worlds",
            "8", "--repeats", "1", "--scaling", "strong", calfsim=MPI_PROGRAM)[0]
        self.expect({"COMPLETED"}, job)
        self.assertEqual(self.said().count(" yes\n"), 2, self.said())

    @unittest.skipUnless(MPI_PROGRAM, "built without MPI")
    def test_mpi_killed_and_once_more(self):
        job = self.submit_mpi()
        processes = self.freeze()
        self.signal(processes[-1:], signal.SIGKILL)
        self.signal(processes, signal.SIGCONT)
        self.expect({"FAILED"}, job)
        self.check_kept()
        self.expect({"COMPLETED"}, self.submit_mpi())
        self.check()


if __name__ == "__main__":
    if slurm_cluster.missing():
        print(f"skipped: {slurm_cluster.missing()}")
        sys.exit(77)
    unittest.main()
