import { useCallback, useEffect, useId, useRef, useState } from 'react';
import type { DragEvent } from 'react';

import {
  candidateKindSchema,
  type CandidateKind,
  type PolicyCandidate,
  type PolicyPreview,
} from '../../shared/policy.ts';
import { policyPageTexts } from '../../shared/texts/policy-page.ts';
import { candidateFile, kindNote } from '../../shared/wording/policy-phrases.ts';
import { useApp, useCommands } from '../gatehouse-context.ts';
import { Address } from './address.tsx';
import { Button } from './button.tsx';
import { Callout } from './callout.tsx';
import { messageWith } from './message-with.tsx';
import { useAnswer } from './use-answer.ts';

const texts = policyPageTexts.preview;

/** What a candidate would do, asked again with every change of the rules. */
export function usePreview(candidate: PolicyCandidate | null): PolicyPreview | null {
  const { previewPolicy } = useCommands();
  const ask = useCallback(
    async () => candidate && previewPolicy(candidate),
    [candidate, previewPolicy],
  );
  const preview = useAnswer(ask, useApp().policy.changes);
  return candidate === null ? null : preview;
}

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
        title={texts.of({ name })}
        urgent
        action={
          <>
            <div className="field policy__kind">
              <label htmlFor={kindId}>{texts.takeAs()}</label>
              <select
                id={kindId}
                className="input select"
                value={kind}
                aria-describedby={note === null ? undefined : noteId}
                onChange={({ target }) => onTakeAs(candidateKindSchema.parse(target.value))}
              >
                {candidateKindSchema.options.map((option) => (
                  <option key={option} value={option}>
                    {candidateFile(option, report.platform)}
                  </option>
                ))}
              </select>
              {note !== null && (
                <p id={noteId} className="field__hint">
                  {note}
                </p>
              )}
            </div>
            <Button testId="policy-preview-end" onClick={onEnd}>
              {texts.end()}
            </Button>
          </>
        }
      >
        {messageWith(texts.what, { place: <Address value={report.previewOf ?? name} /> })}
      </Callout>
    </div>
  );
}

/** Takes a file that might be rolled out, by choosing or dropping it. */
export function PolicyDrop({ onCandidate }: { onCandidate: (candidate: PolicyCandidate) => void }) {
  const { chooseCandidate, readDropped } = useCommands();
  const [isOver, setOver] = useState(false);
  const take = async (reading: Promise<PolicyCandidate | null>): Promise<void> => {
    const candidate = await reading;
    if (candidate !== null) onCandidate(candidate);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file !== undefined) void take(readDropped(file));
  };
  return (
    <section
      className={`card policy-drop${isOver ? ' policy-drop--over' : ''}`}
      aria-label={texts.section()}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <h2>{texts.title()}</h2>
      <p className="muted">{texts.explanation()}</p>
      <div className="actions">
        <Button testId="policy-choose-file" onClick={() => take(chooseCandidate())}>
          {texts.choose()}
        </Button>
      </div>
    </section>
  );
}
