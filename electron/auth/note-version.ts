import { z } from 'zod';

/** Whether a document has a later version than 1. */
export function isNewerVersion(document: unknown): boolean {
  return z.looseObject({ version: z.number().gt(1) }).safeParse(document).success;
}
