import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import os from 'node:os';
import path from 'node:path';

import { jwt } from '../../electron/testing/credentials.ts';
import { testAuthority } from '../../electron/testing/network/certificates.ts';
import { startConnectProxy } from '../../electron/testing/network/connect-proxy.ts';
import { startTlsServer } from '../../electron/testing/network/tls-server.ts';
import type { Reply } from './cloud.ts';
import { environmentSecrets } from './environments.ts';

/** The provider's own addresses, which alone a workload identity works with, on this machine. */
export interface Exchange {
  /** What a program is told so that it finds them. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** @param service what chatgpt.com answers */
export async function startExchange(service: (url: string) => Reply): Promise<Exchange> {
  const authority = await testAuthority();
  const identity = await authority.issue('auth.openai.com', 'chatgpt.com');
  const answerTo = async (request: IncomingMessage): Promise<Reply> => {
    const { url = '' } = request;
    return url === '/oauth/token' ? exchanged(await bodyOf(request)) : service(url);
  };
  const server = await startTlsServer(identity, (request, response) => {
    void answerTo(request).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    });
  });
  const places = { 'auth.openai.com:443': server.origin, 'chatgpt.com:443': server.origin };
  const proxy = await startConnectProxy({ places });
  const folder = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-exchange-'));
  const file = path.join(folder, 'authority.pem');
  await writeFile(file, authority.cert);
  return {
    env: { HTTPS_PROXY: proxy.origin, SSL_CERT_FILE: file },
    close: async () => {
      await proxy.close();
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** An assertion names the workspace that it is exchanged for. */
function exchanged(body: string): Reply {
  const workspace = new URLSearchParams(body).get('assertion');
  const ids = {
    chatgpt_account_id: workspace,
    chatgpt_account_user_id: `user-identity__${workspace}`,
    chatgpt_plan_type: 'pro',
  };
  const lifetime = 3000;
  const now = Math.floor(Date.now() / 1000);
  // With less Codex CLI 0.171.0 calls the answer invalid.
  const claims = {
    iss: 'https://auth.openai.com',
    aud: ['https://api.openai.com/v1'],
    sub: 'identity',
    jti: 'identity-1',
    client_id: 'oracle',
    scp: ['openid'],
    iat: now,
    nbf: now,
    exp: now + lifetime,
    ...ids,
    'https://api.openai.com/auth': { ...ids, user_id: 'user-identity' },
    'https://api.openai.com/profile': { email: environmentSecrets.identityEmail },
  };
  const unsigned = jwt(claims).split('.').slice(0, 2);
  return {
    status: 200,
    body: {
      access_token: [...unsigned, environmentSecrets.identity].join('.'),
      issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      token_type: 'Bearer',
      expires_in: lifetime,
      scope: 'openid',
      user_id: 'user-identity',
      ...ids,
    },
  };
}
