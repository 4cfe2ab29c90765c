import type { DoctorReport } from '../../shared/doctor.ts';
import { doctorText } from '../doctor/doctor-text.ts';
import { requireRule } from '../sign-in/rule-check.ts';
import { exportToFile, type ExportTools } from './export-to-file.ts';

export interface DoctorRequestsParts {
  /** Looks at this machine, for as long as the network may take. */
  readonly examine: () => Promise<DoctorReport>;
  readonly copyText: (text: string) => void | Promise<void>;
  readonly exporting: ExportTools;
}

/**
 * What `gatehouse doctor` finds, as the window asks for it. Nothing here changes
 * anything. Copies and exports are of the latest report, which the window shows.
 */
export class DoctorRequests {
  readonly #parts: DoctorRequestsParts;
  #running: Promise<DoctorReport> | null = null;
  #latest: DoctorReport | null = null;

  constructor(parts: DoctorRequestsParts) {
    this.#parts = parts;
  }

  /** Looks again; who asks while that is under way shares it. */
  run(): Promise<DoctorReport> {
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** Copies what `gatehouse doctor` prints. @throws {AppFailure} where exports are not allowed */
  async copy(): Promise<void> {
    const { exporting, copyText } = this.#parts;
    requireRule(exporting.rule());
    await copyText(`${doctorText(await this.#report())}\n`);
  }

  /** Writes the report where the person wants it. @throws {AppFailure} see `exportToFile` */
  async export(): Promise<'saved' | 'cancelled'> {
    const report = await this.#report();
    const suggested = {
      title: 'Export diagnostics',
      name: `gatehouse-diagnostics-${report.at.slice(0, 10)}.json`,
      formats: [{ name: 'JSON', extension: 'json' }],
    };
    return exportToFile(this.#parts.exporting, suggested, () =>
      Promise.resolve(`${JSON.stringify(report, null, 2)}\n`),
    );
  }

  async #run(): Promise<DoctorReport> {
    const report = await this.#parts.examine();
    this.#latest = report;
    return report;
  }

  async #report(): Promise<DoctorReport> {
    return this.#latest ?? this.run();
  }
}
