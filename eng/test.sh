#!/usr/bin/env bash
# The project's test command: restores, fetches the test data, builds, runs every project under tests/ and ends with one line,
# `N passed, N failed, N skipped`. Exit code 1 where anything fails, or where nothing ran.
# Arguments go to `dotnet test`, e.g. eng/test.sh --filter FullyQualifiedName~Conv
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
need dotnet "see https://dot.net"

results=$artifacts/test-results
rm -rf "$results" && mkdir -p "$results"

EDGECOMPILE_ONNX_TESTDATA=$("$root/eng/onnx-testdata.sh")
EDGECOMPILE_ONNXRUNTIME=$("$root/eng/onnxruntime.sh")
export EDGECOMPILE_ONNX_TESTDATA EDGECOMPILE_ONNXRUNTIME

say "building"
dotnet build "$root/EdgeCompile.sln" -c Release -v q -nologo "-clp:ErrorsOnly;NoSummary" >&2

broken=0
for project in "$root"/tests/*/*.csproj; do
  name=$(basename "$project" .csproj)
  # A project whose sources are test data for another one is not itself run.
  grep -q Microsoft.NET.Test.Sdk "$project" || continue
  say "testing $name"
  status=0
  dotnet test "$project" -c Release --no-build --nologo -v q --logger "trx;LogFileName=$name.trx" \
    --results-directory "$results" "$@" >"$results/$name.log" 2>&1 || status=$?
  # Failed tests are counted below; a run that crashed or left no report counts as one failure of its own.
  if [ "$status" != 0 ]; then
    head -n 400 "$results/$name.log" >&2
    grep -q '<UnitTestResult .*outcome="Failed"' "$results/$name.trx" 2>/dev/null || broken=$((broken + 1))
  fi
done

# sum ATTRIBUTE: adds up one count of every report.
sum() {
  { grep -ho '<Counters [^>]*>' "$results"/*.trx 2>/dev/null || true; } | sed -E "s/.* $1=\"([0-9]+)\".*/\1/" | awk '{ n += $1 } END { print n + 0 }'
}

passed=$(sum passed)
failed=$(($(sum failed) + $(sum error) + $(sum timeout) + $(sum aborted) + broken))
skipped=$(($(sum total) - $(sum executed)))
printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
