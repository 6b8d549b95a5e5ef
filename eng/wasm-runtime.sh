#!/usr/bin/env bash
# Fetches .NET's WebAssembly runtime from its NuGet package and prints the folder that holds its lib and native.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
need dotnet "see https://dot.net"

project=$root/eng/wasm-runtime.proj
dotnet restore "$project" -v q -nologo >&2
folder=$(dotnet msbuild "$project" -nologo -getProperty:WasmRuntimeFolder)
[ -f "$folder/native/dotnet.js" ] || fail "the WebAssembly runtime is not where its package should be: $folder"
printf '%s\n' "$folder"
