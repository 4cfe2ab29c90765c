; What of electron-builder's installer electron/assets/installer.nsh is used in, for tests: compiled
; twice as there, with BUILD_UNINSTALLER for the one that writes the uninstaller.
Unicode true
Target amd64-unicode
Name Gatehouse
OutFile "${OUT}"
InstallDir "C:\Gatehouse folder"
RequestExecutionLevel user
SilentInstall silent
SilentUnInstall silent
!define APP_ID org.gatehouse.app
!define isUpdated '"" == "--updated"'
Var installMode
!include "${SCRIPT}"

Section
  StrCpy $installMode CurrentUser
  SetOutPath $INSTDIR
  !ifdef BUILD_UNINSTALLER
    WriteUninstaller "$INSTDIR\uninstall.exe"
  !else
    !insertmacro customInstall
  !endif
SectionEnd

!ifdef BUILD_UNINSTALLER
  Section un.Uninstall
    StrCpy $installMode CurrentUser
    !insertmacro customUnInstall
  SectionEnd
!endif
