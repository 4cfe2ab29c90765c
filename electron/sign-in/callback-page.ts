import { plainMessage } from '../../shared/wording/plain-message.ts';
import { createHash } from 'node:crypto';

import type { AppErrorCode } from '../../shared/app-error.ts';
import { keyringProblemCodes } from '../../shared/keyring-problem.ts';
import { signInTexts as texts } from '../../shared/texts/sign-in-outcomes.ts';
import type { AppFailure } from '../base/app-failure.ts';
import type { RejectionReason } from './callback.ts';

export interface CallbackReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const style = `
:root { color-scheme: light dark; font-family: system-ui, sans-serif; line-height: 1.5; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #f4f5f7; color: #1b1f24; }
main { box-sizing: border-box; max-width: 34rem; margin: 1rem; padding: 1.5rem 2rem; border: 1px solid #d5d9df; border-radius: 0.75rem; background: #fff; overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; line-height: 1.25; margin: 0 0 0.75rem; }
p { margin: 0.5rem 0 0; }
@media (prefers-color-scheme: dark) {
  body { background: #15181c; color: #e8eaed; }
  main { background: #1f2329; border-color: #3a4049; }
}
`;

const styleHash = createHash('sha256').update(style).digest('base64');

const commonHeaders = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  // A connection that stays open would hold up the next sign-in on this port.
  Connection: 'close',
};

export function redirectTo(location: string): CallbackReply {
  return { status: 302, headers: { ...commonHeaders, Location: location }, body: '' };
}

export function successPage(): CallbackReply {
  return page(texts.page.signedIn.title(), texts.page.signedIn.message());
}

/** Titles, the sentence about saving and the status 200 are of codex-rs/login/src/server.rs. */
export function failurePage(error: AppFailure): CallbackReply {
  const title = error.code === 'not-entitled' ? texts.page.notEntitled() : texts.page.failed();
  // The message of the store names a path of this machine.
  const message = saveFailures.includes(error.code)
    ? texts.page.notSaved()
    : plainMessage(error.message).text;
  return page(title, message);
}

const saveFailures: readonly AppErrorCode[] = [
  'store-unwritable',
  'store-unreadable',
  ...keyringProblemCodes,
];

/** The phrases of HTTP where nobody reads them; else what a person is told. */
const rejections: Record<
  RejectionReason | 'peerGone' | 'peerUnknown',
  { readonly status: number; readonly text: string | (() => string) }
> = {
  wrongHost: { status: 403, text: 'Forbidden' },
  wrongOrigin: { status: 403, text: 'Forbidden' },
  cancelFromBrowser: { status: 403, text: 'Forbidden' },
  wrongMethod: { status: 405, text: 'Method Not Allowed' },
  hasBody: { status: 400, text: 'Bad Request' },
  notFound: { status: 404, text: 'Not Found' },
  startUsed: {
    status: 410,
    text: texts.page.startUsed,
  },
  stateMismatch: { status: 400, text: texts.page.stateMismatch },
  alreadyAnswered: { status: 409, text: texts.page.alreadyAnswered },
  peerGone: { status: 403, text: 'Forbidden' },
  peerUnknown: { status: 403, text: 'Forbidden' },
};

export function rejection(reason: keyof typeof rejections): CallbackReply {
  const { status, text } = rejections[reason];
  const rejected = reply(status, 'text/plain', typeof text === 'string' ? text : text());
  return reason === 'wrongMethod'
    ? { ...rejected, headers: { ...rejected.headers, Allow: 'GET' } }
    : rejected;
}

/** For a browser of another user of this machine. */
export function otherUserPage(): CallbackReply {
  const message = texts.page.otherUser.message();
  return { ...page(texts.page.otherUser.title(), message), status: 403 };
}

/** For a program that asked for the port. */
export function cancelledReply(): CallbackReply {
  return reply(200, 'text/plain', texts.page.cancelled());
}

function reply(status: number, type: string, body: string): CallbackReply {
  return { status, headers: { ...commonHeaders, 'Content-Type': `${type}; charset=utf-8` }, body };
}

function page(title: string, message: string): CallbackReply {
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(message)}</p>
</main>
</body>
</html>
`;
  return reply(200, 'text/html', html);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
