@echo off
rem The app is the command as well, and no console program: a script waits for it, a prompt does not.
"%~dp0..\Gatehouse.exe" %*
