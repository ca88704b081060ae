# fixtures/platform holds the same as what it was copied from.
source "$(dirname "$0")/../cli/lib.sh"

refresh=$TRUNKLIFT_SOURCE/scripts/refresh-platform
run_program "$refresh" --check
expect_exit 0
expect_empty "$out"

# A copy that is changed, missing or too many is named.
mkdir -p copy/scripts copy/fixtures
cp "$refresh" copy/scripts
cp -r "$TRUNKLIFT_SOURCE/fixtures/platform" copy/fixtures
echo >>copy/fixtures/platform/crafted/api.ndjson
rm copy/fixtures/platform/values/casts.ndjson
touch copy/fixtures/platform/wild/more.ndjson
run_program copy/scripts/refresh-platform --check "$TRUNKLIFT_SOURCE/../shared"
expect_exit 1
expect_equal "$(cat "$out")" "crafted/api.ndjson
values/casts.ndjson
wild/more.ndjson"
run_program copy/scripts/refresh-platform "$TRUNKLIFT_SOURCE/../shared"
expect_exit 0
run_program copy/scripts/refresh-platform --check "$TRUNKLIFT_SOURCE/../shared"
expect_exit 0
finish
