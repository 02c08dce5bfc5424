# SPDX-License-Identifier: GPL-3.0-or-later
# A Slurm of four nodes on this machine alone: its daemons run from a temporary folder, on ports of
# the loopback interface that were free, without munge or systemd, and end with the test.
import ctypes
import os
import shutil
import signal
import socket
import subprocess
import time

NODES = ("n1", "n2", "n3", "n4")
DAEMON_PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/bin"])
ENDED = {"COMPLETED", "FAILED", "CANCELLED", "TIMEOUT", "NODE_FAIL"}
PATIENCE_S = 60
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
libc = ctypes.CDLL(None)

# TmpFS and the spool must be a node's own. A node that says nothing for five seconds is down.
CONFIGURATION = """\
ClusterName=calfsim
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort={controller}
SlurmUser=root
SlurmdUser=root
AuthType=auth/none
CredType=cred/none
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.%n.pid
SlurmdSpoolDir={folder}/spool.%n
StateSaveLocation={folder}/state
TmpFS={folder}/tmp.%n
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
ReturnToService=2
SlurmdTimeout=5
KillWait=3
MailProg=/bin/true
SlurmdParameters=config_overrides
SchedulerParameters=batch_sched_delay=0,sched_interval=1,sched_min_interval=0
{nodes}
PartitionName=debug Nodes=ALL Default=YES MaxTime=INFINITE State=UP OverSubscribe=NO
"""
NODE = "NodeName=%s NodeHostname=localhost NodeAddr=127.0.0.1 Port=%d CPUs=2 RealMemory=4000"


def missing():
    """Why there can be no cluster here; empty when there can."""
    needed = ("slurmctld", "slurmd", "sbatch", "srun", "scontrol", "squeue", "sinfo", "scancel")
    absent = [name for name in needed if not shutil.which(name, path=DAEMON_PATH)]
    if absent:
        return f"Slurm is not installed: no {', '.join(absent)}"
    return "" if os.geteuid() == 0 else "Slurm's daemons need root"


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def wait_until(true, what, pause_s=0.1):
    """Waits for a condition."""
    deadline = time.monotonic() + PATIENCE_S
    while not true():
        if time.monotonic() > deadline:
            raise TimeoutError(what)
        time.sleep(pause_s)


def end_with_this_process():
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Cluster:
    """The daemons; `stop` ends them and every process that they have started."""

    def __init__(self, folder):
        self.folder = folder
        configuration = self.path("slurm.conf")
        self.environment = {"PATH": DAEMON_PATH, "HOME": folder, "SLURM_CONF": configuration}
        self.daemons = {}
        controller, *ports = free_ports(1 + len(NODES))
        nodes = "\n".join(NODE % pair for pair in zip(NODES, ports))
        with open(configuration, "w", encoding="utf-8") as file:
            file.write(CONFIGURATION.format(folder=folder, controller=controller, nodes=nodes))
        os.mkdir(self.path("state"))

    def path(self, name):
        return os.path.join(self.folder, name)

    def start(self):
        libc.prctl(PR_SET_CHILD_SUBREAPER, 1)  # what the daemons leave behind is ours to end
        self.start_daemon("slurmctld", "")
        for node in NODES:
            self.start_node(node)
        wait_until(lambda: self.call("sinfo", "-h", "-t", "idle", "-o", "%D").strip() == "4",
                   "the nodes")

    def start_node(self, node):
        for kind in ("spool", "tmp"):
            os.makedirs(self.path(f"{kind}.{node}"), exist_ok=True)
        self.start_daemon("slurmd", node, "-N", node)

    def start_daemon(self, name, node, *options):
        with open(self.path("daemons.log"), "ab") as log:
            self.daemons[name, node] = subprocess.Popen(
                [shutil.which(name, path=DAEMON_PATH), "-D", *options],
                env={**self.environment, "SLURMD_NODENAME": node}, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, start_new_session=True, preexec_fn=end_with_this_process)

    def kill_node(self, node):
        """As when its power goes."""
        daemon = self.daemons.pop(("slurmd", node))
        daemon.kill()
        daemon.wait()
        for process in self.processes(node):
            kill(process)

    def call(self, *command, **options):
        """Runs a command of Slurm's or one that uses them; what it printed."""
        options = {"env": self.environment, "stdout": subprocess.PIPE, "timeout": PATIENCE_S,
                   "stderr": subprocess.PIPE, "encoding": "utf-8", **options}
        done = subprocess.run(command, stdin=subprocess.DEVNULL, check=False, **options)
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}: {done.returncode}: {done.stderr}")
        return done.stdout

    def jobs(self, columns, *jobs):
        """What squeue says of jobs, by their names: tasks of arrays are called ARRAY_TASK."""
        lines = self.call("squeue", "-h", "-r", "-t", "all", "-j", ",".join(jobs), "-o",
                          f"%i {columns}").splitlines()
        return dict(line.split(" ", 1) for line in lines)

    def have_ended(self, *jobs):
        """Whether all have. Those that are queued again need not wait their two minutes, only for
        the end of their former start, whose failure would be taken for theirs."""
        found = {job: text.split(" ", 2) for job, text in self.jobs("%T %A %r", *jobs).items()}
        for job, (state, number, reason) in found.items():
            if (state, reason) == ("PENDING", "BeginTime") and not has_step(number):
                self.call("scontrol", "update", f"JobId={job}", "StartTime=now")
        return {state for state, _, _ in found.values()} <= ENDED

    def wait(self, *jobs):
        """Waits for the end of jobs; their states."""
        wait_until(lambda: self.have_ended(*jobs), f"the end of {jobs}")
        return self.jobs("%T", *jobs)

    def processes(self, node=None, name=""):
        """What the daemons of a node, or of all, have started, with names that begin so."""
        mark = f"SLURMD_NODENAME={node or ''}"
        return [number for number in descendants() if any(
            one.startswith(mark) for one in read_process(number, "environ").split("\0")) and
                read_process(number, "comm").startswith(name)]

    def stop(self):
        for daemon in self.daemons.values():
            daemon.kill()
            daemon.wait()
        deadline = time.monotonic() + PATIENCE_S
        while (left := descendants()) and time.monotonic() < deadline:
            for process in left:
                kill(process)
            reap()
            time.sleep(0.01)
        libc.prctl(PR_SET_CHILD_SUBREAPER, 0)


def kill(process, number=signal.SIGKILL):
    try:
        os.kill(process, number)
    except ProcessLookupError:
        pass


def descendants():
    """Processes that this one started, and those that they did."""
    parents = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        state = read_process(name, "stat").rpartition(")")[2].split()
        if state:
            parents[int(name)] = int(state[1])
    found, added = set(), {os.getpid()}
    while added:
        added = {one for one, parent in parents.items() if parent in added}
        found |= added
    return sorted(found)


def read_process(number, name):
    """A file that tells of a process; empty when that is gone."""
    try:
        with open(f"/proc/{number}/{name}", encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""


def has_step(job):
    """Whether a daemon still looks after the job of this number."""
    return any(read_process(number, "cmdline").startswith(f"slurmstepd: [{job}.")
               for number in descendants())


def reap():
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass
