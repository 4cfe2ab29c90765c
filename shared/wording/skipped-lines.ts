/** Says how many lines of the activity log, at least one, could not be read. */
export function skippedText(skipped: number): string {
  return skipped === 1
    ? 'One line of the log could not be read and is left out.'
    : `${skipped} lines of the log could not be read and are left out.`;
}
