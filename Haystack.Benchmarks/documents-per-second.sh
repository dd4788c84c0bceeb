#!/usr/bin/env bash
# Whole-process measurement: unique documents a second that `haystack generate` writes, exact lengths included.
#
# Method: the time of the whole process (start, corpus, vocabulary, documents, JSON, writing) for N documents, less that
# for one document, so that what is paid once is left out; three runs of each, medians. One question a document
# (--chains-per-document 1 --arms pair), written to a file in memory (/dev/shm) so that the disk is not measured. Peak
# memory is the operating system's figure for the largest run (GNU time, Debian package `time`).
#
# For the same on RULER's generator: its script niah.py with --num_samples N at the same length and a native tokenizer,
# timed in the same way; issue figures are 3–4 documents a second at 131,072 tokens and 17 at 32,768.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build Haystack.Cli -c Release -v q > /dev/null
haystack() { dotnet artifacts/bin/Haystack.Cli/release/haystack.dll "$@"; }
out=$(mktemp -p /dev/shm haystack-XXXXXX.jsonl)
trap 'rm -f "$out" "$out.part"' EXIT

seconds() { # CONTEXT DOCUMENTS
  local best=()
  for _ in 1 2 3; do
    local begun; begun=$(date +%s.%N)
    haystack generate --contexts "$1" --documents "$2" --chains-per-document 1 --arms pair --out "$out" 2> /dev/null
    best+=("$(echo "$(date +%s.%N) - $begun" | bc -l)")
  done
  printf '%s\n' "${best[@]}" | sort -n | sed -n 2p
}

for run in "128k 1500" "32k 6000"; do
  set -- $run
  haystack generate --contexts "$1" --documents 1 --chains-per-document 1 --arms pair --out "$out" 2> /dev/null # fills the caches
  one=$(seconds "$1" 1); many=$(seconds "$1" "$2")
  echo "$1: $(echo "($2 - 1) / ($many - $one)" | bc -l | cut -d. -f1) documents a second ($2 in $many s, one in $one s)"
done
if [ -x /usr/bin/time ]; then
  /usr/bin/time -f 'peak memory of 10,000 documents at 128k: %M kB' dotnet artifacts/bin/Haystack.Cli/release/haystack.dll \
    generate --contexts 128k --documents 10000 --chains-per-document 1 --arms pair > /dev/null
fi
