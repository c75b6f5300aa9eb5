#!/bin/sh
# Starts the Temporal server with the database password read from its secret: the server itself knows variables only.
set -eu

POSTGRES_PWD="$(cat "$POSTGRES_PWD_FILE")"
export POSTGRES_PWD

# What listens on every address has to say which one the other services reach it at.
: "${TEMPORAL_BROADCAST_ADDRESS:=$(hostname -i | cut -d ' ' -f 1)}"
export TEMPORAL_BROADCAST_ADDRESS

exec temporal-server start
