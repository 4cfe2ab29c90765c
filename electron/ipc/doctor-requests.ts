import type { DoctorReport } from '../../shared/doctor.ts';
import { requestTexts as texts } from '../../shared/texts/requests.ts';
import { doctorText } from '../doctor/doctor-report.ts';
import { exportToFile, type ExportTools } from './export-to-file.ts';

export interface DoctorRequestsParts {
  readonly examine: () => Promise<DoctorReport>;
  readonly copyText: (text: string) => void | Promise<void>;
  readonly exporting: ExportTools;
}

/** What `gatehouse doctor` finds. Copies and exports are of the latest report, as the window is. */
export class DoctorRequests {
  readonly #parts: DoctorRequestsParts;
  #running: Promise<DoctorReport> | null = null;
  #latest: DoctorReport | null = null;

  constructor(parts: DoctorRequestsParts) {
    this.#parts = parts;
  }

  /** Looks again; calls share one that is under way. */
  run(): Promise<DoctorReport> {
    this.#running ??= this.#parts
      .examine()
      .then((report) => (this.#latest = report))
      .finally(() => {
        this.#running = null;
      });
    return this.#running;
  }

  /** Copies what `gatehouse doctor` prints. */
  async copy(): Promise<void> {
    await this.#parts.copyText(`${doctorText(await this.#report())}\n`);
  }

  /** @throws {AppFailure} see `exportToFile` */
  async export(): Promise<'saved' | 'cancelled'> {
    const report = await this.#report();
    const suggested = {
      title: texts.exports.diagnostics(),
      name: `gatehouse-diagnostics-${report.at.slice(0, 10)}.json`,
      formats: [{ name: 'JSON', extension: 'json' }],
    };
    return exportToFile(this.#parts.exporting, suggested, () =>
      Promise.resolve(`${JSON.stringify(report, null, 2)}\n`),
    );
  }

  async #report(): Promise<DoctorReport> {
    return this.#latest ?? this.run();
  }
}
