# Detection script for Intune ("Run this script using the logged-on credentials": Yes). Prints
# the state of the report. Ends with 0 where rules of an administrator hold and are met, also while
# those of a workspace are to be asked for again, and with 1 where somebody has to look.
$ErrorActionPreference = 'Stop'

# For all, or for the person alone.
$command = @($env:ProgramFiles, (Join-Path $env:LOCALAPPDATA 'Programs')) |
    ForEach-Object { Join-Path $_ 'Gatehouse\Gatehouse.exe' } |
    Where-Object { Test-Path -LiteralPath $_ -PathType Leaf } |
    Select-Object -First 1
if (-not $command) {
    Write-Output 'notInstalled'
    exit 1
}

$file = [IO.Path]::GetTempFileName()
try {
    # The app is no console program: PowerShell would neither wait for it nor see what it prints.
    $process = Start-Process -FilePath $command -ArgumentList 'policy', '--json' -NoNewWindow -Wait -PassThru -RedirectStandardOutput $file
    $code = $process.ExitCode
    $report = [IO.File]::ReadAllText($file) | ConvertFrom-Json
    $state = $report.state
} catch {
    Write-Output 'noReport'
    exit 1
} finally {
    Remove-Item -LiteralPath $file -Force -ErrorAction SilentlyContinue
}

# Codex keeps the rules of a workspace for an hour, and asks for them again at its next start.
$isBetween = ($report.cloud.because -eq 'expired') -and $report.cloud.setsPolicies
if (("${code}:$state" -eq '0:notKnown') -and $isBetween) { Write-Output $state; exit 0 }

# The exit code and the report have to say the same.
switch ("${code}:$state") {
    '0:compliant' { Write-Output $state; exit 0 }
    '0:notManaged' { Write-Output $state; exit 1 }
    '0:notKnown' { Write-Output $state; exit 1 }
    '0:attention' { Write-Output $state; exit 1 }
    '3:actionNeeded' { Write-Output $state; exit 1 }
    '6:error' { Write-Output $state; exit 1 }
    default { Write-Output 'noReport'; exit 1 }
}
