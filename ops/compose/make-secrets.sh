#!/bin/sh
# Makes every secret and certificate that docker-compose.yml mounts and that does not exist yet, in the folder given (or
# SECRETS_FOLDER, or ops/compose/secrets). Safe to repeat: what exists stays. Random stand-ins are written for what a
# provider gives you: replace them by the provider's own before you talk to a real one.
set -eu
umask 077

folder="${1:-${SECRETS_FOLDER:-$(dirname "$0")/secrets}}"
mkdir -p "$folder"
cd "$folder"

missing() { [ ! -e "$1" ]; }
random() { openssl rand -base64 "$1" | tr -d '\n'; }
word() { openssl rand -hex 24; }

missing postgres_password && word > postgres_password
missing grafana_admin_password && word > grafana_admin_password
missing secret_keys && echo "k1:$(random 32)" > secret_keys
missing events_secret && echo "whsec_$(random 32)" > events_secret

# One token for each who calls the API: its name is what histories show, its scopes and accounts what it may do.
missing orders_api_token && word > orders_api_token
missing operator_api_token && word > operator_api_token
missing prometheus_api_token && word > prometheus_api_token
if missing api_tokens; then
  {
    echo "orders:$(cat orders_api_token):cancel+read:*,"
    echo "operator:$(cat operator_api_token):*:*,"
    echo "prometheus:$(cat prometheus_api_token):read:*"
  } > api_tokens
fi

# Whoever holds one of these can read every history: one for each person. To encode is what the UI's buttons need.
missing operator_codec_token && word > operator_codec_token
missing codec_tokens && echo "operator:$(cat operator_codec_token):decode+encode" > codec_tokens

# Given by the providers, or agreed with them.
for name in powens_client_secret powens_webhook_secret swedbankpay_token swedbankpay_callback_secret; do
  missing "$name" && word > "$name"
done

# The certificates of what talks TLS inside the stack, by an authority of its own. Its key stays in this folder and is
# mounted nowhere.
if missing ca.key; then
  openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj '/CN=Countermand stack' -keyout ca.key -out ca.crt 2>/dev/null
fi

# certificate <name> <usage> <subject alternative names>
certificate() {
  missing "$1.key" || return 0
  openssl req -new -newkey rsa:2048 -nodes -subj "/CN=$1" -keyout "$1.key" -out "$1.csr" 2>/dev/null
  printf 'basicConstraints=CA:FALSE\nextendedKeyUsage=%s\nsubjectAltName=%s\n' "$2" "$3" > "$1.ext"
  openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -set_serial "0x$(openssl rand -hex 16)" -days 825 -extfile "$1.ext" -out "$1.crt" 2>/dev/null
  rm "$1.csr" "$1.ext"
}

# The server is also a client: of itself.
certificate temporal serverAuth,clientAuth DNS:temporal,DNS:localhost,IP:127.0.0.1
certificate temporal_client clientAuth DNS:countermand
certificate edge serverAuth DNS:countermand.localhost,DNS:*.countermand.localhost,DNS:simulator.localhost,DNS:localhost,IP:127.0.0.1

# The folder keeps everybody out; each file is mounted alone into services that run as different users.
chmod 444 ./*
chmod 400 ca.key
