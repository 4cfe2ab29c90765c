import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';

import type { Env } from '../network/environment-proxy.ts';
import { HttpError, type SystemProxy } from '../ports.ts';
import { capturedLog } from '../testing/captured-log.ts';
import { testAuthority, type TestAuthority } from '../testing/network/certificates.ts';
import { startConnectProxy, type ConnectProxyOptions } from '../testing/network/connect-proxy.ts';
import { startTlsServer } from '../testing/network/tls-server.ts';
import { freePort } from '../testing/sign-in/loopback-request.ts';
import { networkOf } from './network.ts';

/** Nobody but a proxy can tell where it is (RFC 6761 section 6.4). */
const host = 'auth.gatehouse.invalid';

let authority: TestAuthority;
beforeAll(async () => {
  authority = await testAuthority();
});

/** A server that is this host, and a file with the authority that says so. */
async function issuerInTest() {
  const bodies: string[] = [];
  const names: unknown[] = [];
  const server = await startTlsServer(await authority.issue(host), (request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      bodies.push(`${request.headers.host} ${body}`);
      names.push(request.headers['user-agent']);
      response.end('hello');
    });
  });
  onTestFinished(() => server.close());
  return { bodies, names, places: { [`${host}:443`]: server.origin }, origin: server.origin };
}

async function proxyInTest(options: ConnectProxyOptions) {
  const proxy = await startConnectProxy(options);
  onTestFinished(() => proxy.close());
  return proxy;
}

async function caFile(content = authority.cert): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-network-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'ca.pem');
  await writeFile(file, content);
  return file;
}

function networkIn(env: Env, systemProxy: SystemProxy | null = null) {
  const log = capturedLog();
  return {
    log,
    ...networkOf({ version: '1.2.3', env, platform: process.platform, systemProxy, log }),
  };
}

async function post(
  env: Env,
  systemProxy: SystemProxy | null = null,
  options: { url?: string; timeoutMs?: number; signal?: AbortSignal } = {},
) {
  const { http } = networkIn(env, systemProxy);
  const url = `https://${host}/oauth/token?key=a-secret`;
  return http({ method: 'POST', url, body: '{}', timeoutMs: 30_000, ...options });
}

async function failureOf(exchange: Promise<unknown>): Promise<HttpError> {
  try {
    await exchange;
  } catch (error) {
    if (error instanceof HttpError) return error;
    throw error;
  }
  throw new Error('it was answered');
}

describe('a request through a proxy', () => {
  it('reaches a host that only the proxy knows', async () => {
    const issuer = await issuerInTest();
    const proxy = await proxyInTest(issuer);
    const env = { HTTPS_PROXY: proxy.origin, CODEX_CA_CERTIFICATE: await caFile() };
    expect(await post(env)).toMatchObject({ status: 200, body: 'hello' });
    expect(proxy.asked).toEqual([`${host}:443`]);
    expect(issuer.bodies).toEqual([`${host} {}`]);
    expect(issuer.names).toEqual(['gatehouse/1.2.3']);
  });

  it.each([
    ['ada', 'p@ss:word', 'ada:p%40ss%3Aword'],
    ['ada', '', 'ada'],
    ['ada', '50%', 'ada:50%'],
  ])('shows the name %s and the password "%s"', async (name, password, userInfo) => {
    const issuer = await issuerInTest();
    const proxy = await proxyInTest({ ...issuer, login: `${name}:${password}` });
    const HTTPS_PROXY = proxy.origin.replace('://', `://${userInfo}@`);
    const env = { HTTPS_PROXY, CODEX_CA_CERTIFICATE: await caFile() };
    expect(await post(env)).toMatchObject({ status: 200 });
  });

  it('goes over TLS to a proxy that wants it, and trusts the same authorities', async () => {
    const issuer = await issuerInTest();
    const proxy = await proxyInTest({ ...issuer, identity: await authority.issue() });
    expect(await post({ HTTPS_PROXY: proxy.origin, SSL_CERT_FILE: await caFile() })).toMatchObject({
      status: 200,
    });
    expect((await failureOf(post({ HTTPS_PROXY: proxy.origin }))).message).toContain(
      `The certificate of ${proxy.origin} is of an authority that is not trusted here`,
    );
  });

  it('is not made to what NO_PROXY names, or to this machine', async () => {
    const issuer = await issuerInTest();
    const proxy = await proxyInTest(issuer);
    const env = { HTTPS_PROXY: proxy.origin, CODEX_CA_CERTIFICATE: await caFile() };
    expect(await post(env, null, { url: issuer.origin })).toMatchObject({ status: 200 });
    const failure = await failureOf(post({ ...env, NO_PROXY: 'gatehouse.invalid' }));
    expect(failure.message).toMatch(/^Can’t connect to https:\/\/auth\.gatehouse\.invalid/);
    expect(proxy.asked).toEqual([]);
  });

  it.each([
    [407, 'asks for a user name and password (HTTP 407). Check those in HTTPS_PROXY.'],
    [403, `refuses to connect to ${host} (HTTP 403). Check HTTPS_PROXY, or have`],
    [100, 'answers in a way that Gatehouse cannot use (HTTP 100). Check HTTPS_PROXY, or have'],
    [502, `refuses to connect to ${host} (HTTP 502). Check HTTPS_PROXY, or have`],
    ['hangs up', 'cannot be reached (ECONNRESET). Check HTTPS_PROXY, and the network.'],
  ] as const)('passes for unreachable where the proxy says %s', async (refuses, words) => {
    const proxy = await proxyInTest({ refuses });
    const HTTPS_PROXY = proxy.origin.replace('://', '://ada:a-password@');
    const failure = await failureOf(post({ HTTPS_PROXY }));
    expect(failure.code).toBe('unreachable');
    expect(failure.message).toContain(`The proxy ${proxy.origin} ${words}`);
    expect(failure.message).not.toMatch(/a-password|a-secret/);
    expect(proxy.asked).toHaveLength(1);
  });

  it('passes for unreachable where nobody is there', async () => {
    const HTTPS_PROXY = `http://127.0.0.1:${await freePort()}`;
    expect(await failureOf(post({ HTTPS_PROXY }))).toMatchObject({
      code: 'unreachable',
      fact: `The proxy ${HTTPS_PROXY} cannot be reached (ECONNREFUSED).`,
      advice: 'Check HTTPS_PROXY, and the network.',
    });
  });

  it('gives up in time where the proxy stays silent, and can be aborted', async () => {
    const proxy = await proxyInTest({ refuses: 'stays silent' });
    const env = { HTTPS_PROXY: proxy.origin };
    expect((await failureOf(post(env, null, { timeoutMs: 100 }))).message).toContain(
      `The proxy ${proxy.origin} cannot be reached (no answer in time).`,
    );
    const abort = new AbortController();
    const exchange = failureOf(post(env, null, { signal: abort.signal }));
    abort.abort();
    expect((await exchange).code).toBe('aborted');
  });

  it.each(['socks5://ada:a-password@127.0.0.1:9', 'http://ada:a-password@a b'])(
    'is never made directly instead of by %s',
    async (HTTPS_PROXY) => {
      const failure = await failureOf(post({ HTTPS_PROXY }));
      expect(failure.code).toBe('unreachable');
      expect(failure.message).toContain('Set HTTPS_PROXY to an address such as');
      expect(failure.message).not.toContain('a-password');
    },
  );
});

describe('a request through a proxy of the system', () => {
  it('is made where the environment names none', async () => {
    const issuer = await issuerInTest();
    const proxy = await proxyInTest(issuer);
    const env = { CODEX_CA_CERTIFICATE: await caFile() };
    const system: SystemProxy = () => Promise.resolve(`PROXY ${new URL(proxy.origin).host}`);
    expect(await post(env, system)).toMatchObject({ status: 200 });
    const down = { ...env, HTTPS_PROXY: `http://127.0.0.1:${await freePort()}` };
    expect((await failureOf(post(down, system))).message).toContain(down.HTTPS_PROXY);
    expect(proxy.asked).toEqual([`${host}:443`]);
  });

  it('takes the next where the first cannot be reached, or used', async () => {
    const issuer = await issuerInTest();
    const proxy = await proxyInTest(issuer);
    const interim = await proxyInTest({ refuses: 100 });
    const env = { CODEX_CA_CERTIFICATE: await caFile() };
    const places = [`127.0.0.1:${await freePort()}`, new URL(interim.origin).host];
    const list = [...places, new URL(proxy.origin).host].map((place) => `PROXY ${place}`).join(';');
    expect(await post(env, () => Promise.resolve(list))).toMatchObject({ status: 200 });
    expect(interim.asked).toHaveLength(1);
    expect(issuer.bodies).toHaveLength(1);
  });

  it('does not go round one that refuses', async () => {
    const issuer = await issuerInTest();
    const refusing = await proxyInTest({ refuses: 403 });
    const proxy = await proxyInTest(issuer);
    const list = [refusing, proxy].map(({ origin }) => `PROXY ${new URL(origin).host}`).join(';');
    const failure = await failureOf(post({}, () => Promise.resolve(list)));
    expect(failure.message).toContain(
      `${refusing.origin} refuses to connect to ${host} (HTTP 403)`,
    );
    expect(proxy.asked).toEqual([]);
  });

  it('tells of the last where none is left', async () => {
    const ports = [await freePort(), await freePort()];
    const list = ports.map((port) => `PROXY 127.0.0.1:${port}`).join(';');
    expect(await failureOf(post({}, () => Promise.resolve(list)))).toMatchObject({
      fact: `The proxy http://127.0.0.1:${ports[1]} cannot be reached (ECONNREFUSED).`,
      advice: "Check the proxy in the system's settings, and the network.",
    });
  });

  it.each([
    ['never come', () => new Promise<string>(() => {})],
    ['fail', () => Promise.reject(new Error('no such service'))],
  ])('is not made where the settings %s, and says so', async (_, system) => {
    expect(await failureOf(post({}, system, { timeoutMs: 50 }))).toMatchObject({
      code: 'unreachable',
      fact: 'The system did not say which proxy its settings want.',
      advice: expect.stringContaining('set HTTPS_PROXY') as string,
    });
  });
});

describe('the trusted authorities', () => {
  it.each(['CODEX_CA_CERTIFICATE', 'SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS'])(
    'are those of %s, too',
    async (variable) => {
      const { origin } = await issuerInTest();
      expect(await post({ [variable]: await caFile() }, null, { url: origin })).toMatchObject({
        status: 200,
      });
    },
  );

  it('are those of CODEX_CA_CERTIFICATE instead of SSL_CERT_FILE', async () => {
    const { origin } = await issuerInTest();
    const other = (await testAuthority()).cert;
    const env = { CODEX_CA_CERTIFICATE: await caFile(other), SSL_CERT_FILE: await caFile() };
    expect((await failureOf(post(env, null, { url: origin }))).code).toBe('unreachable');
  });

  it('say what to set for a certificate of somebody else', async () => {
    const { origin } = await issuerInTest();
    expect(await failureOf(post({}, null, { url: origin }))).toMatchObject({
      code: 'unreachable',
      fact: `The certificate of ${origin} is of an authority that is not trusted here (UNABLE_TO_VERIFY_LEAF_SIGNATURE).`,
      advice: expect.stringContaining('Set CODEX_CA_CERTIFICATE') as string,
    });
  });

  it('are asked for whatever Node is told of certificates', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    onTestFinished(() => void vi.unstubAllEnvs());
    const { origin } = await issuerInTest();
    expect((await failureOf(post({}, null, { url: origin }))).message).toContain(
      'not trusted here',
    );
  });

  it('do not take a certificate of another host', async () => {
    const server = await startTlsServer(await authority.issue('other.invalid'), (_, response) =>
      response.end(),
    );
    onTestFinished(() => server.close());
    const proxy = await proxyInTest({ places: { [`${host}:443`]: server.origin } });
    const env = { HTTPS_PROXY: proxy.origin, CODEX_CA_CERTIFICATE: await caFile() };
    expect((await failureOf(post(env))).message).toBe(
      `Can’t connect to https://${host} (ERR_TLS_CERT_ALTNAME_INVALID).`,
    );
  });

  it('name the file that cannot be used, and take it up once it can', async () => {
    const { origin } = await issuerInTest();
    const file = await caFile('nothing');
    const { http, log } = networkIn({ CODEX_CA_CERTIFICATE: file });
    const ask = () => http({ method: 'GET', url: origin, timeoutMs: 30_000 });
    const problem = `${file}, which CODEX_CA_CERTIFICATE names, holds no certificate in PEM form.`;
    expect((await failureOf(ask())).advice).toBe(problem);
    expect(log.lines).toContainEqual({
      level: 'warn',
      event: 'network.ca-file',
      fields: { problem },
    });
    await writeFile(file, authority.cert);
    expect(await ask()).toMatchObject({ status: 200 });
  });
});
