#!/bin/sh
# Puts Desk into this user's ~/.local; with --remove takes it away again. What was stored in it stays either way.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
base="${XDG_DATA_HOME:-$HOME/.local/share}"
program="$HOME/.local/lib/desk"
entries="org.desk.Desk.desktop org.desk.Desk.links.desktop"

rm -rf "$program" "$HOME/.local/bin/desk" "$base/icons/hicolor/256x256/apps/org.desk.Desk.png" \
    "$base/metainfo/org.desk.Desk.metainfo.xml"
for entry in $entries; do
    rm -f "$base/applications/$entry"
done
if [ "${1:-}" = "--remove" ]; then
    echo "Desk is removed. Its data stay in $base/Desk."
    exit 0
fi

mkdir -p "$HOME/.local/lib" "$HOME/.local/bin" "$base/applications" "$base/icons/hicolor/256x256/apps" "$base/metainfo"
cp -R "$here/desk" "$program"
ln -s "$program/desk" "$HOME/.local/bin/desk"
cp "$here/share/org.desk.Desk.png" "$base/icons/hicolor/256x256/apps/"
cp "$here/share/org.desk.Desk.metainfo.xml" "$base/metainfo/"
for entry in $entries; do
    # A menu knows nothing of the shell's PATH.
    sed "s|DESK_NO_TERMINAL=1 desk|DESK_NO_TERMINAL=1 \"$program/desk\"|" "$here/share/$entry" \
        >"$base/applications/$entry"
done
command -v update-desktop-database >/dev/null && update-desktop-database "$base/applications" || true
echo "Desk is in the menu, and in a terminal: $HOME/.local/bin/desk"
