import { networkTexts as texts } from '../../shared/texts/network.ts';

export type CaFileProblem =
  | { readonly kind: 'absent' }
  | { readonly kind: 'noFile' }
  /** A code of the operating system. */
  | { readonly kind: 'unreadable'; readonly reason: string }
  | { readonly kind: 'noPem' }
  /** Counted from 1. */
  | { readonly kind: 'damaged'; readonly certificate: number };

/** The problem as a sentence. @param variable which names the file, where that is to be said */
export function caFileProblemText(
  file: string,
  problem: CaFileProblem,
  variable: string | null = null,
): string {
  const { kind } = problem;
  const reason = kind === 'unreadable' ? problem.reason : '';
  const certificate = kind === 'damaged' ? problem.certificate : 0;
  const values = { file, reason, certificate };
  return variable === null
    ? texts.caFile[kind](values)
    : texts.namedCaFile[kind]({ ...values, variable });
}
