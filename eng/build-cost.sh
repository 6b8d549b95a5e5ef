#!/usr/bin/env bash
# eng/build-cost.sh MODEL[=INPUT_SHAPES]…: what adding a model to a console program costs its build. Builds the same program without and with
# each model, by turns (RUNS times, 3 unless set), and prints medians, as a table; of the kinds of builds those in KINDS, all unless set:
#   fresh    seconds more where the C# compiler and the build task start anew, with the processor time of all processes and the largest
#            memory of one beyond those without a model, and how long task and generator took;
#   warm     seconds more with a compiler server that has compiled the program before: what dotnet build does by default;
#   edit     the same after an edit of the user's code, where the weights' file is as it was.
# The goal is 1 s for each MB of weights and 2 s, fresh. Needs GNU time.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

[ $# -ge 1 ] || fail "usage: eng/build-cost.sh MODEL[=INPUT_SHAPES]…"
[ -x /usr/bin/time ] || fail "GNU time is missing (Debian: time)"
runs=${RUNS:-3}
kinds=${KINDS:-fresh warm edit}
folder=$artifacts/build-cost
server=edgecompile-cost-$$
rm -rf "$folder" && mkdir -p "$folder"
# The server of these builds alone, which would otherwise wait for work some minutes longer, and the pipe that it leaves.
trap 'for pid in $(pgrep -f -- "-pipename:$server" || true); do kill "$pid"; done; rm -f "${TMPDIR:-/tmp}/$server"' EXIT

# write NAME ITEM: a console program that imports the package's parts from source, and is built as a user's would be.
write() {
  mkdir -p "$folder/$1"
  cat >"$folder/$1/$1.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><EnforceCodeStyleInBuild>false</EnforceCodeStyleInBuild></PropertyGroup>
  <Import Project="$root/package/FromSource.props" />
  <PropertyGroup><EdgeCompileTaskFactory>AssemblyTaskFactory</EdgeCompileTaskFactory></PropertyGroup>
  <!-- Below artifacts/ nothing is compiled unasked. -->
  <ItemGroup><Compile Include="Program.cs" />$2</ItemGroup>
</Project>
XML
  echo 'Console.WriteLine("hello");' >"$folder/$1/Program.cs"
  # The task itself is built here too, which no process may have loaded before.
  dotnet build "$folder/$1" -c Release -v q --nologo -p:EdgeCompileTaskFactory=TaskHostFactory >&2
}

# measure NAME KIND: one build of this project alone; adds "seconds processor-seconds kilobytes task-ms generator-s" to NAME.KIND.
measure() {
  local log=$folder/$1.log shared=true
  [ "$2" != fresh ] || shared=false
  echo "// $(date +%N)" >>"$folder/$1/Program.cs"
  [ "$2" = edit ] || find "$artifacts/obj/$1" -path '*/edgecompile/*' -delete
  MSBUILDDISABLENODEREUSE=1 /usr/bin/time -f "%e %U %S %M" -o "$folder/time" dotnet build "$folder/$1" -c Release -v q --nologo --no-restore \
    --no-dependencies -p:UseSharedCompilation=$shared -p:SharedCompilationId="$server" -p:ReportAnalyzer=true \
    -fl "-flp:logfile=$log;verbosity=detailed;performancesummary" >&2
  awk -v task="$(awk '$3 == "CompileModels" { print $1 }' "$log")" -v generator="$(awk '$3 == "EdgeCompile.ModelGenerator" { print $1 }' "$log")" \
    '{ print $1, $2 + $3, $4, task / 1000, generator + 0 }' "$folder/time" >>"$folder/$1.$2"
}

# median NAME.KIND COLUMN; nothing where that was not measured.
median() { [ ! -f "$folder/$1" ] || awk -v c="$2" '{ print $c }' "$folder/$1" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

write Without ""
echo "| model | MB | goal s | fresh s | of processors s | task s | generator s | memory MB | warm s | edit s |"
echo "|---|---|---|---|---|---|---|---|---|---|"
for argument in "$@"; do
  model_argument "$argument"
  name=With_$(tr -c 'A-Za-z0-9\n' _ <<<"$label")
  write "$name" "<OnnxModel Include=\"$model\" ClassName=\"Model\" InputShapes=\"$shapes\" />"
  rm -f "$folder"/Without.*
  for kind in $kinds; do
    # The first build of a kind makes the server warm, and counts nowhere.
    [ $kind != warm ] || for one in Without "$name"; do measure $one warm && rm "$folder/$one.warm"; done
    for ((run = 0; run < runs; run++)); do measure Without $kind; measure "$name" $kind; done
  done
  awk -v label="$label" -v bytes="$(stat -c %s "$model")" \
    -v f0="$(median Without.fresh 1)" -v f1="$(median "$name.fresh" 1)" -v p0="$(median Without.fresh 2)" -v p1="$(median "$name.fresh" 2)" \
    -v m0="$(median Without.fresh 3)" -v m1="$(median "$name.fresh" 3)" -v task="$(median "$name.fresh" 4)" -v generator="$(median "$name.fresh" 5)" \
    -v w0="$(median Without.warm 1)" -v w1="$(median "$name.warm" 1)" -v e0="$(median Without.edit 1)" -v e1="$(median "$name.edit" 1)" '
      function more(with, without) { return with == "" ? "" : sprintf("%.1f", with - without) }
      BEGIN {
        printf "| %s | %.1f | %.1f | %s | %s | %s | %s | %s | %s | %s |\n", label, bytes / 1e6, bytes / 1e6 + 2,
          more(f1, f0), more(p1, p0), task, generator, more(m1 / 1024, m0 / 1024), more(w1, w0), more(e1, e0) }'
done
