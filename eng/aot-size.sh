#!/usr/bin/env bash
# eng/aot-size.sh MODEL[=INPUT_SHAPES]…: what models of one input and one output take in a NativeAOT program. Publishes bench/Startup/Hello
# and, with each model, bench/Footprint/Size; prints the executables' bytes, the weights', and what is more than hello world and weights.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

[ $# -ge 1 ] || fail "usage: eng/aot-size.sh MODEL[=INPUT_SHAPES]…"
out=$artifacts/aot-size
"$root/eng/aot.sh" "$root/bench/Startup/Hello" "$out/Hello" >/dev/null
hello=$(stat -c %s "$out/Hello/Hello")

echo "| model | executable | hello world | weights | more than both |"
echo "|---|---|---|---|---|"
for argument in "$@"; do
  model_argument "$argument"
  FootprintModel=$model FootprintShapes=$shapes "$root/eng/aot.sh" "$root/bench/Footprint/Size" "$out/$label" >/dev/null
  size=$(stat -c %s "$out/$label/Size")
  weights=$(dotnet run -c Release --project "$root/tools/edgecompile" -v q -- analyze "$model" ${shapes:+--input-shapes "$shapes"} --json | sed -n 's/^  "weightBytes": \([0-9]*\),*$/\1/p')
  echo "| $label | $size | $hello | $weights | $((size - hello - weights)) |"
done
