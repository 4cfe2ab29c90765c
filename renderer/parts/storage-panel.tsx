import { useRef } from 'react';

import type { StoragePlace } from '../../shared/app-state.ts';
import { useApp } from '../gatehouse-context.ts';
import { noCopiesText, storageSummary } from '../wording/storage-phrases.ts';
import { locale } from './locale.ts';
import { Spinner } from './spinner.tsx';
import { StorageActions } from './storage-actions.tsx';
import { StorageCopies } from './storage-copies.tsx';
import { StorageLocation } from './storage-location.tsx';
import { StorageWarning } from './storage-warning.tsx';
import { useNow } from './use-now.ts';
import { useFocusRescue } from './use-view-focus.ts';

const busyWords = { inspecting: 'Looking…', moving: 'Moving…' } as const;

/** Where the credential really is, why, and what can be done about it. */
export function StoragePanel({ id }: { id?: string }) {
  const app = useApp();
  const now = useNow(20_000);
  const heading = useRef<HTMLHeadingElement>(null);
  const { report, busy } = app.store;
  const copies = report?.copies ?? [];
  const disabled = busy !== null || app.busy !== null || app.signIn.kind !== 'idle';
  const summary = storageSummary(app, now, locale);
  const exposed = copies.concat(report?.active ?? []).filter(isExposed);
  const offers = copies.length + exposed.length + (report?.keyringAsked === true ? 0 : 1);
  useFocusRescue(offers, heading);
  return (
    <section id={id} className="card storage" aria-label="Storage">
      <div className="storage__row">
        <h2 ref={heading} tabIndex={-1}>
          Storage
        </h2>
        <p className="chip" aria-live="polite">
          {summary.title}
        </p>
      </div>
      <div>
        {summary.where !== null && <StorageLocation value={summary.where} />}
        <p className="muted">
          {summary.facts.join(' ')}{' '}
          <span role="status">{report !== null && noCopiesText(report)}</span>
        </p>
      </div>
      {report?.active && <StorageWarning place={report.active} disabled={disabled} />}
      <StorageCopies copies={copies} now={now} disabled={disabled} />
      <StorageActions disabled={disabled} />
      <div role="status" className="storage__status">
        {busy !== null && (
          <p className="busy">
            <Spinner />
            <span>{busyWords[busy]}</span>
          </p>
        )}
      </div>
    </section>
  );
}

function isExposed({ protection }: StoragePlace): boolean {
  return protection === 'readableByOthers';
}
