; What electron-builder's installer for Windows does besides: `gatehouse` is found in every terminal,
; and nothing that starts the app stays behind. For the person, or for all where it is installed so.

!include LogicLib.nsh
!include WinMessages.nsh
!include StrFunc.nsh

!ifdef BUILD_UNINSTALLER
  ${UnStrRep}
!else
  ${StrStr}
!endif

!define commandFolder "$INSTDIR\bin"

!macro withEnvironment STEP
  ${If} $installMode == "all"
    !insertmacro ${STEP} HKLM "SYSTEM\CurrentControlSet\Control\Session Manager\Environment"
  ${Else}
    !insertmacro ${STEP} HKCU "Environment"
  ${EndIf}
!macroend

; $0 is the PATH, and $1 whether that is all of it: one that is longer than NSIS can hold is read as
; empty, and written back it would be lost.
!macro readPath ROOT KEY MORE
  ReadRegStr $0 ${ROOT} "${KEY}" "Path"
  StrCpy $1 yes
  StrLen $2 ";$0;${MORE}"
  ${If} $0 == ""
    StrCpy $2 0
    ${Do}
      EnumRegValue $3 ${ROOT} "${KEY}" $2
      ${If} $3 == "Path"
        StrCpy $1 no
      ${EndIf}
      IntOp $2 $2 + 1
    ${LoopUntil} $3 == ""
  ${ElseIf} $2 >= ${NSIS_MAX_STRLEN}
    StrCpy $1 no
  ${EndIf}
!macroend

!macro writePath ROOT KEY
  WriteRegExpandStr ${ROOT} "${KEY}" "Path" "$0"
  SendMessage ${HWND_BROADCAST} ${WM_SETTINGCHANGE} 0 "STR:Environment" /TIMEOUT=5000
!macroend

!macro addToPath ROOT KEY
  !insertmacro readPath ${ROOT} "${KEY}" "${commandFolder};"
  ${If} $1 == yes
    ${StrStr} $2 ";$0;" ";${commandFolder};"
    ${If} $2 == ""
      ${If} $0 == ""
        StrCpy $0 "${commandFolder}"
      ${Else}
        StrCpy $0 "$0;${commandFolder}"
      ${EndIf}
      !insertmacro writePath ${ROOT} "${KEY}"
    ${EndIf}
  ${EndIf}
!macroend

!macro takeFromPath ROOT KEY
  !insertmacro readPath ${ROOT} "${KEY}" ""
  ${If} $1 == yes
    ${UnStrRep} $2 ";$0;" ";${commandFolder};" ";"
    ${If} $2 != ";$0;"
      ; Without the two that were put around it.
      StrCpy $0 $2 -1 1
      ${If} $0 == ""
        DeleteRegValue ${ROOT} "${KEY}" "Path"
      ${Else}
        !insertmacro writePath ${ROOT} "${KEY}"
      ${EndIf}
    ${EndIf}
  ${EndIf}
!macroend

!ifdef BUILD_UNINSTALLER
  !macro customUnInstall
    ${IfNot} ${isUpdated}
      !insertmacro withEnvironment takeFromPath
      ; Electron names the value by the AppUserModelID, which is the appId.
      DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "${APP_ID}"
      DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run" "${APP_ID}"
    ${EndIf}
  !macroend
!else
  !macro customInstall
    !insertmacro withEnvironment addToPath
  !macroend
!endif
