#!/usr/bin/env bash
# Makes dist/desk-VERSION-macos.dmg out of dist/Desk.app (python run.py build has made that).
#
# Signed with the hardened runtime where DESK_MAC_IDENTITY names a "Developer ID Application" certificate, and notarised
# where DESK_MAC_NOTARY names a profile that `xcrun notarytool store-credentials` has kept. Unsigned, and said so,
# elsewhere. Give DESK_MAC_IDENTITY to `python run.py build` as well: it signs the libraries as they are collected.
set -euo pipefail
cd "$(dirname "$0")/../.."

app=dist/Desk.app
[ -d "$app" ] || { echo "There is no $app: start with python run.py build" >&2; exit 1; }
version=$("$app/Contents/MacOS/desk" --version | cut -d' ' -f2)
image="dist/desk-$version-macos.dmg"

if [ -n "${DESK_MAC_IDENTITY:-}" ]; then
    # From the inside out: a signature covers what lies in the folder.
    find "$app/Contents" -type f \( -name '*.dylib' -o -name '*.so' \) -print0 |
        xargs -0 -n 20 codesign --force --timestamp --options runtime --sign "$DESK_MAC_IDENTITY"
    for program in "$app/Contents/MacOS/desk" "$app/Contents/MacOS/DeskWindow" "$app"; do
        codesign --force --timestamp --options runtime --entitlements packaging/macos/entitlements.plist \
            --sign "$DESK_MAC_IDENTITY" "$program"
    done
    codesign --verify --deep --strict "$app"
else
    echo "DESK_MAC_IDENTITY is not set: $app carries no signature of a developer." >&2
fi

stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
cp -R "$app" "$stage/"
ln -s /Applications "$stage/Applications"
rm -f "$image"
hdiutil create -quiet -volname "Desk $version" -srcfolder "$stage" -format UDZO "$image"

if [ -n "${DESK_MAC_IDENTITY:-}" ]; then
    codesign --timestamp --sign "$DESK_MAC_IDENTITY" "$image"
    if [ -n "${DESK_MAC_NOTARY:-}" ]; then
        xcrun notarytool submit "$image" --keychain-profile "$DESK_MAC_NOTARY" --wait
        xcrun stapler staple "$image"
        spctl --assess --type open --context context:primary-signature "$image"
    else
        echo "DESK_MAC_NOTARY is not set: $image is signed and not notarised." >&2
    fi
fi
echo "$image"
