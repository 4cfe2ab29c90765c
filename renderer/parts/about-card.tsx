import { useEffect, useId, useState } from 'react';

import type { About } from '../../shared/about.ts';
import { useCommands } from '../gatehouse-context.ts';
import { Button } from './button.tsx';
import { Detail } from './details.tsx';

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
  const { versions, license, notices, issuer, trustedIssuer, authorities, keyring } = about;
  return (
    <section className="card stack" aria-labelledby={headingId} data-testid="about">
      <h2 id={headingId}>About</h2>
      <dl className="details">
        <Detail name="Version">
          {versions.map(({ name, version }) => `${name} ${version}`).join(', ')}
        </Detail>
        <Detail name="License">{license}</Detail>
        <Detail name="Sign-in service">
          <bdi>{issuer}</bdi>
        </Detail>
        <Detail name="Workspaces verified by">
          <bdi>{trustedIssuer}</bdi>
        </Detail>
        <Detail name="Trusted authorities">
          {authorities.length === 0 ? 'Those of the system' : 'Those of the system, and of '}
          {authorities.map(({ file, setBy }, index) => (
            <span key={setBy}>
              {index > 0 && ', '}
              <bdi>{file}</bdi> ({setBy})
            </span>
          ))}
        </Detail>
        <Detail name="Keyring">{keyring}</Detail>
        <Detail name="Log folder">
          <bdi>{about.logFolder}</bdi>
        </Detail>
      </dl>
      <div className="actions">
        <Button testId="open-logs" onClick={commands.openLogs}>
          Open log folder
        </Button>
      </div>
      {notices !== null && (
        <details className="notices">
          <summary>Third-party notices</summary>
          {/* It scrolls, so that the keyboard has to reach it. */}
          <pre tabIndex={0} aria-label="Third-party notices" role="region">
            {notices}
          </pre>
        </details>
      )}
    </section>
  );
}
