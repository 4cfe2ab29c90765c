import path from 'node:path';

import type { PolicyCandidate } from '../../shared/policy.ts';
import { fileTexts } from '../../shared/texts/files.ts';
import { requestTexts as texts } from '../../shared/texts/requests.ts';
import type { ConfigBytes } from '../adapters/config-file.ts';
import type { WorkspaceNaming } from '../../shared/wording/workspaces.ts';
import { AppFailure } from '../base/app-failure.ts';
import type { PolicyOwner } from '../policy-report/policy-owner.ts';
import { forPeople } from '../policy/violation-text.ts';
import { reportCsv, reportJson } from '../policy-report/report-text.ts';
import type { Now } from '../ports.ts';
import { exportToFile, type ExportTools } from './export-to-file.ts';

export interface PolicyRequestsParts {
  readonly policy: Pick<PolicyOwner, 'report' | 'preview'>;
  readonly workspaceNames: { get(): WorkspaceNaming };
  readonly chooseFile: () => Promise<string | null>;
  readonly readFile: (file: string) => Promise<ConfigBytes>;
  readonly copyText: (text: string) => void | Promise<void>;
  readonly exporting: ExportTools;
  readonly now: Now;
}

const formats = {
  json: { name: 'JSON', extension: 'json' },
  csv: { name: 'CSV', extension: 'csv' },
} as const;

/** The rules of this machine as the window asks for them. None is changed. */
export function policyRequests(parts: PolicyRequestsParts) {
  const { policy, copyText, exporting, now } = parts;
  const say = () => forPeople(parts.workspaceNames.get());
  return {
    get: () => policy.report(say()),
    preview: (candidate: PolicyCandidate) => policy.preview(candidate, say()),

    /** A file that the person picks; a preview finds what is wrong with it. @throws {AppFailure} `file-unreadable` */
    chooseCandidate: async (): Promise<PolicyCandidate | null> => {
      const file = await parts.chooseFile();
      if (file === null) return null;
      const found = await parts.readFile(file);
      const name = path.basename(file);
      if (found.kind === 'absent') throw unreadable(fileTexts.notThere({ place: name }));
      if (found.kind === 'unreadable')
        throw unreadable(fileTexts.notReadable({ place: name, reason: found.message }));
      return { name, bytes: found.bytes, as: null };
    },

    /** Copies the whole report, with the reasons in the words of Codex, as `gatehouse policy --json`. */
    copy: async () => copyText(reportJson(policy.report())),

    /** @throws {AppFailure} see `exportToFile` */
    export: (format: 'json' | 'csv') => {
      const day = new Date(now()).toISOString().slice(0, 10);
      const suggested = {
        title: texts.exports.policy(),
        name: `gatehouse-policy-${day}.${format}`,
        formats: [formats[format]],
      };
      return exportToFile(exporting, suggested, () => {
        const report = policy.report();
        return format === 'json' ? reportJson(report) : reportCsv(report);
      });
    },
  };
}

export type PolicyRequests = ReturnType<typeof policyRequests>;

function unreadable(message: string): AppFailure {
  return new AppFailure('file-unreadable', message);
}
