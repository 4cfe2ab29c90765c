import { describe, expect, it } from 'vitest';

import { peerCheck, socketAddress, type TcpRow } from './peer-check.ts';

const server = { address: '127.0.0.1', port: 1455 };
const browser = { address: '127.0.0.1', port: 40_000 };
const ends = { local: server, remote: browser };

const own: TcpRow = { local: server, remote: browser, isEstablished: true, uid: 1000, inode: 7 };
const peer: TcpRow = { local: browser, remote: server, isEstablished: true, uid: 1000, inode: 8 };

/** The answers of the table, one reading after the other; the last one goes on. */
function tables(...readings: readonly (readonly TcpRow[] | null)[]) {
  let next = 0;
  return () => Promise.resolve(readings[Math.min(next++, readings.length - 1)] ?? null);
}

const check = (...readings: readonly (readonly TcpRow[] | null)[]) =>
  peerCheck(tables(...readings), [1000, 1001])(ends);

describe('a peer is trusted', () => {
  it.each([
    ['of the person', { uid: 1000 }],
    ['of another user that belongs here, as under sudo', { uid: 1001 }],
    ['of root that is alive, such as a forwarder', { uid: 0 }],
  ])('%s', async (_what, change) => {
    expect(await check([{ ...peer, ...change }, own])).toEqual({ kind: 'trusted' });
  });

  it('that is outside of this system while our end stands', async () => {
    expect(await check([own])).toEqual({ kind: 'trusted' });
  });

  it('where the system has no table', async () => {
    expect(await check(null)).toEqual({ kind: 'trusted' });
  });
});

describe('a peer is turned away', () => {
  it('that is of another user', async () => {
    expect(await check([{ ...peer, uid: 65_534 }, own])).toEqual({
      kind: 'otherUser',
      uid: 65_534,
    });
  });

  it('that is of another user, also where one reading missed its row', async () => {
    const foreign = { ...peer, uid: 65_534 };
    expect(await check([own], [own], [own, foreign], [own])).toEqual({
      kind: 'otherUser',
      uid: 65_534,
    });
  });
});

describe('nobody is there', () => {
  it.each([
    ['whose socket was closed at once', [{ ...peer, isEstablished: false, uid: 0, inode: 0 }, own]],
    ['whose socket has no program', [{ ...peer, uid: 0, inode: 0 }, own]],
    ['whose socket is closing', [{ ...peer, isEstablished: false }, own]],
    ['that has reset the connection', []],
    ['while our end is closing', [peer, { ...own, isEstablished: false }]],
    ['while our end is gone', [peer]],
    ['on another port', [{ ...peer, local: { ...browser, port: 40_001 } }]],
  ])('%s', async (_what, rows) => {
    expect(await check(rows)).toEqual({ kind: 'gone' });
  });

  it('where our end is gone by the time that it is looked for', async () => {
    expect(await check([peer, own], [])).toEqual({ kind: 'gone' });
  });

  it('where the socket has no other end any more', async () => {
    const judge = peerCheck(tables([peer, own]), [1000]);
    expect(await judge({ local: server, remote: null })).toEqual({ kind: 'gone' });
  });
});

it('takes a mapped IPv4 address for the address', () => {
  expect(socketAddress('::FFFF:127.0.0.1', 1)).toEqual({ address: '127.0.0.1', port: 1 });
  expect(socketAddress('::1', 1)).toEqual({ address: '::1', port: 1 });
});

it('reads the table for a crowd together, and never before it was asked', async () => {
  let readings = 0;
  const read = () => {
    readings += 1;
    return Promise.resolve([peer, own]);
  };
  const judge = peerCheck(read, [1000]);
  const peers = await Promise.all(Array.from({ length: 100 }, () => judge(ends)));
  expect(peers.every(({ kind }) => kind === 'trusted')).toBe(true);
  expect(readings).toBeLessThan(10);
  expect(readings).toBeGreaterThan(2);
});
