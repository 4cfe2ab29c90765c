/** Which cases a run has. */
export interface ChosenCases {
  readonly seed: number;
  readonly count: number;
  /** The index of the one case that is run again; null for all. */
  readonly only: number | null;
}

/** A sample for `npm test`; `npm run oracle -- --seed N --cases M` asks for others. */
export function chosenCases(env: Readonly<Record<string, string | undefined>>): ChosenCases {
  const number = (name: string): number | null => {
    const text = env[name];
    return text === undefined ? null : Number.parseInt(text, 10);
  };
  const only = number('GATEHOUSE_ORACLE_CASE');
  return {
    seed: number('GATEHOUSE_ORACLE_SEED') ?? 1,
    count: Math.max(number('GATEHOUSE_ORACLE_CASES') ?? 14, only === null ? 1 : only + 1),
    only,
  };
}
