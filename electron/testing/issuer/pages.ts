import type { IssuerAccount } from './accounts.ts';
import type { Reply } from './http-exchange.ts';

/** Stands on every page. */
export const demoLabel = 'Demo issuer: accounts on this page are not real';
export const stylesheetPath = '/demo-issuer.css';

export const stylesheet = `
:root { color-scheme: light dark; --paper: #f4f4f1; --card: #fff; --ink: #1c1d1f; --soft: #5b5f66;
  --line: #d9dad4; --accent: #0b6e5a; --on-accent: #fff; --warn: #fff3d1; --warn-ink: #5c4300; }
@media (prefers-color-scheme: dark) { :root { --paper: #16181a; --card: #202326; --ink: #eceded;
  --soft: #a4a9b0; --line: #383c41; --accent: #58c9ae; --on-accent: #06231c; --warn: #3a2f10;
  --warn-ink: #f3d98c; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; grid-template-rows: auto 1fr;
  background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
.demo { margin: 0; padding: .6rem 1rem; text-align: center; font-size: .875rem; font-weight: 600;
  background: var(--warn); color: var(--warn-ink); }
main { width: min(26rem, calc(100% - 2rem)); margin: auto; padding: 2rem 0; }
h1 { margin: 0 0 .25rem; font-size: 1.5rem; line-height: 1.25; }
p { margin: 0 0 1.25rem; color: var(--soft); overflow-wrap: anywhere; }
form { margin: 0; }
ul { list-style: none; margin: 0 0 1rem; padding: 0; display: grid; gap: .5rem; }
button, input[type=text] { width: 100%; font: inherit; color: inherit; border-radius: .625rem;
  border: 1px solid var(--line); background: var(--card); padding: .75rem 1rem; }
button { cursor: pointer; text-align: left; }
button:hover:not(:disabled) { border-color: var(--accent); }
button:focus-visible, input:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
button:disabled { cursor: not-allowed; opacity: .55; }
button strong, button span { display: block; }
button span { font-size: .875rem; color: var(--soft); }
button.main { background: var(--accent); border-color: var(--accent); color: var(--on-accent);
  text-align: center; font-weight: 600; }
button.plain { background: none; text-align: center; }
label { display: block; margin-bottom: .375rem; font-weight: 600; }
input[type=text] { margin-bottom: 1rem; font: 1.25rem/1.5 ui-monospace, monospace;
  letter-spacing: .1em; text-transform: uppercase; }
`;

export function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

export interface Page {
  readonly status?: number;
  readonly title: string;
  /** One plain sentence below the title. */
  readonly text: string;
  /** Trusted HTML. */
  readonly content?: string;
  readonly setCookie?: string;
}

export function pageReply(page: Page): Reply {
  const title = escapeHtml(page.title);
  return {
    status: page.status ?? 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      // No form-action: Chromium applies it to the redirect that takes the person back to the app.
      'content-security-policy':
        "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      ...(page.setCookie === undefined ? {} : { 'set-cookie': page.setCookie }),
    },
    body: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${stylesheetPath}">
</head>
<body>
<p class="demo" role="note">${demoLabel}</p>
<main>
<h1>${title}</h1>
<p>${escapeHtml(page.text)}</p>
${page.content ?? ''}
</main>
</body>
</html>
`,
  };
}

export function hiddenFields(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(
      ([name, value]) =>
        `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
    )
    .join('\n');
}

function accountButton(account: IssuerAccount, offered: boolean): string {
  const workspace = account.workspaceName ?? account.workspaceId;
  const place = `${workspace}, plan ${account.plan}`;
  const note = offered ? place : `${place}. Not in a workspace that the application accepts.`;
  return `<li><button name="account" value="${escapeHtml(account.email)}"${offered ? '' : ' disabled'}>
<strong>${escapeHtml(account.name)}</strong>
<span>${escapeHtml(account.email)}</span>
<span>${escapeHtml(note)}</span>
</button></li>`;
}

/** One form with a button per account, and Deny. */
export function accountChooser(options: {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly accounts: readonly IssuerAccount[];
  isOffered(account: IssuerAccount): boolean;
}): string {
  const buttons = options.accounts.map((account) =>
    accountButton(account, options.isOffered(account)),
  );
  return `<form method="post" action="${escapeHtml(options.action)}">
${hiddenFields(options.fields)}
<ul aria-label="Accounts">
${buttons.join('\n')}
</ul>
<button class="plain" name="deny" value="1">Deny</button>
</form>`;
}
