#!/usr/bin/env bash
# Fetches ONNX's backend tests (Debian's libonnx-testdata; no root needed) and prints the folder that holds {node,simple,pytorch-*}.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

folder=$artifacts/onnx-testdata
ready=$folder/.complete
if [ ! -f "$ready" ]; then
  need apt-get "the ONNX backend tests come as a Debian package"
  need dpkg-deb "the ONNX backend tests come as a Debian package"
  rm -rf "$folder" && mkdir -p "$folder/package"
  apt_index libonnx-testdata
  # apt's own sandbox user cannot write here, which it would say on stderr although it then succeeds.
  (cd "$folder/package" && apt-get download -qq -o APT::Sandbox::User="$(id -un)" libonnx-testdata >&2)
  dpkg-deb -x "$folder"/package/*.deb "$folder"
  rm -rf "$folder/package"
  touch "$ready"
fi

data=$folder/usr/share/libonnx-testdata/data
[ -d "$data/node" ] || fail "libonnx-testdata no longer holds data/node"
printf '%s\n' "$data"
