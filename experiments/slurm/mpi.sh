#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# One job over several nodes, whose processes share a run by MPI and put its result together:
#   sbatch --nodes=4 mpi.sh EXPERIMENT.yaml OUT.h5 [options of calfsim run]
# calfsim must be built with -DCALFSIM_MPI=ON. After whatever ended it, submit the same once more.
#SBATCH --job-name=calfsim-mpi
#SBATCH --nodes=2 --ntasks-per-node=2 --cpus-per-task=4
#SBATCH --mem-per-cpu=500M
#SBATCH --time=01:00:00
#SBATCH --requeue --open-mode=append
#SBATCH --output=calfsim-%j.log
set -eu
experiment=$1 out=$2
shift 2
export OMP_NUM_THREADS="${SLURM_CPUS_PER_TASK:-1}"
export OMP_PLACES="${OMP_PLACES:-cores}" OMP_PROC_BIND="${OMP_PROC_BIND:-close}"

# One task for each socket (NUMA domain) is a good choice. --mpi: `srun --mpi=list` tells what the
# cluster has. srun does not take --cpus-per-task over from sbatch everywhere, so it is told again.
# Without --kill-on-bad-exit the others wait for a process that was killed until the time is up.
exec srun --mpi="${CALFSIM_SRUN_MPI:-pmix}" --kill-on-bad-exit=1 \
    --cpus-per-task="$OMP_NUM_THREADS" \
    "${CALFSIM:-calfsim}" run "$experiment" -o "$out" --campaign "$out.campaign" "$@"

# Where srun cannot start MPI programs, mpirun can; it must be told not to put all threads of a
# process on one core:
#   exec mpirun --map-by "slot:PE=$OMP_NUM_THREADS" "${CALFSIM:-calfsim}" run ...
# and on a laptop, where processes are fewer than cores or more:
#   mpirun --bind-to none -n 2 calfsim run ...
