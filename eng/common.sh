# Sourced by the scripts beside it: where the repository is, and how they speak. Results go to stdout, everything else to stderr.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
artifacts=$root/artifacts
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en

say() { printf '%s\n' "$*" >&2; }

fail() { say "error: $*"; exit 1; }

# need COMMAND WHY: stops with one line where a command is missing.
need() { command -v "$1" >/dev/null 2>&1 || fail "'$1' is missing: $2"; }

# model_argument MODEL[=INPUT_SHAPES]: sets model, the file's whole path; shapes; and label, its name or, of model.onnx, its folder's.
model_argument() {
  model=${1%%=*} shapes=""
  [ "$model" = "$1" ] || shapes=${1#*=}
  [ -f "$model" ] || fail "no such model: $model"
  model=$(realpath "$model")
  label=$(basename "$model" .onnx)
  [ "$label" != model ] || label=$(basename "$(dirname "$model")")
}

# apt_install PACKAGE…: installs what is missing where we may, says what to install where we may not.
apt_install() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || fail "please install: ${missing[*]}"
  say "installing ${missing[*]}"
  apt_index "${missing[0]}"
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# apt_index PACKAGE: refreshes apt's lists where PACKAGE is unknown to them (a fresh container has none).
apt_index() {
  apt-cache show "$1" >/dev/null 2>&1 && return 0
  [ "$(id -u)" = 0 ] || fail "apt does not know '$1': run 'apt-get update' as root"
  apt-get update -qq >/dev/null
}
