import { readFile, writeFile } from 'node:fs/promises';

import { describe, expect, it } from 'vitest';

import { recoverUnauthorized } from './unauthorized-recovery.ts';
import { pauseFileOf } from '../store/note-file.ts';
import { signedInSession, type SignedInSession } from '../testing/session-in-test.ts';

/** An access token that is due, and an issuer that answers the next request so. */
async function metWith(status: number, retryAfter: string) {
  const signedIn = await signedInSession({ accessTokenLifetimeSeconds: 60 });
  signedIn.issuer.fail({
    endpoint: 'token',
    kind: 'status',
    status,
    headers: { 'retry-after': retryAfter },
  });
  return signedIn;
}

const noteFile = ({ home }: SignedInSession) => pauseFileOf(home.authFile);

describe('a Retry-After that one program was told', () => {
  it.each([429, 503, 500])('keeps every other program from asking (%i)', async (status) => {
    const signedIn = await metWith(status, '600');
    const { session, another, refreshRequests, clock } = signedIn;
    expect(await session.refresh()).toMatchObject({ failure: { retryAfterMs: 600_000 } });
    clock.advanceSeconds(60);
    const other = await another();
    expect(await other.refresh()).toMatchObject({
      kind: 'failed',
      failure: {
        permanent: false,
        retryAfterMs: 540_000,
        message:
          'The token was not refreshed, because the sign-in service has asked to be left alone for another 9 minutes. Try again then.',
      },
    });
    expect(refreshRequests()).toBe(1);
    clock.advanceSeconds(480);
    expect(await other.refresh()).toMatchObject({
      failure: {
        message: expect.stringMatching(
          /left alone for another minute\. Try again then\.$/,
        ) as string,
      },
    });
  });

  it('is over when its time is, and leaves no file behind', async () => {
    const signedIn = await metWith(429, '600');
    const { session, another, refreshRequests, clock } = signedIn;
    await session.refresh();
    clock.advanceSeconds(600);
    expect(await (await another()).refresh()).toEqual({ kind: 'refreshed' });
    expect(refreshRequests()).toBe(2);
    await expect(readFile(noteFile(signedIn))).rejects.toThrow('ENOENT');
  });

  it('does not keep anybody from asking by force, and is over with the success', async () => {
    const signedIn = await metWith(429, '600');
    const { session, another, refreshRequests } = signedIn;
    await session.refresh();
    expect(await (await another()).refresh({ force: true })).toEqual({ kind: 'refreshed' });
    expect(refreshRequests()).toBe(2);
    await expect(readFile(noteFile(signedIn))).rejects.toThrow('ENOENT');
  });

  it('keeps a script from asking, which was refused with 401', async () => {
    const { session, another, refreshRequests, clock } = await metWith(429, '600');
    await session.refresh();
    const other = await another();
    const held = other.get();
    const token = held.kind === 'chatgpt' ? held.tokens.accessToken : '';
    const recover = () => recoverUnauthorized(token, other, (options) => other.refresh(options));
    expect(await recover()).toMatchObject({
      kind: 'failed',
      failure: { permanent: false, retryAfterMs: 600_000 },
    });
    expect(refreshRequests()).toBe(1);
    clock.advanceSeconds(600);
    expect(await recover()).toMatchObject({ kind: 'recovered', refresh: { kind: 'refreshed' } });
    expect(refreshRequests()).toBe(2);
  });

  it('is over where the clock was set back since', async () => {
    const { session, another, refreshRequests, clock } = await metWith(503, '3000');
    clock.advanceSeconds(7200);
    await session.refresh();
    clock.advanceSeconds(-1800);
    expect(await (await another()).refresh()).toEqual({ kind: 'refreshed' });
    expect(refreshRequests()).toBe(2);
  });

  it('says nothing of another issuer', async () => {
    const signedIn = await metWith(429, '600');
    await signedIn.session.refresh();
    const text = await readFile(noteFile(signedIn), 'utf8');
    expect(text).toContain(new URL(signedIn.issuer.origin).origin);
    await writeFile(noteFile(signedIn), text.replace(signedIn.issuer.origin, 'https://x.example'));
    expect(await (await signedIn.another()).refresh()).toEqual({ kind: 'refreshed' });
  });

  it.each([
    ['a text that is no note', 'no note'],
    ['a note of a newer version', '{"version":2}'],
  ])('may be %s, which holds nobody back', async (_, text) => {
    const signedIn = await signedInSession({ accessTokenLifetimeSeconds: 60 });
    await writeFile(noteFile(signedIn), text);
    expect(await signedIn.session.refresh()).toEqual({ kind: 'refreshed' });
  });

  it('is not noted where nothing was asked for', async () => {
    const signedIn = await signedInSession({ accessTokenLifetimeSeconds: 60 });
    signedIn.issuer.fail({ endpoint: 'token', kind: 'status', status: 503 });
    await signedIn.session.refresh();
    await expect(readFile(noteFile(signedIn))).rejects.toThrow('ENOENT');
  });
});
