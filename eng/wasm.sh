#!/usr/bin/env bash
# Runs emitted code on a second architecture: .NET's WebAssembly runtime in Node, against the references and tolerances of the other tests.
# eng/test.sh does the same among all tests. Where there is no Node, says so.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

if ! command -v node >/dev/null 2>&1; then
  echo "skipped: no node"
  exit 0
fi
EDGECOMPILE_WASM=$("$root/eng/wasm-runtime.sh")
export EDGECOMPILE_WASM
exec dotnet test "$root/tests/EdgeCompile.Tests" -c Release --nologo -v q --logger "console;verbosity=detailed" --filter FullyQualifiedName~EdgeCompile.Tests.Wasm "$@"
