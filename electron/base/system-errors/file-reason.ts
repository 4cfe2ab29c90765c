import { fileTexts as texts } from '../../../shared/texts/files.ts';

/** Why a file could not be used, in words, else the system's code: its message repeats the path. */
export function fileReason(error: unknown): string {
  return error instanceof Error && 'code' in error
    ? fileReasonOf(String(error.code))
    : texts.unknownReason();
}

/** {@link fileReason} of a bare code; an unknown code is returned as it is. */
export function fileReasonOf(code: string): string {
  const reasons: Readonly<Record<string, () => string>> = texts.reasons;
  return Object.hasOwn(reasons, code) ? (reasons[code]?.() ?? code) : code;
}
