#!/usr/bin/env bash
# Delivers a file of records to Stelselwacht with curl. Needs bash, curl and sha256sum.
#
#   export STELSELWACHT_URL=https://register.example STELSELWACHT_BODY=alfa STELSELWACHT_TOKEN=stw_...
#   deliver.sh delivery.json          everything, or nothing when something is wrong
#   deliver.sh delivery.json geldige  what is right; the answer says what was refused
#
# Run it again when it failed halfway: the key follows from the file, so nothing is done twice.
set -euo pipefail

file=${1:?which file?}
mode=${2:-alles}
: "${STELSELWACHT_URL:?}" "${STELSELWACHT_BODY:?}" "${STELSELWACHT_TOKEN:?}"

key=$(printf '%s %s' "$mode" "$(sha256sum <"$file")" | sha256sum | cut -d' ' -f1)
answer=$(mktemp)
trap 'rm -f "$answer"' EXIT

# The token goes in by a file descriptor: what stands on a command line can be read by everybody on the machine.
status=$(curl --silent --show-error --retry 5 --retry-connrefused --max-time 120 \
  --config <(printf 'header = "Authorization: Bearer %s"\n' "$STELSELWACHT_TOKEN") \
  --header 'Content-Type: application/json' \
  --header "Idempotency-Key: $key" \
  --data-binary "@$file" \
  --output "$answer" --write-out '%{http_code}' \
  "$STELSELWACHT_URL/api/v1/certificerende-instellingen/$STELSELWACHT_BODY/aanleveringen?modus=$mode")

cat "$answer"
echo
if [ "$status" != 200 ]; then
  echo "Not stored: status $status" >&2
  exit 1
fi
