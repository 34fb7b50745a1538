# Makes dist\desk-VERSION-windows.exe out of dist\desk (python run.py build has made that).
# Signed where DESK_SIGN_THUMBPRINT names a certificate in this user's store; unsigned and said so elsewhere.
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "..\..")

$version = (& dist\desk\desk.exe --version).Split(" ")[1]
if (-not $version) { throw "dist\desk\desk.exe does not tell its version: start with python run.py build" }
$setup = @("/DVersion=$version")

if ($env:DESK_SIGN_THUMBPRINT) {
    $time = if ($env:DESK_SIGN_TIMESTAMP) { $env:DESK_SIGN_TIMESTAMP } else { "http://timestamp.digicert.com" }
    $sign = "signtool sign /sha1 $env:DESK_SIGN_THUMBPRINT /fd sha256 /tr $time /td sha256"
    foreach ($program in "dist\desk\desk.exe", "dist\desk\DeskWindow.exe") {
        Invoke-Expression "$sign $program"
        if ($LASTEXITCODE -ne 0) { throw "$program could not be signed" }
    }
    $setup += "/DSign", "/Sdesk=$sign `$f"
} else {
    Write-Warning "DESK_SIGN_THUMBPRINT is not set: the installer is not signed."
}

& iscc @setup packaging\windows\desk.iss
if ($LASTEXITCODE -ne 0) { throw "Inno Setup could not make the installer" }
Get-Item "dist\desk-$version-windows.exe"
