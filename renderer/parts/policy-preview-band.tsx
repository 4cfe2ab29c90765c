import { useEffect, useId, useRef } from 'react';

import {
  candidateKindSchema,
  type CandidateKind,
  type PolicyPreview,
} from '../../shared/policy.ts';
import { candidateFiles, kindNote } from '../../shared/wording/candidate-kind.ts';
import { Address } from './address.tsx';
import { Button } from './button.tsx';
import { Callout } from './callout.tsx';

/** Says that what is shown is a preview, of what, and as which file. */
export function PolicyPreviewBand(props: {
  preview: PolicyPreview;
  onTakeAs: (kind: CandidateKind) => void;
  onEnd: () => void;
}) {
  const { preview, onTakeAs, onEnd } = props;
  const { name, kind, report } = preview;
  const note = kindNote(preview);
  const band = useRef<HTMLDivElement>(null);
  const [kindId, noteId] = [useId(), useId()];
  // The file was chosen at the other end of the page. What changes later takes no focus.
  useEffect(() => band.current?.focus(), []);
  return (
    <div ref={band} className="policy__preview" tabIndex={-1}>
      <Callout
        severity="info"
        title={`Preview of ${name}`}
        urgent
        action={
          <>
            <div className="field policy__kind">
              <label htmlFor={kindId}>Preview it as</label>
              <select
                id={kindId}
                className="input select"
                value={kind}
                aria-describedby={note === null ? undefined : noteId}
                onChange={({ target }) => onTakeAs(candidateKindSchema.parse(target.value))}
              >
                {candidateKindSchema.options.map((option) => (
                  <option key={option} value={option}>
                    {candidateFiles[option]}
                  </option>
                ))}
              </select>
              {note !== null && (
                <p id={noteId} className="field__hint">
                  {note}
                </p>
              )}
            </div>
            <Button onClick={onEnd}>Back to this device</Button>
          </>
        }
      >
        This is what would hold with it as <Address value={report.previewOf ?? name} />. This check
        changes nothing.
      </Callout>
    </div>
  );
}
