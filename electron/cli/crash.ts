import fs from 'node:fs';

import { programTexts } from '../../shared/texts/command-line/program.ts';

const transientFailure = 5;

/** Ends a command after an uncaught error, without the error's own text, which could quote anything. */
export function endCommandOnCrash(): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.removeAllListeners(event);
    process.on(event, end);
  }
}

function end(error: unknown): void {
  const name = error instanceof Error ? error.name : typeof error;
  try {
    fs.writeSync(2, `${programTexts.crashed({ error: name })}\n`);
  } catch {
    // Nobody reads it.
  }
  process.exit(transientFailure);
}
