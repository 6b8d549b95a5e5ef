#!/usr/bin/env bash
# eng/footprint.sh [MODEL]: what yolox_nano takes on a device. Publishes bench/Footprint's two programs with NativeAOT, the compiled model and
# one that calls ONNX Runtime's C API with one thread; each makes ten calls. Prints the bytes on disk of all that each needs, and the largest
# memory of the whole process (medians of five runs by turns). Needs GNU time.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

model=$(realpath "${1:-${EDGECOMPILE_SHARED:-$root/../shared}/zoo/yolox_nano/model.onnx}")
[ -f "$model" ] || fail "no such model: $model"
[ -x /usr/bin/time ] || fail "GNU time is missing (Debian: time)"
library=$("$root/eng/onnxruntime.sh")
out=$artifacts/footprint
for program in Compiled OnnxRuntime; do
  FootprintModel=$model "$root/eng/aot.sh" "$root/bench/Footprint/$program" "$out/$program" >/dev/null
done
compiled=$out/Compiled/Compiled ort=$out/OnnxRuntime/OnnxRuntime

rm -f "$out"/*.kb
for _ in 1 2 3 4 5; do
  /usr/bin/time -a -o "$out/compiled.kb" -f %M "$compiled" >&2
  /usr/bin/time -a -o "$out/ort.kb" -f %M "$ort" "$library" "$model" >&2
done
median() { sort -n "$1" | sed -n 3p; }
size() { cat "$@" | wc -c; }

echo "| yolox_nano | on disk, bytes | peak memory, KiB |"
echo "|---|---|---|"
echo "| compiled | $(size "$compiled") | $(median "$out/compiled.kb") |"
echo "| ONNX Runtime | $(size "$ort" "$library" "$model") | $(median "$out/ort.kb") |"
