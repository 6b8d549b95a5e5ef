#!/usr/bin/env bash
# eng/build-cost.sh MODEL [INPUT_SHAPES]: what adding a model to a console program costs its build. Builds the same program without and
# with the model, three times each and by turns, and prints the medians of the time and the largest memory of a process (the C# compiler
# with the generator in it, or the build task's MSBuild). Needs GNU time.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

[ $# -ge 1 ] || fail "usage: eng/build-cost.sh MODEL [INPUT_SHAPES]"
[ -f "$1" ] || fail "no such model: $1"
[ -x /usr/bin/time ] || fail "GNU time is missing (Debian: time)"
model=$(realpath "$1") shapes=${2:-}
folder=$artifacts/build-cost
rm -rf "$folder" && mkdir -p "$folder/Without" "$folder/With"

# write NAME ITEM: a console program that imports the package's parts from source.
write() {
  cat >"$folder/$1/$1.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <Import Project="$root/package/FromSource.props" />
  <!-- Below artifacts/ nothing is compiled unasked. -->
  <ItemGroup><Compile Include="Program.cs" />$2</ItemGroup>
</Project>
XML
  echo 'Console.WriteLine("hello");' >"$folder/$1/Program.cs"
}
write Without ""
write With "<OnnxModel Include=\"$model\" ClassName=\"Model\" InputShapes=\"$shapes\" />"
for name in Without With; do dotnet build "$folder/$name" -c Release -v q --nologo >&2; done

# measure NAME: one build of this project alone, in which the C# compiler and the build task run anew.
measure() {
  touch "$folder/$1/Program.cs"
  find "$artifacts/obj/$1" -name '*.weights.*' -delete
  UseSharedCompilation=false MSBUILDDISABLENODEREUSE=1 /usr/bin/time -f "%e %M" -a -o "$folder/$1.log" \
    dotnet build "$folder/$1" -c Release -v q --nologo --no-restore --no-dependencies >&2
}
for _ in 1 2 3; do measure Without; measure With; done
column() { awk -v c="$2" '{ print $c }' "$folder/$1.log" | sort -n | sed -n 2p; }

awk -v name="$(basename "$model")" -v t0="$(column Without 1)" -v t1="$(column With 1)" -v m0="$(column Without 2)" -v m1="$(column With 2)" 'BEGIN {
  printf "%s: build %.2f s -> %.2f s (%.2f s more), largest process %d MB -> %d MB (%d MB more)\n", name, t0, t1, t1 - t0, m0 / 1024, m1 / 1024, (m1 - m0) / 1024 }'
