#!/usr/bin/env bash
# Fetches ONNX Runtime, the yardstick of bench/ and of the tests, from its npm package and prints the path of the native library.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

version=1.30.0
case "$(uname -s)-$(uname -m)" in
  Linux-x86_64) platform=linux/x64 ;;
  Linux-aarch64) platform=linux/arm64 ;;
  *) fail "onnxruntime-node $version is only used here on Linux x64 and arm64" ;;
esac

folder=$artifacts/onnxruntime/$version/$platform
library=$folder/libonnxruntime.so.1
if [ ! -f "$library" ]; then
  need npm "ONNX Runtime comes as the npm package onnxruntime-node"
  download=$artifacts/onnxruntime/download.$$
  mkdir -p "$download" "$folder"
  trap 'rm -rf "$download"' EXIT
  # npm checks the tarball against the registry's integrity hash.
  (cd "$download" && npm pack --silent "onnxruntime-node@$version" >/dev/null)
  tar -xzf "$download"/*.tgz -C "$download" "package/bin/napi-v6/$platform/libonnxruntime.so.1"
  mv "$download/package/bin/napi-v6/$platform/libonnxruntime.so.1" "$library"
fi
printf '%s\n' "$library"
