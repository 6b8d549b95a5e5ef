#!/usr/bin/env bash
# eng/build-cost.sh MODEL[=INPUT_SHAPES]…: what adding a model to a console program costs its build. Packs the package, builds the same program
# that refers to it without and with each model, by turns (RUNS times, 3 unless set), and prints the medians of the differences between neighbours,
# as a table; of the kinds of builds those in KINDS, all unless set:
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

# The package as users get it, in a feed and a cache of its own, and nothing of the repository's settings.
say "packing"
dotnet pack "$root/package" -c Release -v q --nologo -o "$folder/feed" >&2
echo '<Project />' | tee "$folder/Directory.Build.props" >"$folder/Directory.Packages.props"
cp "$folder/Directory.Build.props" "$folder/Directory.Build.targets"
echo 'root = true' >"$folder/.editorconfig"
cat >"$folder/nuget.config" <<XML
<configuration>
  <config><add key="globalPackagesFolder" value="$folder/packages" /></config>
  <packageSources><clear /><add key="edgecompile" value="$folder/feed" /></packageSources>
</configuration>
XML
version=$(basename "$folder"/feed/EdgeCompile.*.nupkg .nupkg)

# write NAME ITEM: a console program that refers to the package.
write() {
  mkdir -p "$folder/$1"
  cat >"$folder/$1/$1.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <NuGetAudit>false</NuGetAudit>
  </PropertyGroup>
  <ItemGroup><PackageReference Include="EdgeCompile" Version="${version#EdgeCompile.}" />$2</ItemGroup>
</Project>
XML
  echo 'Console.WriteLine("hello");' >"$folder/$1/Program.cs"
  dotnet build "$folder/$1" -c Release -v q --nologo >&2
}

# measure NAME KIND: one build of this project alone; adds "seconds processor-seconds kilobytes task-ms generator-s" to NAME.KIND.
measure() {
  local log=$folder/$1.log shared=true
  [ "$2" != fresh ] || shared=false
  echo "// $(date +%N)" >>"$folder/$1/Program.cs"
  [ "$2" = edit ] || find "$folder/$1/obj" -path '*/edgecompile/*' -delete
  MSBUILDDISABLENODEREUSE=1 /usr/bin/time -f "%e %U %S %M" -o "$folder/time" dotnet build "$folder/$1" -c Release -v q --nologo --no-restore \
    -p:UseSharedCompilation=$shared -p:SharedCompilationId="$server" -p:ReportAnalyzer=true \
    -fl "-flp:logfile=$log;verbosity=detailed;performancesummary" >&2
  awk -v task="$(awk '$3 == "CompileModels" { print $1 }' "$log")" -v generator="$(awk '$3 == "EdgeCompile.ModelGenerator" { print $1 }' "$log")" \
    '{ print $1, $2 + $3, $4, task / 1000, generator + 0 }' "$folder/time" >>"$folder/$1.$2"
}

median() { sort -n | awk '{ v[NR] = $1 } END { if (NR) print v[int((NR + 1) / 2)] }'; }
# with KIND COLUMN: the median of the builds with the model; nothing where that was not measured.
with() { [ ! -f "$folder/$name.$1" ] || awk -v c="$2" '{ print $c }' "$folder/$name.$1" | median; }
# more KIND COLUMN: the median of what each is more than the one without it that ran beside it.
more() { [ ! -f "$folder/$name.$1" ] || paste -d ' ' "$folder/$name.$1" "$folder/Without.$1" | awk -v c="$2" '{ print $c - $(c + NF / 2) }' | median; }

write Without ""
echo "| model | MB | goal s | fresh s | of processors s | task s | generator s | memory MB | warm s | edit s |"
echo "|---|---|---|---|---|---|---|---|---|---|"
for argument in "$@"; do
  model_argument "$argument"
  name=With_$(tr -c 'A-Za-z0-9\n' _ <<<"$label")
  write "$name" "<OnnxModel Include=\"$model\" ClassName=\"Model\" InputShapes=\"$shapes\" />"
  rm -f "$folder"/Without.* "$folder/$name".*
  for kind in $kinds; do
    # The first build of a kind makes the server warm, and counts nowhere.
    [ $kind != warm ] || for one in Without "$name"; do measure $one warm && rm "$folder/$one.warm"; done
    for ((run = 0; run < runs; run++)); do measure Without $kind; measure "$name" $kind; done
  done
  awk -v label="$label" -v bytes="$(stat -c %s "$model")" -v task="$(with fresh 4)" -v generator="$(with fresh 5)" \
    -v fresh="$(more fresh 1)" -v processors="$(more fresh 2)" -v memory="$(more fresh 3)" -v warm="$(more warm 1)" -v edit="$(more edit 1)" '
      function tenths(seconds) { return seconds == "" ? "" : sprintf("%.1f", seconds) }
      BEGIN {
        printf "| %s | %.1f | %.1f | %s | %s | %s | %s | %s | %s | %s |\n", label, bytes / 1e6, bytes / 1e6 + 2, tenths(fresh), tenths(processors),
          task, generator, memory == "" ? "" : tenths(memory / 1024), tenths(warm), tenths(edit) }'
done
