import { access, chmod, readdir, symlink, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import { doctorProbesOf } from './doctor-probes.ts';
import { fileLockOf } from '../adapters/file-lock.ts';
import { networkOf, type Network } from '../adapters/network.ts';
import { serializeJournal } from '../auth/refresh-journal.ts';
import { RefusalFile } from '../store/note-file.ts';
import { heldLocksOf } from '../store/file-lock.ts';
import { codexHomeInTest, type CodexHome } from '../testing/codex-home.ts';
import { coreInTest } from '../testing/core-in-test.ts';
import { capturedLog } from '../testing/captured-log.ts';
import { chatgptDocument, chatgptRecord, testNow } from '../testing/credentials.ts';
import { testAuthority } from '../testing/network/certificates.ts';
import { memoryKeyring, type MemoryKeyring } from '../testing/memory-keyring.ts';
import { startConnectProxy } from '../testing/network/connect-proxy.ts';
import { directNetwork } from '../testing/network/direct-network.ts';
import { startTlsServer } from '../testing/network/tls-server.ts';
import { endpointsAt } from '../testing/session-in-test.ts';
import type { DoctorFacts, DoctorProbes } from './doctor-facts.ts';
import { gatherFacts } from './gather-facts.ts';

interface Request {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
}

/** An issuer that answers everything alike. */
async function issuerInTest(status: number, date: number | null) {
  const requests: Request[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const { method, url, headers } = request;
      requests.push({ method, url, body, headers });
      response.sendDate = false;
      if (date !== null) response.setHeader('Date', new Date(date).toUTCString());
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { requests, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

interface Options {
  readonly origin?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly refreshUrlOverride?: string;
  readonly probes?: Partial<DoctorProbes>;
  readonly network?: Network;
  readonly keyring?: MemoryKeyring;
  /** Done when the core is open, so that it does not put it right. */
  readonly meanwhile?: () => Promise<void>;
}

async function factsOf(home: CodexHome, options: Options = {}): Promise<DoctorFacts> {
  const { origin = 'http://127.0.0.1:9', env = {}, refreshUrlOverride = null } = options;
  const endpoints = { ...endpointsAt(origin), refreshUrlOverride };
  const { core } = await coreInTest(home, {
    endpoints,
    ...(options.keyring && { keyring: options.keyring }),
  });
  await options.meanwhile?.();
  const probes: DoctorProbes = {
    ...doctorProbesOf(process.platform, options.network ?? directNetwork),
    now: () => testNow,
    // The ports belong to the whole machine.
    tryPort: () => Promise.resolve('free'),
    ...options.probes,
  };
  const environment = { variables: env, ofDotenv: new Set<string>() };
  return gatherFacts({ core, probes, environment, endpoints, codexHome: home.folder });
}

describe('the facts of the issuer', () => {
  it('come of one request without a token', async () => {
    const { origin, requests } = await issuerInTest(400, testNow);
    const tokens = { oauth_provenance: { issuer: origin, client_id: 'app_1' } };
    const facts = await factsOf(await codexHomeInTest(chatgptDocument({ tokens })), { origin });
    const answer = { kind: 'answered', status: '400 Bad Request', isServerError: false };
    expect(facts.tokenEndpoint).toEqual({ origin, answer });
    expect(facts.issuer).toBeNull();
    expect(requests).toMatchObject([{ method: 'POST', url: '/oauth/token', body: '{}' }]);
    // As those of a refresh, by which something in between may judge.
    expect(requests[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      originator: 'codex_cli_rs',
      'user-agent': 'gatehouse/test',
    });
    expect(requests[0]?.headers).not.toHaveProperty('authorization');
  });

  it('are of both where refreshes go elsewhere', async () => {
    const [signIns, refreshes] = [await issuerInTest(400, null), await issuerInTest(502, null)];
    const facts = await factsOf(await codexHomeInTest(), {
      origin: signIns.origin,
      refreshUrlOverride: `${refreshes.origin}/refresh`,
    });
    expect(facts.tokenEndpoint.answer).toMatchObject({ kind: 'answered', isServerError: true });
    expect(facts.issuer?.answer).toMatchObject({ kind: 'answered', isServerError: false });
    expect(facts.clockAheadMs).toBeNull();
  });

  it.each([3_600_000, -3_600_000])('tell a clock that is ahead by %i ms', async (aheadMs) => {
    const { origin } = await issuerInTest(400, testNow - aheadMs);
    const { clockAheadMs } = await factsOf(await codexHomeInTest(), { origin });
    expect(Math.abs((clockAheadMs ?? 0) - aheadMs)).toBeLessThanOrEqual(500);
  });
});

describe('the facts of the routes', () => {
  /** Nobody but a proxy can tell where it is (RFC 6761 section 6.4). */
  const host = 'auth.gatehouse.invalid';

  async function officeInTest(isInEnvironment: boolean) {
    const home = await codexHomeInTest();
    const authority = await testAuthority();
    const bodies: string[] = [];
    const server = await startTlsServer(await authority.issue(host), (request, response) => {
      bodies.push(`${request.method} as ${request.headers.originator as string}`);
      response.writeHead(400).end();
    });
    onTestFinished(() => server.close());
    const proxy = await startConnectProxy({
      places: { [`${host}:443`]: server.origin },
      login: 'ada:a-password',
    });
    onTestFinished(() => proxy.close());
    const file = path.join(home.folder, 'ca.pem');
    await writeFile(file, authority.cert);
    const HTTPS_PROXY = proxy.origin.replace('://', '://ada:a-password@');
    const env = { CODEX_CA_CERTIFICATE: file, ...(isInEnvironment ? { HTTPS_PROXY } : {}) };
    const list = `PROXY ${new URL(proxy.origin).host}`;
    const network = networkOf({
      version: '1.2.3',
      env,
      platform: process.platform,
      systemProxy: () => Promise.resolve(list),
      log: capturedLog(),
    });
    const facts = await factsOf(home, { origin: `https://${host}`, env, network });
    return { bodies, facts, proxy };
  }

  it('have each of them asked once, and no password', async () => {
    const { bodies, facts, proxy } = await officeInTest(true);
    const asksForLogin = `The proxy ${proxy.origin} asks for a user name and password (HTTP 407).`;
    expect(facts.routes).toMatchObject({
      host,
      isLocal: false,
      exemptBy: null,
      environment: {
        kind: 'proxy',
        variable: 'HTTPS_PROXY',
        origin: proxy.origin,
        answer: { kind: 'answered', status: '400 Bad Request' },
      },
      system: { kind: 'proxy', names: proxy.origin, answer: { fact: asksForLogin } },
      direct: { kind: 'failed', code: 'unreachable' },
    });
    expect(facts.tokenEndpoint.answer.kind).toBe('answered');
    expect(bodies).toEqual(['POST as codex_cli_rs']);
    expect(proxy.asked).toHaveLength(2);
    expect(JSON.stringify(facts)).not.toContain('a-password');
  });

  it('have the system in use where the environment names no proxy', async () => {
    const { facts, proxy } = await officeInTest(false);
    expect(facts.routes.environment).toEqual({ kind: 'none' });
    expect(facts.tokenEndpoint.answer).toMatchObject({
      kind: 'failed',
      advice: expect.stringContaining('HTTPS_PROXY') as string,
    });
    expect(proxy.asked).toHaveLength(1);
  });

  it('have the system as what says nothing where it fails', async () => {
    const facts = await factsOf(await codexHomeInTest(), {
      refreshUrlOverride: `https://${host}/oauth/token`,
      probes: { systemProxy: () => Promise.reject(new Error('no such service')) },
    });
    expect(facts.routes.system).toMatchObject({
      kind: 'unusable',
      advice: expect.stringContaining('HTTPS_PROXY') as string,
    });
  });

  it('are not tried to this machine', async () => {
    const { origin, requests } = await issuerInTest(400, null);
    const env = { HTTP_PROXY: 'http://ada:a-password@127.0.0.1:9' };
    const facts = await factsOf(await codexHomeInTest(), { origin, env });
    expect(facts.routes).toMatchObject({
      isLocal: true,
      environment: { variable: 'HTTP_PROXY', origin: 'http://127.0.0.1:9', answer: null },
      system: { kind: 'unknown' },
      direct: { kind: 'answered' },
    });
    expect(requests).toHaveLength(1);
    expect(JSON.stringify(facts)).not.toContain('a-password');
  });
});

describe('the facts of this machine', () => {
  it('have the holder of each address that is taken', async () => {
    const facts = await factsOf(await codexHomeInTest(), {
      probes: {
        tryPort: (host, port) =>
          Promise.resolve(port === 1455 ? (host === '::1' ? 'noFamily' : 'taken') : 'free'),
        portHolder: (host, port) => Promise.resolve(`holder of ${host} ${port}`),
      },
    });
    expect(facts.ports).toEqual([
      {
        port: 1455,
        ipv4: { kind: 'taken', holder: 'holder of 127.0.0.1 1455' },
        ipv6: { kind: 'noFamily' },
      },
      { port: 1457, ipv4: { kind: 'free' }, ipv6: { kind: 'free' } },
    ]);
  });

  it.each([
    ['that it listens on', [true], { kind: 'own' }],
    // The sign-in began, or ended, while its port was looked at.
    ['that it has begun to listen on', [false, true], { kind: 'own' }],
    ['that it has let go of', [true, false], { kind: 'own' }],
    ['of another', [false], { kind: 'taken', holder: 'node (process 7)' }],
  ])('tell whether a port is one %s', async (_, answers, address) => {
    const asked = new Map<number, number>();
    const { ports } = await factsOf(await codexHomeInTest(), {
      probes: {
        tryPort: (host, port) =>
          Promise.resolve(port === 1455 && host === '127.0.0.1' ? 'taken' : 'free'),
        portHolder: () => Promise.resolve('node (process 7)'),
        holdsPort: (port) => {
          const count = asked.get(port) ?? 0;
          asked.set(port, count + 1);
          return answers[count] ?? answers.at(-1) ?? false;
        },
      },
    });
    expect(ports[0]?.ipv4).toEqual(address);
    expect(ports[1]?.ipv4).toEqual({ kind: 'free' });
  });

  it('have the CA files of the environment', async () => {
    const home = await codexHomeInTest();
    const file = path.join(home.folder, 'ca.pem');
    await writeFile(file, 'nothing');
    const { caFiles } = await factsOf(home, { env: { SSL_CERT_FILE: file } });
    expect(caFiles).toEqual([
      { variable: 'NODE_EXTRA_CA_CERTS', file: null, content: null },
      { variable: 'CODEX_CA_CERTIFICATE', file: null, content: null },
      { variable: 'SSL_CERT_FILE', file, content: { kind: 'noPem' } },
    ]);
  });
});

describe('the facts of the store', () => {
  it('are that nobody is signed in', async () => {
    const { store, journal } = await factsOf(await codexHomeInTest());
    const unseen = { active: null, exposedFile: null, intruder: null, keptCopies: [] };
    const provider = { id: 'openai', needsSignIn: true };
    const nobody = { ...unseen, signedIn: false, holds: null, provider, problem: null };
    expect(store).toEqual({ mode: 'file', fileSettingIn: null, ...nobody });
    expect(journal).toEqual({ kind: 'empty' });
  });

  it('are what is wrong with a damaged record', async () => {
    const { store } = await factsOf(await codexHomeInTest('{"tokens": {'));
    expect(store).toMatchObject({ problem: { code: 'record-invalid' } });
  });

  it('have a copy that is not in use and that others can read', async () => {
    const home = await codexHomeInTest(chatgptDocument());
    await chmod(home.authFile, 0o644);
    await writeFile(
      path.join(home.folder, 'config.toml'),
      'cli_auth_credentials_store = "keyring"',
    );
    const { store } = await factsOf(home);
    expect(store).toMatchObject({ active: null, exposedFile: home.authFile });
  });

  it('are who can read it now, whatever it was before', async () => {
    const home = await codexHomeInTest(chatgptDocument());
    const { store } = await factsOf(home, { meanwhile: () => chmod(home.authFile, 0o644) });
    expect(store.active).toMatchObject({ protection: 'readableByOthers' });
  });

  it.each([
    ['locked', 'keyring-locked', false],
    ['no-service', 'keyring-unavailable', true],
    ['timed-out', 'keyring-timed-out', false],
  ] as const)(
    'are that a keyring which is %s tells of no journal, and where a file does instead',
    async (refusal, code, isInstead) => {
      const home = await codexHomeInTest();
      const config = path.join(home.folder, 'config.toml');
      await writeFile(config, 'cli_auth_credentials_store = "keyring"');
      const keyring = memoryKeyring();
      keyring.refuse(refusal);
      const { store, journal } = await factsOf(home, { keyring });
      expect(store).toMatchObject({
        fileSettingIn: isInstead ? config : null,
        problem: { code },
      });
      expect(journal).toEqual({ kind: 'unanswered' });
    },
  );

  const tokens = { idToken: null, accessToken: 'a-new-token', refreshToken: null };
  it.each([
    ['begun', serializeJournal({ redeemed: chatgptRecord(), tokens: null })],
    ['unsaved', serializeJournal({ redeemed: chatgptRecord(), tokens })],
    ['begun', 'no journal'],
  ])('have a journal: %s', async (kind, text) => {
    const home = await codexHomeInTest(chatgptDocument());
    const facts = await factsOf(home, {
      meanwhile: () => writeFile(`${home.authFile}.refresh-journal`, text),
    });
    expect(facts.journal).toEqual({ kind });
    expect(JSON.stringify(facts)).not.toContain('a-new-token');
  });
});

describe('the facts of the folder', () => {
  it('are that it can be written, and nothing is left of the trial', async () => {
    const home = await codexHomeInTest();
    expect((await factsOf(home)).home).toMatchObject({
      home: { folder: home.folder, isChosen: false, state: { kind: 'writable' } },
      beside: null,
    });
    expect(await readdir(home.folder)).toEqual([]);
  });

  it('are that it is not there, and it is not made', async () => {
    const home = await codexHomeInTest();
    const folder = path.join(home.folder, 'missing');
    const missing = { ...home, folder, authFile: path.join(folder, 'auth.json') };
    const { home: facts } = await factsOf(missing, { env: { CODEX_HOME: folder } });
    expect(facts.home).toMatchObject({ isChosen: true, state: { kind: 'missing' } });
    await expect(access(folder)).rejects.toThrow('ENOENT');
  });

  it('are why it cannot be written', async () => {
    const home = await codexHomeInTest();
    const reason = 'the disk is read-only';
    const tryToWrite = () => Promise.resolve(reason);
    const { home: facts } = await factsOf(home, { probes: { tryToWrite } });
    expect(facts.home.state).toEqual({ kind: 'unwritable', reason });
  });

  it('have the folder that auth.json is linked to', async () => {
    const elsewhere = await codexHomeInTest(chatgptDocument());
    const home = await codexHomeInTest();
    await symlink(elsewhere.authFile, home.authFile);
    const { home: facts } = await factsOf(home);
    expect(facts.beside).toEqual({ folder: elsewhere.folder, state: { kind: 'writable' } });
  });
});

describe('the facts of the tokens', () => {
  it('are none without a ChatGPT sign-in', async () => {
    expect((await factsOf(await codexHomeInTest())).tokens).toBeNull();
  });

  it('are what is wrong with the record', async () => {
    const home = await codexHomeInTest(chatgptDocument({ members: { last_refresh: null } }));
    expect((await factsOf(home)).tokens).toMatchObject({
      problem: { code: 'record-incomplete' },
      refusal: null,
    });
  });

  it('are a refusal that another program noted, and no token', async () => {
    const home = await codexHomeInTest(chatgptDocument());
    const notes = new RefusalFile(home.authFile);
    const note = {
      issuer: 'https://auth.openai.com',
      code: 'refresh_token_expired',
      at: 7,
    } as const;
    await notes.write({ ...note, tokenDigest: notes.digestOf('refresh-1') });
    const { tokens } = await factsOf(home);
    expect(tokens).toMatchObject({ problem: { code: 'refresh-failed' }, refusal: note });
    expect(JSON.stringify(tokens)).not.toContain('refresh-1');
  });
});

describe('the facts of the locks', () => {
  it('are that they are free, and no file is made for that', async () => {
    const home = await codexHomeInTest();
    const { locks } = await factsOf(home);
    expect(locks.map(({ state }) => state.kind)).toEqual(['free', 'free', 'free']);
    for (const { file } of locks) await expect(access(file)).rejects.toThrow('ENOENT');
  });

  it.each([
    ['account', 'auth.lock'],
    ['commit', 'auth.json.lock'],
    ['refresh', 'auth.json.refresh-lock'],
  ])('have who holds that of the %s', async (name, file) => {
    const home = await codexHomeInTest();
    // Another owner of locks, as another program would be.
    const lock = fileLockOf(process.platform);
    const held = await lock(path.join(home.folder, file), { timeoutMs: 0 });
    onTestFinished(() => held.release());
    const { locks } = await factsOf(home);
    const taken = locks.filter(({ state }) => state.kind === 'held');
    expect(taken.map((one) => one.name)).toEqual([name]);
    if (process.platform === 'linux') {
      const holder = expect.stringContaining(`(process ${process.pid})`) as string;
      expect(taken[0]?.state).toEqual({ kind: 'held', holder });
    }
  });

  it('name none that this program holds by itself', async () => {
    const home = await codexHomeInTest();
    const { lockFile, holds } = heldLocksOf(fileLockOf(process.platform));
    const held = await lockFile(path.join(home.folder, 'auth.lock'), { timeoutMs: 0 });
    onTestFinished(() => held.release());
    const { locks } = await factsOf(home, { probes: { holdsLock: holds } });
    expect(locks.map(({ state }) => state.kind)).toEqual(['own', 'free', 'free']);
  });

  it('leave a lock free again', async () => {
    const home = await codexHomeInTest();
    const lock = fileLockOf(process.platform);
    const file = path.join(home.folder, 'auth.lock');
    (await lock(file, { timeoutMs: 0 })).release();
    await factsOf(home);
    (await lock(file, { timeoutMs: 0 })).release();
  });
});
