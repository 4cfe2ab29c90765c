import { spawn } from 'node:child_process';
import { createConnection } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';

import { cancelledReply } from '../sign-in/callback-page.ts';
import { startCallbackSession } from '../sign-in/callback-session.ts';
import { openCallbackServer } from '../sign-in/callback-server.ts';
import { requestLoopback } from '../testing/sign-in/loopback-request.ts';
import { peerCheckOf, tcpRowsIn, userNameOf } from './tcp-peer.ts';

const header =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';

describe('the table of connections', () => {
  it.each([
    [
      'IPv4',
      '   0: 0100007F:05AF 0100007F:9C40 01 00000000:00000000 00:00000000 00000000  1000        0 4711 1 0',
      ['127.0.0.1', 1455, '127.0.0.1', 40_000, true, 1000, 4711],
    ],
    [
      'IPv6',
      '   0: 00000000000000000000000001000000:05AF 00000000000000000000000001000000:9C40 05 00000000:00000000 00:00000000 00000000     0        0 0 1 0',
      ['::1', 1455, '::1', 40_000, false, 0, 0],
    ],
    [
      'IPv4 in IPv6',
      '   0: 0000000000000000FFFF00000100007F:9C40 0000000000000000FFFF00000100007F:05AF 01 00000000:00000000 00:00000000 00000000 65534        0 12 1 0',
      ['127.0.0.1', 40_000, '127.0.0.1', 1455, true, 65_534, 12],
    ],
    [
      'another IPv6 address',
      '   0: B80D01200000000067452301EFCDAB89:0050 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 12 1 0',
      ['2001:db8::123:4567:89ab:cdef', 80, '::', 0, false, 0, 12],
    ],
  ])('has rows of %s', (_what, row, [from, fromPort, to, toPort, isEstablished, uid, inode]) => {
    expect(tcpRowsIn(`${header}\n${row}\n`)).toEqual([
      {
        local: { address: from, port: fromPort },
        remote: { address: to, port: toPort },
        isEstablished,
        uid,
        inode,
      },
    ]);
  });

  it('skips what is no row', () => {
    expect(tcpRowsIn(`${header}\n\nnonsense\n  1: XX:05AF 0100007F:9C40 01`)).toEqual([]);
  });
});

const isLinux = process.platform === 'linux';
const canBeSomebodyElse = isLinux && process.geteuid?.() === 0;
const otherUser = 65_534;

/** A sign-in that waits for its browser, with the check of this machine. */
async function waitingSignIn(codexHome = '/nowhere') {
  const server = await openCallbackServer([0]);
  const turnedAway: number[] = [];
  const logged: unknown[] = [];
  const session = startCallbackSession(
    server,
    {
      state: 'the-state',
      issuer: 'https://auth.example',
      authorizationUrl: 'https://auth.example/authorize?state=the-state',
    },
    {
      randomBytes: (size) => new Uint8Array(size).fill(7),
      checkPeer: peerCheckOf('linux', codexHome, {}),
      turnedAway: (uid) => turnedAway.push(uid),
      log: { info: () => {}, error: () => {}, warn: (_event, fields) => logged.push(fields) },
    },
  );
  onTestFinished(() => server.close());
  return { server, session, turnedAway, logged, port: server.port };
}

const callback = '/auth/callback?code=planted&state=the-state';

/** A program of another user: `how` is what its socket does once it is connected. */
function asOtherUser(how: string, port: number): Promise<string> {
  const script = `
    const net = require('node:net');
    const [port] = process.argv.slice(1).map(Number);
    const open = () => net.connect({ host: '127.0.0.1', port, allowHalfOpen: true });
    const request = (path) => 'GET ' + path + ' HTTP/1.1\\r\\nHost: 127.0.0.1:' + port + '\\r\\n\\r\\n';
    const answer = (socket) => { let text = ''; socket.on('data', (part) => (text += part)); socket.on('error', () => {}); socket.on('close', () => process.stdout.write(text.split('\\r\\n')[0] + '\\n')); };
    ${how}`;
  const child = spawn(process.execPath, ['-e', script, String(port)], {
    uid: otherUser,
    gid: otherUser,
    cwd: '/',
    env: {},
  });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve(printed.trim()));
  });
}

const sendAndStay = (path: string) =>
  `const socket = open(); answer(socket); socket.write(request('${path}')); socket.on('end', () => socket.end());`;

describe.runIf(canBeSomebodyElse)('a browser of another user', () => {
  it('is turned away with 403, told, and ends nothing', async () => {
    const { port, session, turnedAway } = await waitingSignIn();
    expect(await asOtherUser(sendAndStay(callback), port)).toBe('HTTP/1.1 403 Forbidden');
    expect(turnedAway).toEqual([otherUser]);
    const good = requestLoopback({ port, path: '/auth/callback?code=mine&state=the-state' });
    const answer = await session.answer;
    expect(answer).toMatchObject({ kind: 'code', code: 'mine' });
    if (answer.kind === 'code') await answer.respond(cancelledReply());
    expect((await good).status).toBe(200);
  });

  it.each([
    ['a refusal of the issuer', '/auth/callback?error=access_denied&state=the-state'],
    ['a callback without a code', '/auth/callback?state=the-state'],
    ['/cancel', '/cancel'],
  ])('is turned away with %s, too', async (_what, path) => {
    const { port, session } = await waitingSignIn();
    expect(await asOtherUser(sendAndStay(path), port)).toBe('HTTP/1.1 403 Forbidden');
    expect(await Promise.race([session.answer, Promise.resolve('waiting')])).toBe('waiting');
  });

  it('is not sent to the issuer, and does not use the address up', async () => {
    const { port, session } = await waitingSignIn();
    const { pathname } = new URL(session.startAddress());
    expect(await asOtherUser(sendAndStay(pathname), port)).toBe('HTTP/1.1 403 Forbidden');
    const first = await requestLoopback({ port, path: pathname });
    expect(first.status).toBe(302);
    expect(first.headers['location']).toBe('https://auth.example/authorize?state=the-state');
    expect((await requestLoopback({ port, path: pathname })).status).toBe(410);
  });

  it('passes once where the person allows that', async () => {
    const { port, session } = await waitingSignIn();
    session.allowOnce(otherUser);
    const { pathname } = new URL(session.startAddress());
    expect(await asOtherUser(sendAndStay(pathname), port)).toBe('HTTP/1.1 302 Found');
    expect(await asOtherUser(sendAndStay(callback), port)).toBe('HTTP/1.1 403 Forbidden');
  });

  it('that was allowed to bring the answer sees how it ended, and may do nothing else', async () => {
    const { port, session, turnedAway } = await waitingSignIn();
    session.allowOnce(otherUser);
    const brought = asOtherUser(sendAndStay(callback), port);
    const answer = await session.answer;
    session.signedIn();
    if (answer.kind === 'code') await answer.respond(cancelledReply());
    await brought;
    expect(await asOtherUser(sendAndStay('/success'), port)).toBe('HTTP/1.1 200 OK');
    expect(await asOtherUser(sendAndStay('/cancel'), port)).toBe('HTTP/1.1 403 Forbidden');
    expect(turnedAway).toEqual([otherUser]);
  });

  it('does not see the end of a sign-in that it had no part in', async () => {
    const { port, session } = await waitingSignIn();
    void requestLoopback({ port, path: callback });
    const answer = await session.answer;
    session.signedIn();
    if (answer.kind === 'code') await answer.respond(cancelledReply());
    expect(await asOtherUser(sendAndStay('/success'), port)).toBe('HTTP/1.1 403 Forbidden');
  });

  it('passes where the Codex home is that user’s, as under sudo', async () => {
    const { mkdtemp, chown, rm } = await import('node:fs/promises');
    const home = await mkdtemp('/tmp/gatehouse-peer-');
    onTestFinished(() => rm(home, { recursive: true }));
    await chown(home, otherUser, otherUser);
    const { port, session } = await waitingSignIn(home);
    void session.answer.then((answer) => {
      if (answer.kind === 'code') void answer.respond(cancelledReply());
    });
    expect(await asOtherUser(sendAndStay(callback), port)).toBe('HTTP/1.1 200 OK');
  });

  it.each([
    [
      'closes at once',
      `const socket = open(); socket.end(request('${callback}')); answer(socket); socket.on('end', () => socket.destroy());`,
    ],
    [
      'is gone at once',
      `const socket = open(); socket.write(request('${callback}'), () => process.exit(0));`,
    ],
    [
      'resets the connection',
      `const socket = open(); socket.on('error', () => {}); socket.write(request('${callback}'), () => socket.resetAndDestroy());`,
    ],
    [
      'closes its half',
      `const socket = open(); answer(socket); socket.end(request('${callback}'));`,
    ],
    [
      'sends its request in two parts and closes',
      `const socket = open(); answer(socket); socket.write(request('${callback}').slice(0, 20), () => socket.end(request('${callback}').slice(20)));`,
    ],
    [
      'has a body that does not end',
      `const socket = open(); answer(socket); socket.write('GET ${callback} HTTP/1.1\\r\\nHost: 127.0.0.1:' + port + '\\r\\nContent-Length: 10\\r\\n\\r\\nx'); socket.on('end', () => socket.end());`,
    ],
  ])('that %s changes nothing', async (_what, how) => {
    const { port, session } = await waitingSignIn();
    await asOtherUser(how, port);
    // Whatever it has sent is before this in the same process.
    expect((await requestLoopback({ port, path: '/nothing' })).status).toBe(404);
    const good = requestLoopback({ port, path: '/auth/callback?code=mine&state=the-state' });
    const answer = await session.answer;
    expect(answer).toMatchObject({ kind: 'code', code: 'mine' });
    if (answer.kind === 'code') await answer.respond(cancelledReply());
    await good;
  });

  it('that tries 1,000 times in parallel does not win, nor keep the right one out', async () => {
    const { port, session, logged } = await waitingSignIn();
    const storm = asOtherUser(
      `let open_ = 0; let sent = 0;
       const next = () => { if (sent >= 1000) return; sent += 1; open_ += 1; const socket = open(); socket.on('error', () => {}); socket.write(request('${callback}')); socket.on('data', () => {}); socket.on('end', () => socket.end()); socket.on('close', () => { open_ -= 1; next(); }); };
       for (let i = 0; i < 200; i += 1) next();`,
      port,
    );
    const good = requestLoopback({ port, path: '/auth/callback?code=mine&state=the-state' });
    const answer = await session.answer;
    expect(answer).toMatchObject({ kind: 'code', code: 'mine' });
    if (answer.kind === 'code') await answer.respond(cancelledReply());
    expect((await good).status).toBe(200);
    await storm;
    session.end();
    // One line with counts, and none for each.
    expect(logged).toHaveLength(1);
  });
});

describe('the name of a user', () => {
  it.runIf(isLinux)('is that of the table of users', async () => {
    expect(await userNameOf(0)).toBe('root');
  });

  it('is not known where there is none', async () => {
    expect(await userNameOf(4_000_000)).toBeNull();
  });
});

it('keeps a browser waiting behind no one who only holds connections open', async () => {
  const { port, session } = await waitingSignIn();
  const idle = Array.from({ length: 600 }, () => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.on('error', () => undefined);
    return socket;
  });
  onTestFinished(() => idle.forEach((socket) => socket.destroy()));
  await Promise.all(
    idle.map((socket) => new Promise((resolve) => socket.once('connect', resolve))),
  );
  const path = new URL(session.startAddress()).pathname;
  expect((await requestLoopback({ port, path })).status).toBe(302);
});
