/** @typedef {import('../e2e/bench/bench-row.ts').BenchRow} BenchRow */

/**
 * Which ratios are above their budgets, as sentences.
 * @param {readonly BenchRow[]} rows
 * @param {Readonly<Record<string, number>>} budgets the most that a ratio may be, by `budgetName`
 * @param {{ readonly areAll: boolean }} run whether all parts were measured: then a budget that
 *   belongs to no row is told too
 */
export function aboveBudget(rows, budgets, { areAll }) {
  const names = rows.map(budgetName);
  const forgotten = Object.keys(budgets).filter((name) => !names.includes(name));
  return [
    ...rows.flatMap((row) => {
      const ratio = ratioOf(row);
      const name = budgetName(row);
      const budget = name === null ? undefined : budgets[name];
      if (ratio === null || budget === undefined || ratio <= budget) return [];
      return [`${name}: ${ratio.toFixed(2)} is above its budget of ${budget}`];
    }),
    ...(areAll ? forgotten.map((name) => `${name}: this budget is of no row`) : []),
  ];
}

/** @param {BenchRow} row */
const budgetName = ({ what, peer }) => (peer === null ? null : `${what} / ${peer.what}`);

/**
 * Null where there is nothing to compare with.
 * @param {Pick<BenchRow, 'median' | 'peer'>} row
 */
export const ratioOf = ({ median, peer }) =>
  peer === null || peer.median === 0 ? null : median / peer.median;
