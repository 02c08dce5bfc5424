#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Starts a command on several nodes as the processes of one MPI program, with the threads that Slurm
# gives to each:
#   sbatch --nodes=4 bench/slurm/mpi.sh COMMAND...
#SBATCH --job-name=calfsim-bench
#SBATCH --nodes=1 --ntasks-per-node=2 --cpus-per-task=4 --exclusive
#SBATCH --time=00:30:00
#SBATCH --no-requeue --output=calfsim-bench-%j.log
set -eu
export OMP_NUM_THREADS="${SLURM_CPUS_PER_TASK:-1}"
export OMP_PLACES="${OMP_PLACES:-cores}" OMP_PROC_BIND="${OMP_PROC_BIND:-close}"
exec srun --mpi="${CALFSIM_SRUN_MPI:-pmix}" --kill-on-bad-exit=1 \
    --cpus-per-task="$OMP_NUM_THREADS" "$@"
