#!/bin/sh
# Creates Temporal's two databases and brings their schema to what this release of the tool knows. Safe to repeat: run it
# before every start and every upgrade of the server.
set -eu

SQL_PASSWORD="$(cat "$SQL_PASSWORD_FILE")"
export SQL_PASSWORD

prepare() {
  database="$1"
  schema="$2"
  temporal-sql-tool --database "$database" create
  if ! temporal-sql-tool --database "$database" update-schema --schema-name "$schema"; then
    echo "$database has no schema version yet: setting it up"
    temporal-sql-tool --database "$database" setup-schema --version 0.0
    temporal-sql-tool --database "$database" update-schema --schema-name "$schema"
  fi
}

prepare temporal postgresql/v12/temporal
prepare temporal_visibility postgresql/v12/visibility
