/** Copies of what could not be read, and what to do with them. @param copies at least one. */
export function keptCopiesText(copies: readonly string[]): string {
  const what =
    copies.length === 1
      ? 'A copy of an earlier sign-in is still kept'
      : `${copies.length} copies of earlier sign-ins are still kept`;
  return `${what}: ${copies.join(', ')}. To remove ${copies.length === 1 ? 'it' : 'them'}, run: gatehouse store remove-copies`;
}
