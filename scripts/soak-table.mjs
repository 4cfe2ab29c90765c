import { markdownTable } from './markdown-table.mjs';

/**
 * What the app takes at one moment of the soak.
 * @typedef {object} SoakSample
 * @property {number} atMs since the start
 * @property {number} mainMib resident memory of the main process
 * @property {number} allMib the same of all processes of the app
 * @property {number} handles open file descriptors of the main process
 * @property {number} sockets those of them that are sockets
 * @property {number} blockedMs longest time in which nothing ran there, since the sample before
 */

/**
 * @typedef {object} SoakResult
 * @property {number} minutes
 * @property {Readonly<Record<string, number>>} happened how often each event was
 * @property {readonly SoakSample[]} samples
 * @property {number} refreshes requests with a refresh token
 * @property {number} reuses of them with one that had been shown before
 * @property {number} requestsPerMinute the most in any minute
 * @property {string | null} lostAt when the sign-in could not be refreshed any more
 * @property {Readonly<Record<string, number>>} logLines by level and event
 */

/** How the result travels in the report of Playwright. */
export const soakAnnotation = 'soak-result';

/** One row for each of these parts of the time. */
const parts = 6;

/** @param {SoakResult} result */
export function soakTable({ samples }) {
  const last = samples.at(-1)?.atMs ?? 0;
  const rows = Array.from({ length: parts }, (_, part) => {
    const from = (last / parts) * part;
    const to = (last / parts) * (part + 1);
    const here = samples.filter(({ atMs }) => atMs > from && atMs <= to);
    /** @param {(sample: SoakSample) => number} valueOf */
    const range = (valueOf) => rangeOf(here.map(valueOf));
    return [
      `${minutesOf(from)} to ${minutesOf(to)}`,
      range(({ mainMib }) => mainMib),
      range(({ allMib }) => allMib),
      range(({ handles }) => handles),
      range(({ sockets }) => sockets),
      String(Math.max(0, ...here.map(({ blockedMs }) => blockedMs))),
    ];
  });
  const head = ['minutes', 'main, MiB', 'all, MiB', 'handles', 'sockets', 'blocked, ms'];
  return markdownTable([head, ...rows]);
}

/** @param {SoakResult} result */
export function soakCounts(result) {
  const { refreshes, reuses, requestsPerMinute, lostAt, logLines } = result;
  const lines = Object.values(logLines).reduce((sum, count) => sum + count, 0);
  return `Refresh requests: ${refreshes}, of them with a spent token: ${reuses}. Most requests in a minute: ${requestsPerMinute}. Lost tokens: ${lostAt === null ? 'none' : lostAt}. Lines in the log: ${lines}.`;
}

/**
 * @param {SoakResult} result
 * @param {string} facts
 */
export function soakDocument(result, facts) {
  return `# Soak

Written by \`npm run soak -- --minutes N\`: the app over a keyring, whose token is due every
minute, beside a Secret Service that is slow, refuses, hides and disappears, an issuer with
outages, other clients (the real Codex CLI and the command line), and a machine that sleeps.
A run of less than 30 minutes leaves this file as it is.

${facts}
- Minutes: ${result.minutes}

${soakCounts(result)}

${soakTable(result)}

"Blocked" is the longest time in which the main process did nothing else; on a machine that
is busy with other things it is longer. Sleeps are left out.

## What happened

${tableOfCounts('event', 'times', result.happened)}

## The log

${tableOfCounts('level and event', 'lines', result.logLines)}
`;
}

/**
 * @param {string} what
 * @param {string} number
 * @param {Readonly<Record<string, number>>} counts
 */
function tableOfCounts(what, number, counts) {
  const rows = Object.entries(counts).sort(([, one], [, other]) => other - one);
  return markdownTable([[what, number], ...rows.map(([name, count]) => [name, String(count)])]);
}

/** @param {readonly number[]} values */
function rangeOf(values) {
  if (values.length === 0) return '';
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? String(least) : `${least} to ${most}`;
}

/** @param {number} ms */
const minutesOf = (ms) => String(Math.round(ms / 6000) / 10);
