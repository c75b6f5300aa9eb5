#!/bin/sh
# Creates the namespace and its search attributes where they are missing, once the server answers. Safe to repeat.
# Connection and namespace come from TEMPORAL_*, as everywhere.
set -eu

attempts=60
until temporal operator cluster health >/dev/null 2>&1; do
  attempts=$((attempts - 1))
  if [ "$attempts" -eq 0 ]; then
    echo "the Temporal server at $TEMPORAL_ADDRESS does not answer:" >&2
    exec temporal operator cluster health
  fi
  sleep 1
done

if ! temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1; then
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention "$TEMPORAL_RETENTION"
fi

# A fresh namespace is known to every part of the server within seconds.
attempts=30
until temporal operator search-attribute list >/dev/null 2>&1 || [ "$attempts" -eq 0 ]; do
  attempts=$((attempts - 1))
  sleep 1
done

existing="$(temporal operator search-attribute list)"
while read -r name type; do
  if ! echo "$existing" | grep -qw "$name"; then
    temporal operator search-attribute create --name "$name" --type "$type"
  fi
done <<ATTRIBUTES
PaymentProvider Keyword
MerchantAccount Keyword
PaymentId Keyword
OrderRef Keyword
CancellationStatus Keyword
CancellationOutcome Keyword
PayerRounds Int
PayerDeadline Datetime
ATTRIBUTES
