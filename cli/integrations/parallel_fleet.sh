#!/bin/sh
# A case of each collection, made by GNU parallel on the machines that SSH reaches, then one case of all of them.
#
#   parallel_fleet.sh COLLECTIONS CASES ALL MACHINES
#
# COLLECTIONS has the path of a collection (a folder, a file, an archive) on each line, MACHINES on each line what ssh
# takes for a machine (":" is this one). The case of line 7 is CASES/7.db; the case of all is ALL. The paths mean the
# same on every machine, and sojourn is on its PATH. What failed or was not begun is all that runs when the same line is
# typed again; the cases are merged when none is left.
set -eu
[ $# -eq 4 ] || { sed -n '4s/^# *//p' "$0" >&2; exit 2; }
collections=$(realpath "$1")
mkdir -p "$2"
cases=$(realpath "$2")
all=$(realpath "$3")

# 3: some of the evidence could not be read, and the case says which.
parallel --sshloginfile "$(realpath "$4")" --joblog "$cases/tasks" --resume-failed \
    "sojourn analyze {} -o '$cases'/{#}.db --quiet; case \$? in 0|3) true;; *) false;; esac" :::: "$collections"
cd "$cases"
exec sojourn merge $(seq -f %.0f.db "$(wc -l < "$collections")") -o "$all"
