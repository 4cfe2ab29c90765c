/** The system's code of an error, such as "ECONNREFUSED"; its message could quote an address. */
export function systemCodeOf(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z0-9_]{1,64}$/.test(code) ? code : null;
}

/** Whether an error has one of these codes of the operating system. */
export function isErrno(error: unknown, ...codes: string[]): boolean {
  return codes.includes(systemCodeOf(error) ?? '');
}
