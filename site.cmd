@echo off
rem The one command of this project, on Windows: "./site" in PowerShell, "site" in the older prompt. See the file "site".
setlocal
rem What is given as a path is meant from where it was typed.
set "SITE_FROM=%CD%"
cd /d "%~dp0"
set PYTHONUTF8=1
set PYTHONDONTWRITEBYTECODE=
if not exist .venv\Scripts\python.exe goto setup
fc /b requirements.txt .venv\site.stamp >nul 2>&1
if not errorlevel 1 goto run

:setup
set found=
for %%p in ("py -3" python python3) do (
    if not defined found (
        %%~p -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>&1 && set "found=%%~p"
    )
)
if not defined found (
    echo Python 3.11 or newer is needed. Fix: winget install Python.Python.3.13, then open a new window. 1>&2
    exit /b 1
)
%found% desk\set_up.py requirements.txt || exit /b 1

:run
.venv\Scripts\python.exe -m desk %*
exit /b %errorlevel%
