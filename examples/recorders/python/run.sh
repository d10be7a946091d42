#!/bin/sh
# Records two days of a made-up market, verifies the recording, and makes a capture of it.
set -eu
cd "$(dirname "$0")"
folder="${1:-recording}"
python3 bot.py "$folder"
npx lockstep capture verify "$folder"
npx lockstep capture seal "$folder" --out "$folder-capture" --force
