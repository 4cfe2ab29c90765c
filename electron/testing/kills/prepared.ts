import { chmod } from 'node:fs/promises';

import { readIdTokenClaims } from '../../auth/id-token-claims.ts';
import { serializeJournal } from '../../auth/refresh-journal.ts';
import { hasTokens } from '../../auth/auth-record.ts';
import { PlainFile } from '../../store/locations/plain-file.ts';
import { codexHomeInTest, type CodexHome } from '../codex-home.ts';
import { recordOf } from '../credentials.ts';
import { ada, grace } from '../issuer/accounts.ts';
import { codexClientId } from '../issuer/client.ts';
import type { EmbeddedIssuer, TokenSet } from '../issuer/embedded-issuer.ts';
import { refreshWith } from '../issuer/plain-client.ts';
import type { Work } from './work.ts';

/** A folder of Codex, and what a program is to do with it. */
export interface Prepared {
  readonly home: CodexHome;
  readonly work: Work;
  /** Text of auth.json. */
  readonly text: string;
  /** Refresh tokens that can be redeemed. */
  readonly unspent: readonly string[];
}

/** Ada is signed in, with a token that is due for a refresh. */
async function signedInHome(
  issuer: EmbeddedIssuer,
): Promise<{ readonly home: CodexHome; readonly tokens: TokenSet }> {
  const tokens = await issuer.issueTokens(ada, { accessTokenLifetimeSeconds: 60 });
  const home = await codexHomeInTest({
    auth_mode: 'chatgpt',
    OPENAI_API_KEY: null,
    tokens,
    last_refresh: new Date().toISOString(),
  });
  await chmod(home.authFile, 0o600);
  return { home, tokens };
}

/** Ada's token is due for a refresh. */
export async function dueForRefresh(issuer: EmbeddedIssuer): Promise<Prepared> {
  const { home, tokens } = await signedInHome(issuer);
  const text = (await home.text()) ?? '';
  return { home, work: { do: 'refresh' }, text, unspent: [tokens.refresh_token] };
}

/** Grace has just signed in with the browser, and Ada's record is still there. */
export async function aboutToSaveASignIn(issuer: EmbeddedIssuer): Promise<Prepared> {
  const before = await dueForRefresh(issuer);
  const tokens = await issuer.issueTokens(grace);
  const read = readIdTokenClaims(tokens.id_token);
  if (!read.ok) throw new TypeError(read.message);
  const issued = {
    idToken: tokens.id_token,
    claims: read.claims,
    accessToken: tokens.access_token,
    refreshToken: tokens.refresh_token,
    provenance: { issuer: issuer.origin, clientId: codexClientId },
  };
  return {
    ...before,
    work: { do: 'sign-in', issued },
    unspent: [...before.unspent, tokens.refresh_token],
  };
}

/** A program was killed after it had put the answer to a refresh into the journal. */
export async function answerInTheJournal(issuer: EmbeddedIssuer): Promise<Prepared> {
  const { home, tokens } = await signedInHome(issuer);
  const { body } = await refreshWith(issuer.origin, tokens.refresh_token);
  const refreshToken = String(body['refresh_token']);
  const redeemed = recordOf(await home.document());
  if (!hasTokens(redeemed)) throw new TypeError('the record has no tokens');
  const answer = {
    idToken: String(body['id_token']),
    accessToken: String(body['access_token']),
    refreshToken,
  };
  const { journal } = new PlainFile(home.folder, Date.now);
  await journal.write(serializeJournal({ redeemed, tokens: answer }));
  const text = (await home.text()) ?? '';
  return { home, work: { do: 'open' }, text, unspent: [refreshToken] };
}

/** The same, and another program has signed in to Grace's account since. */
export async function answerForAReplacedAccount(
  issuer: EmbeddedIssuer,
): Promise<Prepared & { readonly answer: string }> {
  const before = await answerInTheJournal(issuer);
  const tokens = await issuer.issueTokens(grace);
  await before.home.write({ ...(await before.home.document()), tokens });
  return { ...before, answer: before.unspent[0] ?? '' };
}
