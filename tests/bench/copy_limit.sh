# The limit that `migrate` to PostgreSQL is measured against: psql copies rows
# that are there as files, over as many connections, and makes the keys after.
# Usage: sh copy_limit.sh FOLDER CONNECTIONS
# FOLDER has scripts for psql: those of one step may run at the same time.
set -eu
for step in copy keys foreign; do
  find "$1" -name "$step-*.sql" -print0 | sort -z |
    xargs -0 -P "$2" -n 1 psql -Xq -v ON_ERROR_STOP=1 -f
done
