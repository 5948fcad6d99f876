#!/bin/sh
# A case of each collection, as the tasks of a Slurm job array, then one case of all of them.
#
#   slurm_fleet.sh COLLECTIONS CASES ALL [TASKS]
#
# COLLECTIONS has the path of a collection (a folder, a file, an archive) on each line. The case of line 7 is
# CASES/7.db, what its task says CASES/7.log; the case of all is ALL. The paths mean the same on every node, and sojourn
# is on its PATH. Prints the numbers of the array and of the merge, which waits for every task to end well. Where one
# did not, it runs again alone, and the merge after it, with its number as TASKS: 7, or 7,12-14.
set -eu
[ $# -ge 3 ] || { sed -n '4s/^# *//p' "$0" >&2; exit 2; }
export SOJOURN_COLLECTIONS SOJOURN_CASES SOJOURN_ALL
SOJOURN_COLLECTIONS=$(realpath "$1")
mkdir -p "$2"
SOJOURN_CASES=$(realpath "$2")
SOJOURN_ALL=$(realpath "$3")

array=$(sbatch --parsable --job-name=sojourn-analyze --array="${4:-1-$(wc -l < "$SOJOURN_COLLECTIONS")}" \
    --output="$SOJOURN_CASES/%a.log" <<'TASK'
#!/bin/sh
collection=$(sed -n "${SLURM_ARRAY_TASK_ID}p" "$SOJOURN_COLLECTIONS")
sojourn analyze "$collection" -o "$SOJOURN_CASES/$SLURM_ARRAY_TASK_ID.db" --threads "${SLURM_CPUS_ON_NODE:-1}" --quiet
status=$?
# 3: some of the evidence could not be read, and the case says which. The other collections do not wait for it.
[ "$status" -ne 3 ] || status=0
exit "$status"
TASK
)
merge=$(sbatch --parsable --job-name=sojourn-merge --dependency="afterok:$array" --kill-on-invalid-dep=yes \
    --output="$SOJOURN_ALL.log" <<'MERGE'
#!/bin/sh
cd "$SOJOURN_CASES" &&
    exec sojourn merge $(seq -f %.0f.db "$(wc -l < "$SOJOURN_COLLECTIONS")") -o "$SOJOURN_ALL"
MERGE
)
echo "$array $merge"
