/** What is told of the lines of the activity log that could not be read. @param skipped how many, at least one. */
export function skippedText(skipped: number): string {
  return skipped === 1
    ? 'One line of the log could not be read and is left out.'
    : `${skipped} lines of the log could not be read and are left out.`;
}
