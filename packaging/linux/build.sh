#!/usr/bin/env bash
# Makes dist/desk-VERSION-linux.tar.gz out of dist/desk (python run.py build has made that): the program, its entries
# for the desktop's menu, and `install.sh`, which puts them into ~/.local and asks for no rights.
set -euo pipefail
cd "$(dirname "$0")/../.."

[ -x dist/desk/desk ] || { echo "There is no dist/desk/desk: start with python run.py build" >&2; exit 1; }
version=$(dist/desk/desk --version | cut -d' ' -f2)
name="desk-$version-linux"
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
mkdir -p "$stage/$name/share"
cp -R dist/desk "$stage/$name/desk"
cp packaging/linux/org.desk.Desk.* "$stage/$name/share/"
.venv/bin/python packaging/icon.py "$stage/icons" >/dev/null
cp "$stage/icons/desk.png" "$stage/$name/share/org.desk.Desk.png"
install -m 755 packaging/linux/install.sh "$stage/$name/install.sh"
tar -C "$stage" --owner=0 --group=0 -czf "dist/$name.tar.gz" "$name"
echo "dist/$name.tar.gz"
