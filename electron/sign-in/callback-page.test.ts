import { createHash } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { AppFailure } from '../base/app-failure.ts';
import {
  cancelledReply,
  failurePage,
  rejection,
  successPage,
  redirectTo,
} from './callback-page.ts';

const replies = {
  'the redirect': redirectTo('/success'),
  'the success page': successPage(),
  'a failure page': failurePage(new AppFailure('denied', 'No.')),
  'a rejection': rejection('stateMismatch'),
  'the answer to /cancel': cancelledReply(),
};

describe.each(Object.entries(replies))('%s', (_what, reply) => {
  it('is not kept, passes on no address and closes the connection', () => {
    expect(reply.headers).toMatchObject({
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
      Connection: 'close',
    });
  });

  it('allows nothing but its own style', () => {
    const policy = reply.headers['Content-Security-Policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(policy).not.toContain('http');
  });
});

describe('a page', () => {
  it('has exactly the style that its policy names by hash', () => {
    const { body, headers } = successPage();
    const style = /<style>([\s\S]*)<\/style>/.exec(body)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(headers['Content-Security-Policy']).toContain(`style-src 'sha256-${hash}'`);
  });

  it('refers to nothing outside of itself', () => {
    expect(successPage().body).not.toMatch(/src=|href=|url\(|@import|<script/);
  });

  it('escapes what comes from outside', () => {
    const page = failurePage(new AppFailure('denied', `<img src=x onerror="a('b')">&`));
    expect(page.body).toContain('&lt;img src=x onerror=&quot;a(&#39;b&#39;)&quot;&gt;&amp;');
    expect(page.body).not.toContain('<img');
  });

  it.each([
    ['denied', 'Sign-in failed: access_denied', 'Sign-in could not be completed'],
    ['not-entitled', 'Codex is not enabled for your workspace.', 'You do not have access to Codex'],
    ['forbidden-by-rule', 'Login is restricted to x.', 'Sign-in could not be completed'],
    ['exchange-failed', 'Token exchange failed: y', 'Sign-in could not be completed'],
  ] as const)('for %s says why', (code, message, title) => {
    const page = failurePage(new AppFailure(code, message));
    expect(page.status).toBe(200);
    expect(page.body).toContain(`<title>${title}</title>`);
    expect(page.body).toContain(message);
  });

  it('does not show the browser where credentials are kept', () => {
    const page = failurePage(new AppFailure('store-unwritable', '/home/ada/.codex is read-only'));
    expect(page.body).toContain('Sign-in completed but credentials could not be saved locally.');
    expect(page.body).not.toContain('/home/ada');
  });
});

it('sends the browser to an address without a query', () => {
  expect(redirectTo('/success')).toMatchObject({ status: 302, headers: { Location: '/success' } });
});

it.each([
  ['stateMismatch', 400],
  ['wrongHost', 403],
  ['wrongOrigin', 403],
  ['cancelFromBrowser', 403],
  ['notFound', 404],
  ['wrongMethod', 405],
  ['alreadyAnswered', 409],
] as const)('refuses %s with status %i', (reason, status) => {
  expect(rejection(reason).status).toBe(status);
});
