import { useId, useState } from 'react';

import type { CrossCheckResult } from '../../shared/cross-check.ts';
import { backgroundServerOf, type RunningProgram } from '../../shared/running-codex.ts';
import { runningTexts as texts } from '../../shared/texts/running-codex.ts';
import {
  programTitle,
  serverVariablesText,
  usesAnother,
  useText,
} from '../../shared/wording/running-codex.ts';
import { useApp, useCommands } from '../gatehouse-context.ts';
import { agreementWord } from '../wording/cross-check-phrases.ts';
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
  const now = useNow([], 'clock');
  const listId = useId();
  const { programs, areShown } = running;
  const server = backgroundServerOf(running);
  const variables = serverVariablesText(running);
  const isUnasked = server !== null && running.serverVariables === null;
  return (
    <FoldingCard
      title={texts.card.title()}
      testId="running"
      summary={<p className="folding__summary">{summaryOf(areShown, programs)}</p>}
    >
      {programs.length > 0 && (
        <ul id={listId} className="running__list" aria-label={texts.card.list()}>
          {programs.map((program) => (
            <ProgramItem key={program.pid} program={program} now={now} />
          ))}
        </ul>
      )}
      {variables !== null && <p>{variables}</p>}
      {running.isRestarting && <Busy>{texts.card.restarting()}</Busy>}
      <div className="actions">
        <Button testId="running-look" onClick={commands.lookAtRunning}>
          {isUnasked ? texts.card.lookAtEnvironment() : texts.card.lookAgain()}
        </Button>
        {server !== null && (
          <Button
            testId="running-restart"
            disabled={running.isRestarting}
            onClick={commands.askForRestart}
          >
            {texts.card.restart()}
          </Button>
        )}
      </div>
      {isUnasked && <p className="muted">{texts.card.environmentNote()}</p>}
      <AskCodex />
    </FoldingCard>
  );
}

function summaryOf(areShown: boolean, programs: readonly RunningProgram[]): string {
  if (!areShown) return texts.card.notShown();
  if (programs.length === 0) return texts.card.none();
  const count = programs.length;
  const others = programs.filter(usesAnother).length;
  if (others > 0) return texts.card.summaryWithOthers({ count, others });
  const accounts = programs.every(({ differs }) => differs === false) ? 'stored' : 'unknown';
  return texts.card.summary({ count, accounts });
}

function ProgramItem({ program, now }: { program: RunningProgram; now: number }) {
  const { stored } = useApp().running;
  const { startedAt, isServed, home, pid } = program;
  const facts = [
    texts.card.process({ pid }),
    startedAt === null ? null : texts.card.since({ time: clockTime(startedAt, now, locale) }),
    isServed ? texts.card.served() : null,
    home === 'unknown' ? texts.card.otherHome() : null,
  ].filter((fact) => fact !== null);
  return (
    <li className="running__item" data-testid="running-program" data-state={program.kind}>
      <div className="saved__head">
        <p className="running__what">{programTitle(program.kind)}</p>
        {usesAnother(program) && <StatusWord word={texts.card.anotherAccount()} tone="attention" />}
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
      <h3 id={titleId}>{texts.ask.title()}</h3>
      <p id={textId} className="muted">
        {texts.ask.explanation()}
      </p>
      <div className="actions">
        <Button testId="running-ask" disabled={isAsking} describedBy={textId} onClick={ask}>
          {texts.ask.ask()}
        </Button>
      </div>
      <div role="status" className="stack">
        {isAsking && <Busy>{texts.ask.asking()}</Busy>}
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
        <dl key={about} className="details" aria-label={texts.ask.facts[about]()}>
          <Detail name={texts.ask.facts[about]()}>{agreementWord(agrees).word}</Detail>
          <Detail name={texts.ask.codexSays()}>
            <bdi>{codex}</bdi>
          </Detail>
          <Detail name={texts.ask.gatehouseSays()}>
            <bdi>{gatehouse}</bdi>
          </Detail>
        </dl>
      ))}
      <p className="muted">{texts.ask.asked({ version: result.version })}</p>
    </>
  );
}
