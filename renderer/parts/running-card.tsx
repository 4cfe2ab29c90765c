import { useId, useState } from 'react';

import type { CrossCheckResult } from '../../shared/cross-check.ts';
import { backgroundServerOf, type RunningProgram } from '../../shared/running-codex.ts';
import {
  programTitle,
  serverVariablesText,
  usesAnother,
  useText,
} from '../../shared/wording/running-codex.ts';
import { useApp, useCommands } from '../gatehouse-context.ts';
import { agreementWord, factTitles } from '../wording/cross-check-phrases.ts';
import { clockTime } from '../wording/time-phrases.ts';
import { Button } from './button.tsx';
import { Detail } from './details.tsx';
import { FoldingCard } from './folding-card.tsx';
import { locale } from './locale.ts';
import { Busy } from './spinner.tsx';
import { StatusWord } from './status-word.tsx';
import { useNow } from './use-now.ts';

/** The Codex programs that run with this home, whom each uses, and what Codex itself says. */
export function RunningCard() {
  const { running } = useApp();
  const commands = useCommands();
  const now = useNow(20_000);
  const listId = useId();
  const { programs, areShown } = running;
  const server = backgroundServerOf(running);
  const variables = serverVariablesText(running);
  const isUnasked = server !== null && running.serverVariables === null;
  return (
    <FoldingCard
      title="Codex that runs now"
      testId="running"
      summary={<p className="folding__summary">{summaryOf(areShown, programs)}</p>}
    >
      {programs.length > 0 && (
        <ul id={listId} className="running__list" aria-label="Codex programs">
          {programs.map((program) => (
            <ProgramItem key={program.pid} program={program} now={now} />
          ))}
        </ul>
      )}
      {variables !== null && <p>{variables}</p>}
      {running.isRestarting && <Busy>Restarting the background server…</Busy>}
      <div className="actions">
        <Button testId="running-look" onClick={commands.lookAtRunning}>
          {isUnasked ? 'Look at its environment' : 'Look again'}
        </Button>
        {server !== null && (
          <Button
            testId="running-restart"
            disabled={running.isRestarting}
            onClick={commands.askForRestart}
          >
            Restart the background server…
          </Button>
        )}
      </div>
      {isUnasked && (
        <p className="muted">
          Gatehouse then reads with which credential variables the background server was started:
          their names, never their values.
        </p>
      )}
      <AskCodex />
    </FoldingCard>
  );
}

function summaryOf(areShown: boolean, programs: readonly RunningProgram[]): string {
  if (!areShown) return 'This system does not show other programs.';
  if (programs.length === 0) return 'No Codex program runs.';
  const count = programs.length === 1 ? '1 program runs' : `${programs.length} programs run`;
  const others = programs.filter(usesAnother).length;
  if (others > 0) {
    const which = programs.length === 1 ? '' : `${others} of them `;
    return `${count}, ${which}with another account.`;
  }
  return programs.every(({ differs }) => differs === false)
    ? `${count} with the stored account.`
    : `${count}.`;
}

function ProgramItem({ program, now }: { program: RunningProgram; now: number }) {
  const { stored } = useApp().running;
  const { startedAt, isServed, home, pid } = program;
  const facts = [
    `process ${pid}`,
    startedAt === null ? null : `since ${clockTime(startedAt, now, locale)}`,
    isServed ? 'through the background server' : null,
    home === 'unknown' ? 'perhaps with another Codex home' : null,
  ].filter((fact) => fact !== null);
  return (
    <li className="running__item" data-testid="running-program" data-state={program.kind}>
      <div className="saved__head">
        <p className="running__what">{programTitle(program.kind)}</p>
        {usesAnother(program) && <StatusWord word="Another account" tone="attention" />}
      </div>
      <p>
        <bdi>{useText(program.uses, stored)}</bdi>
      </p>
      <p className="muted">{facts.join(' \u00b7 ')}</p>
    </li>
  );
}

/** Codex is started on this home for it, so that it is asked on a click alone. */
function AskCodex() {
  const commands = useCommands();
  const [isAsking, setIsAsking] = useState(false);
  const [result, setResult] = useState<CrossCheckResult | null>(null);
  const [titleId, textId] = [useId(), useId()];
  const ask = async () => {
    setIsAsking(true);
    setResult(await commands.askCodex());
    setIsAsking(false);
  };
  return (
    <section className="running__ask stack" aria-labelledby={titleId}>
      <h3 id={titleId}>What Codex itself says</h3>
      <p id={textId} className="muted">
        Gatehouse starts Codex on this home, as a new terminal would, asks it whom it uses, and ends
        it again.
      </p>
      <div className="actions">
        <Button testId="running-ask" disabled={isAsking} describedBy={textId} onClick={ask}>
          Ask Codex
        </Button>
      </div>
      <div role="status" className="stack">
        {isAsking && <Busy>Asking Codex…</Busy>}
        {!isAsking && result !== null && (
          <div className="stack" data-testid="running-answer" data-state={result.kind}>
            <Answer result={result} />
          </div>
        )}
      </div>
    </section>
  );
}

function Answer({ result }: { result: CrossCheckResult }) {
  if (result.kind === 'notAsked') return <p>{result.message}</p>;
  return (
    <>
      <StatusWord {...agreementWord(result.agrees)} />
      {result.advice !== null && <p>{result.advice}</p>}
      {result.facts.map(({ about, codex, gatehouse, agrees }) => (
        <dl key={about} className="details" aria-label={factTitles[about]}>
          <Detail name={factTitles[about]}>{agreementWord(agrees).word}</Detail>
          <Detail name="Codex says">
            <bdi>{codex}</bdi>
          </Detail>
          <Detail name="Gatehouse says">
            <bdi>{gatehouse}</bdi>
          </Detail>
        </dl>
      ))}
      <p className="muted">Codex {result.version} was asked.</p>
    </>
  );
}
