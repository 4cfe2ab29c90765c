import { describe, expect, it } from 'vitest';

import {
  keyringCounts,
  keyringDocument,
  keyringTable,
  readKeyringCells,
  withPart,
} from './keyring-cells.mjs';
import {
  cellAnnotation,
  operations,
  services,
  states,
  variants,
  whyNotShown,
  type CellResult,
} from './keyring-matrix.mjs';

const cell: CellResult = {
  service: 'odd',
  variant: 'keyring',
  state: 'slow by 3 s',
  operation: 'status',
  end: 'done',
  wrongs: [],
  remark: '',
};
const lost: CellResult = { ...cell, variant: 'auto', end: 'told', wrongs: ['lost tokens', 'hang'] };

describe('the cells of the matrix of keyrings', () => {
  const spec = (status: string, ...cells: CellResult[]) => ({
    tests: [
      {
        status,
        annotations: cells.map((one) => ({
          type: cellAnnotation,
          description: JSON.stringify(one),
        })),
      },
    ],
  });

  it('are read from the report of Playwright, with what came to no cell', () => {
    const specs = [spec('expected', cell), spec('unexpected', lost), spec('unexpected')];
    const run = readKeyringCells({ suites: [{ suites: [{ specs }] }] });
    expect(run).toEqual({ cells: [cell, lost], broken: 1 });
    expect(keyringCounts(run)).toMatch(/^2 cells: 1 done, 1 refused .*; 1 lost tokens, .* 1 hang/);
    expect(keyringCounts(run)).toMatch(/1 not run to the end$/);
  });

  it('come together by service and state, with the number of the variants where they differ', () => {
    const columns = (cells: CellResult[]) => {
      const row = keyringTable(cells)
        .split('\n')
        .find((line) => line.startsWith('| odd') && line.includes('slow by 3 s'));
      return row?.split('|').map((text) => text.trim())[3 + operations.indexOf('status')];
    };
    expect(columns([])).toBe('not run');
    expect(columns(variants.map((variant) => ({ ...cell, variant })))).toBe('done');
    expect(columns([cell, { ...cell, variant: 'auto' }])).toBe('done (2 of 4)');
    expect(columns([cell, lost])).toBe('done 1, **lost tokens, hang** 1 (2 of 4)');
  });

  it('of a part replace the same ones of the parts before', () => {
    const before = { cells: [{ ...cell, remark: 'before' }, lost], broken: 1 };
    const part = { cells: [{ ...cell, remark: 'now' }], broken: 0 };
    expect(withPart(before, part)).toEqual({ cells: [lost, ...part.cells], broken: 1 });
  });

  it('are a row for each service and state', () => {
    expect(keyringTable([]).split('\n')).toHaveLength(2 + services.length * states.length);
  });

  it('replace those of the run before, and nothing else of the document', () => {
    const document = 'before <!-- keyrings: begin --> old <!-- keyrings: end --> after';
    const next = keyringDocument(document, { cells: [cell], broken: 0 }, '- Commit: abc');
    expect(next).toMatch(/^before <!-- keyrings: begin -->\n\n- Commit: abc\n/);
    expect(next).toMatch(/<!-- keyrings: end --> after$/);
    expect(next).not.toContain('old');
    expect(() => keyringDocument('no place', { cells: [], broken: 0 }, '')).toThrow('no place');
  });
});

it('names a reason for what a service cannot show, and the odd one can show everything', () => {
  for (const state of states) {
    for (const operation of operations) {
      expect(whyNotShown('odd', state, operation)).toBeNull();
    }
  }
  expect(whyNotShown('KWallet', 'duplicates', 'status')).toMatch(/one item of a name/);
});
