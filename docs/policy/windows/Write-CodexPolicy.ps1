# Writes what Group Policy or Intune set by Gatehouse.admx to the two files that Codex and
# Gatehouse read below %ProgramData%. Run it by a scheduled task or a startup script with the rights
# of an administrator. Nothing set: no file.
# What cannot be right is not written: the last file stays, and the script ends with 1.
param([Parameter(Mandatory)] [ValidateSet('requirements.toml', 'config.toml')] [string] $File)
$ErrorActionPreference = 'Stop'

# As Codex, ask Windows: the variable can be set to something else.
$folder = Join-Path ([Environment]::GetFolderPath('CommonApplicationData')) 'OpenAI\Codex'
$target = Join-Path $folder $File
$key = "HKLM:\SOFTWARE\Policies\Gatehouse\$File"

$values = if (Test-Path -LiteralPath $key) { Get-Item -LiteralPath $key }
$names = if ($values) { @($values.GetValueNames() | Sort-Object) } else { @() }
if ($names.Count -eq 0) {
    if (Test-Path -LiteralPath $target) { Remove-Item -LiteralPath $target -Force }
    exit 0
}

# Each value is TOML already, so that a line is its name and its data.
$lines = foreach ($name in $names) {
    $data = $values.GetValue($name)
    # Another line of data would be another policy.
    if ($name -cnotmatch '\A[A-Za-z0-9_.-]+\z' -or $data -isnot [string] -or $data -match '\A\s*\z|[\x00-\x08\x0a-\x1f\x7f]') {
        [Console]::Error.WriteLine("${key}: $name is no line of TOML. $target was left as it is.")
        exit 1
    }
    "$name = $data"
}

New-Item -ItemType Directory -Force $folder | Out-Null
# Beside the target, so that it takes its place in one step; of its name, for the preview goes by it.
$new = Join-Path $folder "$File.$PID.new"
try {
    [IO.File]::WriteAllLines($new, [string[]] $lines, (New-Object Text.UTF8Encoding $false))
    if (Compare-Object -CaseSensitive -SyncWindow 0 ([string[]] $lines) ([IO.File]::ReadAllLines($new))) {
        throw "$new is not what was written."
    }
    $command = Join-Path $env:ProgramFiles 'Gatehouse\Gatehouse.exe'
    if (Test-Path -LiteralPath $command -PathType Leaf) {
        # Gatehouse reads it as it would be read there. Its exit code is about the sign-in too.
        $out = "$new.json"
        Start-Process -FilePath $command -ArgumentList 'policy', '--json', '--preview', "`"$new`"" -NoNewWindow -Wait -RedirectStandardOutput $out
        $report = [IO.File]::ReadAllText($out) | ConvertFrom-Json
        if (-not $report) { throw 'Gatehouse could not look at it.' }
        $place = $report.previewOf
        $wrong = @($report.sources | Where-Object { $_.place -eq $place -and $_.status -eq 'unreadable' } | ForEach-Object { $_.message })
        $wrong += @($report.policies | Where-Object { $_.source -eq $place -and $_.status -eq 'invalid' } | ForEach-Object { $_.key })
        # Misspelt, in the wrong file, or an id that no workspace has: it would protect nobody.
        $wrong += @($report.warnings | Where-Object { $_.source -eq $place -and $_.kind -in 'unknownKey', 'misplacedKey', 'malformedWorkspaceId' } | ForEach-Object { $_.message })
        if ($wrong.Count -gt 0) { throw "it cannot be used: $($wrong -join ', ')." }
    }
    # An argument of $null would arrive as an empty name of a file.
    if (Test-Path -LiteralPath $target) { [IO.File]::Replace($new, $target, [NullString]::Value) }
    else { [IO.File]::Move($new, $target) }
} catch {
    [Console]::Error.WriteLine("$target was left as it is: $($_.Exception.Message)")
    exit 1
} finally {
    Remove-Item -LiteralPath $new, "$new.json" -Force -ErrorAction SilentlyContinue
}
