#!/usr/bin/env bash
# eng/aot.sh PROJECT OUT [FRAMEWORK]: publishes PROJECT with NativeAOT into OUT, any warning an error, and prints the executable's size.
#
# The convention a project follows, so that a plain publish is enough:
#
#   <TargetFramework>net10.0</TargetFramework>
#   <TargetFramework Condition="'$(AotFramework)' != ''">$(AotFramework)</TargetFramework>
#   <PublishAot Condition="'$(AotFramework)' != ''">true</PublishAot>
#
#   dotnet publish PROJECT -c Release -p:AotFramework=net9.0 -o OUT
#
# `dotnet run` and `dotnet build` never see PublishAot and so need no AOT pack. `-p:PublishAot=true` would not do: it flows into the
# netstandard2.0 generator. The default is net9.0, whose compiler pack more registries serve; AOT_FRAMEWORK or FRAMEWORK choose another.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

[ $# -ge 2 ] || fail "usage: eng/aot.sh PROJECT OUT [FRAMEWORK]"
project=$1 out=$2 framework=${3:-${AOT_FRAMEWORK:-net9.0}}
need dotnet "see https://dot.net"

properties=()
if [ "$(uname -s)" = Linux ]; then
  if command -v clang >/dev/null 2>&1; then :
  elif command -v gcc >/dev/null 2>&1; then properties+=(-p:CppCompilerAndLinker=gcc)
  else apt_install clang; fi
  # The linker wants zlib's header package whatever the distribution; only Debian's name for it is known here.
  if command -v dpkg-query >/dev/null 2>&1; then apt_install zlib1g-dev; fi
fi

dotnet publish "$project" -c Release -p:AotFramework="$framework" "${properties[@]}" -warnaserror -o "$out" -v q --nologo >&2

name=$(basename "${project%/}"); name=${name%.csproj}
executable=$out/$name
[ -x "$executable" ] || executable=$(find "$out" -maxdepth 1 -type f -perm -u+x ! -name '*.dbg' ! -name '*.so*' -print -quit)
[ -n "$executable" ] || fail "no executable in $out"
printf '%s: %d bytes\n' "$executable" "$(stat -c %s "$executable")"
