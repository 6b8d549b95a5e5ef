#!/usr/bin/env bash
# eng/aot-report.sh [RUNS]: what a model costs in a NativeAOT program. Publishes bench/Startup's two programs, then prints their sizes,
# the model's weights, and by how much the median start-up with a first detection is longer (RUNS runs by turns, 41 unless told).
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

runs=${1:-41}
out=$artifacts/startup
for program in Hello FirstDetection; do
  "$root/eng/aot.sh" "$root/bench/Startup/$program" "$out/$program" >/dev/null
done

hello=$(stat -c %s "$out/Hello/Hello")
detection=$(stat -c %s "$out/FirstDetection/FirstDetection")
generated=$(find "$artifacts/obj/FirstDetection" -name '*.weights.bin' -print -quit)
weights=$(stat -c %s "$generated")

# micros PROGRAM: wall time of one run, by the shell's own clock.
micros() {
  local from=${EPOCHREALTIME/[.,]/}
  "$1" >/dev/null
  echo $((${EPOCHREALTIME/[.,]/} - from))
}
median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

: >"$out/hello.us"; : >"$out/detection.us"
for ((i = 0; i < runs; i++)); do
  micros "$out/Hello/Hello" >>"$out/hello.us"
  micros "$out/FirstDetection/FirstDetection" >>"$out/detection.us"
done
slow=$(median "$out/detection.us") fast=$(median "$out/hello.us")

printf 'size: hello %d, first detection %d, weights %d bytes: %d bytes more than hello and weights\n' \
  "$hello" "$detection" "$weights" $((detection - hello - weights))
printf 'start: hello %d us, first detection %d us (medians of %d): %d us more\n' "$fast" "$slow" "$runs" $((slow - fast))
