#!/usr/bin/env bash
# Whole-process measurement: unique documents a second that `haystack generate` writes, exact lengths included, and the
# memory it takes. What is measured and how, and figures: README.md beside this file.
# Needs GNU time (Debian package `time`) and a directory in memory, /dev/shm; takes a minute or two on two free cores.
set -euo pipefail
cd "$(dirname "$0")/.."
[ -x /usr/bin/time ] || { echo "documents-per-second: needs GNU time (Debian package 'time')" >&2; exit 1; }
dotnet build Haystack.Cli -c Release -v q > /dev/null
work=$(mktemp -d -p /dev/shm haystack-XXXXXX)
trap 'rm -rf "$work"' EXIT
export HAYSTACK_CACHE=$work/cache

# run OUTPUT CONTEXT DOCUMENTS: writes a data set, one question a document; prints seconds, processor seconds and kB at most.
run() {
  local to=(--out "$1"); [ "$1" = - ] && to=()
  /usr/bin/time -o "$work/time" -f '%e %U %S %M' dotnet artifacts/bin/Haystack.Cli/release/haystack.dll \
    generate --contexts "$2" --documents "$3" --chains-per-document 1 --arms pair "${to[@]}" > /dev/null 2> "$work/errors" \
    || { cat "$work/errors" >&2; exit 1; }
  awk '{ print $1, $2 + $3, $4 }' "$work/time"
}

# median CONTEXT DOCUMENTS: of three runs, the one whose seconds are in the middle.
median() { for _ in 1 2 3; do run "$work/set.jsonl" "$1" "$2"; done | sort -n | sed -n 2p; }

cores=$(nproc)
echo "$cores cores, load $(cut -d' ' -f1 /proc/loadavg) when it began"
for pair in "128k 1500" "32k 6000"; do
  read -r context documents <<< "$pair"
  run "$work/set.jsonl" "$context" 1 > /dev/null # counts the corpus, once a machine
  read -r one one_cpu _ <<< "$(median "$context" 1)"
  read -r many many_cpu _ <<< "$(median "$context" "$documents")"
  awk -v c="$context" -v n="$documents" -v a="$one" -v b="$many" -v x="$one_cpu" -v y="$many_cpu" -v cores="$cores" 'BEGIN {
    printf "%s: %.0f documents a second (%d in %.1f s, 1 in %.1f s); %.0f a processor second, times %d cores = %.0f\n",
      c, (n - 1) / (b - a), n, b, a, (n - 1) / (y - x), cores, cores * (n - 1) / (y - x) }'
done
for pair in "128k 1000" "128k 10000" "1m 1"; do
  read -r context documents <<< "$pair"
  read -r seconds cpu memory <<< "$(run - "$context" "$documents")"
  awk -v c="$context" -v n="$documents" -v s="$seconds" -v m="$memory" 'BEGIN {
    printf "%d of %s: %.0f MB at most, %.1f s\n", n, c, m / 1024, s }'
done
