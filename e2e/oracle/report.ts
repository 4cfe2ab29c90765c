import type { OracleCase } from './cases.ts';
import { findingsOf, type Counts } from './judge.ts';
import type { Observed } from './observe.ts';

/** The facts of a case in one line. */
export function caseTitle({ seed, index, facts, faultIn, hasCli, looksUp }: OracleCase): string {
  const place = faultIn === null ? '' : ` (in ${faultIn})`;
  const cli = hasCli ? '' : ' | no CLI to ask';
  const asked = looksUp ? ' | looked up' : '';
  return `seed ${seed} case ${index}: ${Object.values(facts).join(' | ')}${place}${cli}${asked}`;
}

/** A case as it was drawn, and what both made of it, in a few lines to be read and replayed. */
export function caseLine({ oracleCase, ...seen }: Observed): string {
  const { record, plan, environment, documents, cloud } = oracleCase;
  const shortened = Object.entries(documents).map(
    ([name, text]) =>
      `${name}: ${JSON.stringify(text.length > 400 ? `${text.slice(0, 400)}...` : text)}`,
  );
  const { loads, status, exec, apps, bareExec, gatehouse } = seen;
  return [
    `\n${caseTitle(oracleCase)}`,
    `  record ${JSON.stringify(record)}, plan ${plan}`,
    `  environment ${JSON.stringify(environment.variables)}${environment.dotenv === undefined ? '' : ` .env ${JSON.stringify(environment.dotenv)}`}${environment.dotenvIs === undefined ? '' : ` .env: ${environment.dotenvIs}`}`,
    ...shortened.map((line) => `  ${line}`),
    ...(cloud === null ? [] : [`  cloud ${JSON.stringify(cloud)}`]),
    `  CLI: ${loads ? 'loads' : 'does not load'}; login status: ${status.kind} (${status.words})`,
    `  CLI: exec ${exec.end}, sent ${exec.seen}, ${exec.removed ? 'REMOVED' : 'kept'}${exec.asked ? ', asked for rules' : ''} (${exec.words})${bareExec === null ? '' : `; without the environment ${bareExec.removed ? 'REMOVED' : 'kept'}`}`,
    `  CLI: account/read ${apps.seen}${apps.asked ? ', asked for rules' : ''} (${apps.words})`,
    `  Gatehouse: ${JSON.stringify(gatehouse.before)}`,
    `  Gatehouse: ${gatehouse.announced ? 'announced' : 'announced nothing'}, ${gatehouse.removed ? 'REMOVED' : 'kept'}; then ${gatehouse.after.verdict}, status ${gatehouse.after.status}`,
    ...findingsOf({ oracleCase, ...seen }).map(({ weight, reason }) => `  => ${weight}: ${reason}`),
  ].join('\n');
}

/** How often each difference was found, the grave ones first, with the first cases that show it. */
export function findingsTable(all: readonly Observed[]): string {
  const rows = new Map<string, number[]>();
  for (const observed of all) {
    for (const { weight, reason } of findingsOf(observed)) {
      const key = `${weight}: ${reason}`;
      rows.set(key, [...(rows.get(key) ?? []), observed.oracleCase.index]);
    }
  }
  return [...rows]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(
      ([key, at]) =>
        `${String(at.length).padStart(4)}  ${key} (cases ${at.slice(0, 6).join(', ')})`,
    )
    .join('\n');
}

/** The counts of a run in one line. */
export function summaryLine(
  seed: number,
  counts: Counts,
  [covered, all]: readonly [covered: number, all: number],
): string {
  const {
    cases,
    loaded,
    removedByCli,
    demanded,
    announcedAndRemoved,
    unproven,
    removedByGatehouse,
    innocent,
    notKnown,
  } = counts;
  return [
    `Oracle, seed ${seed}: ${cases} cases, ${loaded} with files that load, ${covered} of ${all} pairs of facts.`,
    `The CLI removed in ${removedByCli}; in ${demanded} of them the files load and the environment has no credential: Gatehouse announced and removed in ${announcedAndRemoved}, and kept it in ${unproven} where nobody could be asked.`,
    `Gatehouse removed in ${removedByGatehouse}; ${innocent} of them where the CLI keeps.`,
    `In ${notKnown} Gatehouse says that it cannot tell (${((100 * notKnown) / cases).toFixed(1)} %).`,
  ].join('\n');
}
