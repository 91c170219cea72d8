#!/usr/bin/env bash
# Runs tests by path on another version of Node than the machine's: scripts/test-on-node.sh 24 unit/inject conformance
set -euo pipefail
cd "$(dirname "$0")/.."
version=$1
shift
exec npx --yes -p "node@$version" node --experimental-vm-modules --disable-warning=ExperimentalWarning \
  node_modules/jest/bin/jest.js "$@"
