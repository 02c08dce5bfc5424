#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The cluster's benchmark in a Slurm job of several nodes; cluster.py starts its ranks in it by srun:
#   CALFSIM=build/mpi/calfsim sbatch --nodes=4 bench/slurm/cluster.sh --mixes 1x4 8x4
#SBATCH --job-name=calfsim-bench
#SBATCH --nodes=1 --ntasks-per-node=2 --cpus-per-task=4 --exclusive
#SBATCH --time=00:30:00
#SBATCH --no-requeue --output=calfsim-bench-%j.log
set -eu
export OMP_PLACES="${OMP_PLACES:-cores}" OMP_PROC_BIND="${OMP_PROC_BIND:-close}"
# sbatch runs a copy of this script: the clone is where it was submitted, unless that is told.
exec /usr/bin/python3 "${CALFSIM_CLONE:-.}/bench/cluster/cluster.py" "${CALFSIM:-build/mpi/calfsim}" \
    --always-launch --launcher \
    "srun --mpi=${CALFSIM_SRUN_MPI:-pmix} --kill-on-bad-exit=1 -n {ranks} -c {threads}" "$@"
