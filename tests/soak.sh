#!/usr/bin/env bash
# What is tested of writing, for longer: tests/soak.sh [STATES] [WRITERS] [APPENDS] [KILLS] [CUTS]
# The last needs root and loop devices; it is left out, with a notice, where there are none.
set -euo pipefail
cd "$(dirname "$0")/.."
states=${1:-100000000} writers=${2:-64} appends=${3:-1000} kills=${4:-1000} cuts=${5:-100}

test() { cargo test --locked --test "$1" -- --nocapture "$2" | grep -v '^running\|^$'; }

echo "== simulated crashes, from a seed of this day"
RAPPORTEUR_SEED=$(date +%Y%m%d) RAPPORTEUR_STATES=$states test store nothing_is_lost
echo "== writers at once"
WRITERS=$writers APPENDS=$appends test writing many_writers
EXPECTING=16 ROUNDS=$((appends / 10)) test writing of_those_who_expect
echo "== writers killed"
SEED=$(date +%Y%m%d) KILLS=$kills test writing killed

echo "== power cuts"
if [ "$(id -u)" != 0 ] || ! losetup --find >/dev/null 2>&1; then
    echo "left out: needs root and a loop device"
    exit 0
fi
cargo build --locked
program=$PWD/target/debug/rapporteur
work=$(mktemp -d)
disk=$work/disk copy=$work/copy
image=$work/image
clean() {
    [ -z "${writer:-}" ] || kill -9 "$writer" 2>/dev/null || true
    umount "$copy" 2>/dev/null || true
    umount "$disk" 2>/dev/null || true
    rm -rf "$work"
}
trap clean EXIT
mkdir "$disk" "$copy"
truncate -s 64M "$image"
mkfs.ext4 -q "$image"
mount -o loop "$image" "$disk"
mkdir -p "$disk/seeds/bay"
cat >"$disk/seeds/bay/charter.ron" <<'CHARTER'
(
    format: 1,
    process: "bay",
    title: "Talks on the bay",
    parties: { "north": (name: "North"), "south": (name: "South") },
    issues: { "fish": (title: "Fish", required: ["north", "south"]) },
)
CHARTER
sync -f "$disk"
export RAPPORTEUR_INDEX=never
lost=0 checked=0 control=0
for cut in $(seq "$cuts"); do
    : >"$work/acknowledged"
    (
        for number in $(seq 1000); do
            "$program" -C "$disk" record demand by:north issue:fish "text:$cut $number" -o json |
                sed -n 's/^  "file": "\(.*\)",$/\1/p' >>"$work/acknowledged"
        done
    ) 2>/dev/null &
    writer=$!
    disown
    sleep "0.$((RANDOM % 900 + 100))"
    kill -9 "$writer" 2>/dev/null || true
    # What was acknowledged before the copy began has to be in it: the image without what is still in memory.
    cp "$work/acknowledged" "$work/before"
    # What nobody synced has to be lost, or this would show nothing.
    echo "$cut" >"$disk/unsynced-$cut"
    cp "$image" "$work/cut"
    while kill -0 "$writer" 2>/dev/null; do sleep 0.01; done
    writer=
    mount -o loop "$work/cut" "$copy"
    while read -r file; do
        checked=$((checked + 1))
        cmp -s "$disk/$file" "$copy/$file" || { lost=$((lost + 1)); echo "lost: $file"; }
    done <"$work/before"
    [ -s "$copy/unsynced-$cut" ] || control=$((control + 1))
    "$program" -C "$copy" check >/dev/null || { lost=$((lost + 1)); echo "unsound after cut $cut"; }
    umount "$copy"
    rm -f "$disk"/seeds/bay/2*.ron "$disk"/seeds/bay/.tmp-*
done
echo "$cuts cuts, $checked acknowledged events, $lost lost; of $cuts files that were not synced, $control lost"
[ "$lost" = 0 ] && [ "$control" -gt 0 ]
