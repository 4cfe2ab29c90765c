// When Codex is asked again. All times are milliseconds.

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Usage limits are not read more often, whoever asks. */
export const usageRestMs = 10 * minuteMs;

/** A name seldom changes. */
const nameRestMs = 7 * dayMs;

/** A person who asks may know that it has. */
const askedNameRestMs = dayMs;

const backoffs = {
  /** Who is refused or asks too much leaves the service alone for hours. */
  refused: { firstMs: hourMs, maxMs: 8 * hourMs },
  failed: { firstMs: usageRestMs, maxMs: 2 * hourMs },
} as const;

/** 401, 403 and 429 are an answer about who asks; anything else may be over soon. */
export function isRefusal(status: number | null): boolean {
  return status === 401 || status === 403 || status === 429;
}

/**
 * How long to wait after so many failures in a row.
 *
 * @param status the last answer of the service; null where there was none
 */
export function waitAfterFailureMs(status: number | null, failures: number): number {
  const { firstMs, maxMs } = backoffs[isRefusal(status) ? 'refused' : 'failed'];
  return Math.min(firstMs * 2 ** Math.min(Math.max(failures - 1, 0), 20), maxMs);
}

export interface NameAsked {
  readonly askedAt: number;
  /** Not before, after a failure; null after an answer. */
  readonly notBefore: number | null;
}

/** Whether the name of a workspace is asked: it is not known, or was asked long ago. */
export function isNameDue(last: NameAsked | null, isAsked: boolean, now: number): boolean {
  if (last === null) return true;
  // The clock was set back.
  if (last.askedAt > now) return true;
  if (last.notBefore !== null) return now >= last.notBefore;
  return now - last.askedAt >= (isAsked ? askedNameRestMs : nameRestMs);
}
