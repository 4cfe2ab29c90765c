import { useEffect, useId, useState, type ReactNode } from 'react';

import type { About } from '../../shared/about.ts';
import { aboutTexts as texts } from '../../shared/texts/about.ts';
import { commaList } from '../../shared/wording/lists.ts';
import { useCommands } from '../gatehouse-context.ts';
import { Button } from './button.tsx';
import { Detail } from './details.tsx';
import { listOf, messageWith } from './message-with.tsx';

/** What this installation is, whose licences are in it, and what it trusts. */
export function AboutCard() {
  const commands = useCommands();
  const [about, setAbout] = useState<About | null>(null);
  const headingId = useId();
  useEffect(() => {
    let isShown = true;
    void commands.readAbout().then((answer) => {
      if (isShown) setAbout(answer);
    });
    return () => {
      isShown = false;
    };
  }, [commands]);
  if (about === null) return null;
  const { versions, license, notices, issuer, trustedIssuer, keyring } = about;
  return (
    <section className="card stack" aria-labelledby={headingId} data-testid="about">
      <h2 id={headingId}>{texts.title()}</h2>
      <dl className="details">
        <Detail name={texts.version()}>{commaList(versions.map(texts.programVersion))}</Detail>
        <Detail name={texts.license()}>{license}</Detail>
        <Detail name={texts.issuer()}>
          <bdi>{issuer}</bdi>
        </Detail>
        <Detail name={texts.trustedIssuer()}>
          <bdi>{trustedIssuer}</bdi>
        </Detail>
        <Detail name={texts.authorities()}>{authoritiesOf(about)}</Detail>
        <Detail name={texts.keyring()}>{keyring}</Detail>
        <Detail name={texts.logFolder()}>
          <bdi>{about.logFolder}</bdi>
        </Detail>
      </dl>
      <div className="actions">
        <Button testId="open-logs" onClick={commands.openLogs}>
          {texts.openLogFolder()}
        </Button>
      </div>
      {notices !== null && (
        <details className="notices">
          <summary>{texts.notices()}</summary>
          {/* It scrolls, so that the keyboard has to reach it. */}
          <pre tabIndex={0} aria-label={texts.notices()} role="region">
            {notices}
          </pre>
        </details>
      )}
    </section>
  );
}

function authoritiesOf({ authorities }: About): ReactNode {
  const files = authorities.map(({ file, setBy }) => (
    <span key={setBy}>{messageWith(texts.authorityFile, { file: <bdi>{file}</bdi>, setBy })}</span>
  ));
  if (files.length === 0) return texts.systemAuthorities();
  return messageWith(texts.moreAuthorities, { files: <>{listOf(files)}</> });
}
