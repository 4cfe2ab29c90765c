import { describe, expect, it, vi } from 'vitest';

import type { DoctorReport } from '../../shared/doctor.ts';
import { doctorReport, doctorText } from '../doctor/doctor-report.ts';
import { testNow } from '../testing/credentials.ts';
import { healthyFacts } from '../testing/doctor-facts.ts';
import { DoctorRequests } from './doctor-requests.ts';

const well: DoctorReport = doctorReport(healthyFacts, {
  at: testNow,
  appVersion: '1.2.3',
  platform: 'linux',
  userHome: '/home/ada',
  onlooker: 'app',
  reader: 'people',
});
const ill: DoctorReport = { ...well, state: 'fail' };

/** A machine that is well when it is looked at first, and ill ever after. */
function world() {
  const examine = vi
    .fn<() => Promise<DoctorReport>>()
    .mockResolvedValue(ill)
    .mockResolvedValueOnce(well);
  const copyText = vi.fn();
  const writeFile = vi.fn(() => Promise.resolve());
  const chooseFile = vi.fn(() => Promise.resolve('/tmp/x'));
  const requests = new DoctorRequests({
    examine,
    copyText,
    exporting: { chooseFile, writeFile },
  });
  return { requests, examine, copyText, writeFile, chooseFile };
}

describe('a run', () => {
  it('looks again each time', async () => {
    const { requests } = world();
    expect(await requests.run()).toBe(well);
    expect(await requests.run()).toBe(ill);
  });

  it('is shared by who asks while it is under way', async () => {
    const { requests, examine } = world();
    expect(await Promise.all([requests.run(), requests.run()])).toEqual([well, well]);
    expect(examine).toHaveBeenCalledTimes(1);
  });

  it('that fails is no hindrance to the next', async () => {
    const { requests, examine } = world();
    examine.mockReset().mockRejectedValueOnce(new Error('EMFILE')).mockResolvedValue(well);
    await expect(requests.run()).rejects.toThrow('EMFILE');
    expect(await requests.run()).toBe(well);
  });
});

describe('a copy', () => {
  it('is what the command line prints, of the latest run', async () => {
    const { requests, copyText } = world();
    await requests.run();
    await requests.copy();
    expect(copyText).toHaveBeenLastCalledWith(`${doctorText(well)}\n`);
    await requests.run();
    await requests.copy();
    expect(copyText).toHaveBeenLastCalledWith(`${doctorText(ill)}\n`);
  });

  it('looks where nobody has looked yet', async () => {
    const { requests, copyText } = world();
    await requests.copy();
    expect(copyText).toHaveBeenCalledWith(`${doctorText(well)}\n`);
  });
});

describe('an export', () => {
  it('is suggested with the day of the run in its name, and is the report', async () => {
    const { requests, chooseFile, writeFile } = world();
    await requests.run();
    expect(await requests.export()).toBe('saved');
    expect(chooseFile).toHaveBeenCalledWith(
      expect.objectContaining({ name: 'gatehouse-diagnostics-2026-01-22.json' }),
    );
    expect(writeFile).toHaveBeenCalledWith('/tmp/x', `${JSON.stringify(well, null, 2)}\n`);
  });
});
