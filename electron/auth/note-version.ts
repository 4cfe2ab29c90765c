import { z } from 'zod';

/** Whether a document is of a later version than the first one, which is all that is known here. */
export function isNewerVersion(document: unknown): boolean {
  return z.looseObject({ version: z.number().gt(1) }).safeParse(document).success;
}
