export type CaFileProblem =
  | { readonly kind: 'absent' }
  | { readonly kind: 'noFile' }
  /** A code of the operating system. */
  | { readonly kind: 'unreadable'; readonly reason: string }
  | { readonly kind: 'noPem' }
  /** Counted from 1. */
  | { readonly kind: 'damaged'; readonly certificate: number };

/** The problem as the end of a sentence that begins with the name of the file. */
export function describeCaFileProblem(problem: CaFileProblem): string {
  switch (problem.kind) {
    case 'absent':
      return 'does not exist';
    case 'noFile':
      return 'is no regular file';
    case 'unreadable':
      return `cannot be read (${problem.reason})`;
    case 'noPem':
      return 'holds no certificate in PEM form';
    case 'damaged':
      return `has a damaged certificate, number ${problem.certificate}`;
  }
}
