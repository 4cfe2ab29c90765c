# Writes what Group Policy or Intune set by Gatehouse.admx to the two files that Codex and
# Gatehouse read. Run it as a logon script of the user; requirements.toml needs a scheduled
# task or a startup script with the rights of an administrator. Nothing set: no file.
param([ValidateSet('requirements.toml', 'managed_config.toml')] [string] $File)

$codexHome = if ($env:CODEX_HOME) { $env:CODEX_HOME } else { Join-Path $env:USERPROFILE '.codex' }
$folder = if ($File -eq 'requirements.toml') { Join-Path $env:ProgramData 'OpenAI\Codex' } else { $codexHome }
$target = Join-Path $folder $File
$key = "HKLM:\SOFTWARE\Policies\Gatehouse\$File"

if (-not (Test-Path $key)) {
    Remove-Item $target -ErrorAction SilentlyContinue
    exit 0
}
# Each value is TOML already, so that a line is its name and its data.
$values = Get-Item $key
$lines = $values.GetValueNames() | Sort-Object | ForEach-Object { "$_ = $($values.GetValue($_))" }
New-Item -ItemType Directory -Force $folder | Out-Null
[IO.File]::WriteAllLines($target, [string[]] $lines, (New-Object Text.UTF8Encoding $false))
