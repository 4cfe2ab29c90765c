import type { Page } from '@playwright/test';

import { ada } from '../../electron/testing/issuer/accounts.ts';
import { expect, test as withApp } from '../fixtures/app.ts';
import type { Home } from '../fixtures/command-line.ts';
import { longUnless } from '../fixtures/long-run.ts';
import { canHaveMachineFiles } from '../fixtures/machine-files.ts';
import { withMachineFiles, type LaunchManaged } from '../fixtures/managed-app.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { screenOf } from '../fixtures/screen.ts';

const test = withApp.extend<{ launchManaged: LaunchManaged }>({ launchManaged: withMachineFiles });

/** What is promised, from the end of the write to the page that shows it. */
const promisedMs = 1_000;

/** Resolves with the time, in milliseconds since the epoch, at which the page says this. */
function whenShown(window: Page, text: string): Promise<number> {
  return window.evaluate(
    (wanted) =>
      new Promise<number>((resolve) => {
        const isShown = () => document.body.innerText.includes(wanted);
        const observer = new MutationObserver(() => {
          if (!isShown()) return;
          observer.disconnect();
          resolve(Date.now());
        });
        observer.observe(document.body, { subtree: true, childList: true, characterData: true });
      }),
    text,
  );
}

interface Edit {
  readonly toml: string;
  /** What the page says because of it, and did not say before. */
  readonly shows: string;
}

/** Writes one after the other. @returns how long after its write each one was on the page, sorted */
async function seenAfterMs(window: Page, home: Home, list: readonly Edit[]): Promise<number[]> {
  const found: number[] = [];
  for (const { toml, shows } of list) {
    const shown = whenShown(window, shows);
    // The observer is in place by then: requests to a page are answered in order.
    await window.evaluate(() => undefined);
    await home.configure(toml);
    const writtenAt = Date.now();
    found.push((await shown) - writtenAt);
  }
  return found.toSorted((left, right) => left - right);
}

const series: readonly { readonly name: string; readonly edits: readonly Edit[] }[] = [
  {
    name: 'edits',
    edits: Array.from({ length: 20 }, (_, number) => {
      const shows = `https://edit-${number}.example/`;
      return { toml: `chatgpt_base_url = "${shows}"\n`, shows };
    }),
  },
  {
    // A file that is no TOML may be half-written, and is looked at again first.
    name: 'mistakes and corrections',
    edits: Array.from({ length: 10 }, (_, number) => {
      const shows = `https://mended-${number}.example/`;
      return number % 2 === 0
        ? {
            toml: `${'# \n'.repeat(number)}chatgpt_base_url = \n`,
            shows: `line ${number + 1}, column`,
          }
        : { toml: `chatgpt_base_url = "${shows}"\n`, shows };
    }),
  },
];

test('shows an edit while the issuer stays silent, and what it proves once it answers @long', async ({
  home,
  issuer,
  launchManaged,
}) => {
  test.skip(!canHaveMachineFiles(), 'an /etc/codex of its own needs a mount namespace');
  await home.writeAuth(await chatgptRecord(issuer, ada));
  const silence = issuer.fail({ endpoint: 'discovery', kind: 'hang', takesEffect: 'on-release' });
  const { window } = await launchManaged({
    'requirements.toml': `[gatehouse]\ntrusted_issuer = "${issuer.origin}"\n`,
  });
  await screenOf(window).toPolicy.click();
  await silence.reached;
  const accounts = window.getByRole('table', { name: 'Accounts and rules' });
  await home.configure('chatgpt_base_url = "https://meanwhile.example/"\n');
  const table = window.getByRole('table', { name: 'Policies', exact: true });
  await expect(table).toContainText('https://meanwhile.example/');
  await expect(accounts).toContainText('not verified yet');
  silence.release();
  await expect(accounts).toContainText('Workspace verified');
});

for (const { name, edits } of series) {
  test(`shows ${name} of a file within a second${longUnless(name === 'edits')}`, async ({
    home,
    issuer,
    launchApp,
  }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada));
    await home.configure('chatgpt_base_url = "https://before.example/"\n');
    const { window } = await launchApp();
    await screenOf(window).toPolicy.click();
    const table = window.getByRole('table', { name: 'Policies', exact: true });
    await expect(table).toContainText('https://before.example/');
    const seen = await seenAfterMs(window, home, edits);
    const [median = 0, worst = 0] = [seen[Math.floor(seen.length / 2)], seen.at(-1)];
    console.log(
      `    ${seen.length} ${name}: seen after ${median} ms (median), ${worst} ms (worst)`,
    );
    // The worst is a matter of how busy the machine is.
    expect(median).toBeLessThan(promisedMs);
  });
}
