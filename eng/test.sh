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
if command -v node >/dev/null 2>&1; then
  EDGECOMPILE_WASM=$("$root/eng/wasm-runtime.sh")
  export EDGECOMPILE_WASM
else
  say "skipped: no node"
fi

say "building"
dotnet build "$root/EdgeCompile.sln" -c Release -v q -nologo "-clp:ErrorsOnly;NoSummary" >&2

broken=0

# run REPORT PROJECT [OPTION…]: one `dotnet test`. Failed tests are counted from its report; a run that crashed counts as one failure of its own.
run() {
  local report=$1 project=$2 status=0
  shift 2
  say "testing $report"
  dotnet test "$project" -c Release --no-build --nologo -v q --logger "trx;LogFileName=$report.trx" \
    --results-directory "$results" "$@" >"$results/$report.log" 2>&1 || status=$?
  [ "$status" != 0 ] || return 0
  head -n 400 "$results/$report.log" >&2
  grep -q '<UnitTestResult .*outcome="Failed"' "$results/$report.trx" 2>/dev/null || broken=$((broken + 1))
}

for project in "$root"/tests/*/*.csproj; do
  # A project that is only built or published by another one's tests is not itself run.
  grep -q Microsoft.NET.Test.Sdk "$project" || continue
  name=$(basename "$project" .csproj)
  run "$name" "$project" "$@"

  # Tests of [Trait("Category", "Machine")] depend on the instruction sets the processor has: once more for each lesser machine.
  # .NET 10 knows the AVX-512 family by one switch; DOTNET_EnableAVX512F no longer does anything.
  grep -rqs --include='*.cs' '"Category", "Machine"' "$(dirname "$project")" || continue
  [ $# = 0 ] || continue
  DOTNET_EnableAVX512=0 run "$name.avx2" "$project" --filter Category=Machine
  DOTNET_EnableAVX=0 run "$name.vector128" "$project" --filter Category=Machine
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
