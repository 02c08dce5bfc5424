#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Ends a campaign: lives what the array's tasks left behind and puts the result together. `submit`
# sends it off; by hand, to any number of tasks that have ended:
#   sbatch assemble.sh EXPERIMENT.yaml OUT.h5 [options of calfsim run]
#SBATCH --job-name=calfsim-assemble
#SBATCH --nodes=1 --ntasks=1 --cpus-per-task=4
#SBATCH --mem-per-cpu=500M
#SBATCH --time=01:00:00
#SBATCH --requeue --open-mode=append
#SBATCH --output=calfsim-%j.log
set -eu
calfsim=${CALFSIM:-calfsim} experiment=$1 out=$2
shift 2
export OMP_NUM_THREADS="${SLURM_CPUS_PER_TASK:-1}"
export OMP_PLACES="${OMP_PLACES:-cores}" OMP_PROC_BIND="${OMP_PROC_BIND:-close}"

# Slurm may start a job again that has ended. The only part of one does nothing when the result
# stands; without --part all would be lived anew.
"$calfsim" run "$experiment" -o "$out" --campaign "$out.campaign" --part 1/1 "$@"
if [ -d "$out.campaign" ]; then
    "$calfsim" run "$experiment" -o "$out" --campaign "$out.campaign" "$@"
fi
