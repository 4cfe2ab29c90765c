import { helpTexts } from '../../../shared/texts/command-line/help.ts';
import type { Place } from '../command-forms.ts';
import type { Offer, Offers } from './offers.ts';

/** A completion for PowerShell 5.1 or newer. */
export function powershellCompletion({ words, flags, values }: Offers): string {
  return `# ${helpTexts.completions.powershell()}
Register-ArgumentCompleter -Native -CommandName gatehouse, gatehouse.exe -ScriptBlock {
  param($current, $ast, $cursor)
  $given = @()
  $before = ''
  $typed = @($ast.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -lt $cursor } | ForEach-Object { "$_" })
  foreach ($word in $typed) {
    if (@(${[...values.keys()].map(quoted).join(', ')}) -notcontains $before -and -not $word.StartsWith('-')) { $given += $word }
    $before = $word
  }
  $command = if ($given.Count -gt 0) { $given[0] } else { '' }
  $offers = $null
  switch -CaseSensitive ($before) {
${[...values].map(valueCase).join('')}  }
  if ($null -eq $offers) {
    if ($current.StartsWith('-')) {
      switch ($command) {
${[...flags].map(([command, offers]) => offerCase(command, offers)).join('')}      }
    } else {
      switch ($given -join ' ') {
${[...words].map(([given, offers]) => offerCase(given, offers)).join('')}      }
    }
  }
  $offers | Where-Object { $_ -like "$current*" } | ForEach-Object {
    $word, $about = $_ -split "\t", 2
    [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue', $about)
  }
}
`;
}

function valueCase([flag, place]: [string, Place]): string {
  // With nothing to offer, PowerShell offers files and folders by itself.
  const action =
    place.kind === 'choice'
      ? `$offers = ${list(place.of.map((word) => ({ word, about: word })))}`
      : 'return';
  return `    ${quoted(flag)} { ${action} }\n`;
}

function offerCase(given: string, offers: readonly Offer[]): string {
  return `        ${quoted(given)} { $offers = ${list(offers)} }\n`;
}

/** Words and what they are for, with a tab in between. */
function list(offers: readonly Offer[]): string {
  return `@(${offers.map(({ word, about }) => quoted(`${word}\t${about}`)).join(', ')})`;
}

/** PowerShell takes typographic quotes for plain ones, also at the end of a text. */
function quoted(text: string): string {
  return `'${text.replaceAll(/['\u2018-\u201b]/g, '$&$&')}'`;
}
