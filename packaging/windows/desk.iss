; The installer for Windows (Inno Setup 6): for this user only, without an administrator.
;   iscc /DVersion=0.1.0 packaging\windows\desk.iss
; With /DSign and a sign tool of this name it is signed (iscc /Sdesk="signtool sign … $f"); build.ps1 does both.
; What the agent has stored lies in %LOCALAPPDATA%\Desk and stays when Desk is removed.

#ifndef Version
  #error Give the version: iscc /DVersion=…
#endif

[Setup]
AppId={{8B0E6F0C-6C0B-4E0F-9C1B-2D7B4A5E9D11}
AppName=Desk
AppVersion={#Version}
AppVerName=Desk {#Version}
VersionInfoVersion={#Version}
PrivilegesRequired=lowest
DefaultDirName={localappdata}\Programs\Desk
DefaultGroupName=Desk
DisableProgramGroupPage=yes
DisableDirPage=auto
LicenseFile=..\..\LICENSE
OutputDir=..\..\dist
OutputBaseFilename=desk-{#Version}-windows
SetupIconFile=..\..\build\packaging\desk.ico
UninstallDisplayIcon={app}\DeskWindow.exe
UninstallDisplayName=Desk
WizardStyle=modern
Compression=lzma2
SolidCompression=yes
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
; A Desk that runs is asked to end, and its outbox goes on at the next start.
CloseApplications=yes
ChangesEnvironment=yes
#ifdef Sign
SignTool=desk
SignedUninstaller=yes
#endif

[Languages]
Name: "de"; MessagesFile: "compiler:Languages\German.isl"
Name: "en"; MessagesFile: "compiler:Default.isl"

[CustomMessages]
de.Terminal=Den Befehl „desk“ im Terminal anbieten
en.Terminal=Offer the command "desk" in a terminal
de.Start=Desk starten
en.Start=Start Desk

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked
Name: "terminal"; Description: "{cm:Terminal}"; Flags: unchecked

[InstallDelete]
; Libraries of an older version must not lie beside those of the new one.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "..\..\dist\desk\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs

[Icons]
Name: "{group}\Desk"; Filename: "{app}\DeskWindow.exe"
Name: "{autodesktop}\Desk"; Filename: "{app}\DeskWindow.exe"; Tasks: desktopicon

[Registry]
; Links to an order, desk://order/…
Root: HKCU; Subkey: "Software\Classes\desk"; ValueType: string; ValueData: "URL:Desk"; Flags: uninsdeletekey
Root: HKCU; Subkey: "Software\Classes\desk"; ValueName: "URL Protocol"; ValueType: string; ValueData: ""
Root: HKCU; Subkey: "Software\Classes\desk\shell\open\command"; ValueType: string; ValueData: """{app}\DeskWindow.exe"" open ""%1"""
Root: HKCU; Subkey: "Environment"; ValueName: "Path"; ValueType: expandsz; ValueData: "{olddata};{app}"; Tasks: terminal; Check: IsNotInPath

[Run]
Filename: "{app}\DeskWindow.exe"; Description: "{cm:Start}"; Flags: nowait postinstall skipifsilent

[Code]
function PathOfUser(): string;
begin
  if not RegQueryStringValue(HKCU, 'Environment', 'Path', Result) then
    Result := '';
end;

function IsNotInPath(): Boolean;
begin
  Result := Pos(';' + Lowercase(ExpandConstant('{app}')) + ';', ';' + Lowercase(PathOfUser()) + ';') = 0;
end;

procedure CurUninstallStepChanged(Step: TUninstallStep);
var
  Path, Ours: string;
  At: Integer;
begin
  if Step <> usPostUninstall then
    exit;
  Path := PathOfUser();
  Ours := ';' + ExpandConstant('{app}');
  At := Pos(Lowercase(Ours), Lowercase(Path));
  if At > 0 then
  begin
    Delete(Path, At, Length(Ours));
    RegWriteExpandStringValue(HKCU, 'Environment', 'Path', Path);
  end;
end;
