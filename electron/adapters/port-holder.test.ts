import { createServer, type AddressInfo } from 'node:net';

import { describe, expect, it, onTestFinished } from 'vitest';

import { listenersIn, portHolderOnLinux } from './port-holder.ts';

// 1455 is 05AF. The columns are those of the kernel.
const row = (address: string, port: string, state: string, inode: number) =>
  `   0: ${address}:${port} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000  1000        0 ${inode} 1 0000000000000000 100 0 0 10 0`;
const tables = [
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
  row('00000000', '05AF', '0A', 13),
  row('0100007F', '05AF', '0A', 11),
  row('0100007F', '05AF', '01', 12),
  row('0100007F', '05B1', '0A', 14),
  row('0200007F', '05AF', '0A', 15),
  row('00000000000000000000000001000000', '05AF', '0A', 21),
  row('00000000000000000000000000000000', '05AF', '0A', 22),
].join('\n');

describe('the sockets in the way of a listener, in the tables of the kernel', () => {
  it.each([
    ['127.0.0.1', 1455, ['11', '13', '22']],
    ['::1', 1455, ['21', '22']],
    ['127.0.0.1', 1457, ['14']],
    ['::1', 1457, []],
  ] as const)('on %s port %i are %j', (host, port, inodes) => {
    expect(listenersIn(tables, host, port)).toEqual(inodes);
  });
});

describe.runIf(process.platform === 'linux')('the holder of a port', () => {
  it.each(['127.0.0.1', '::1'] as const)('on %s is named with its process', async (host) => {
    const port = await listenInTest(host);
    expect(await portHolderOnLinux(host, port)).toContain(`(process ${process.pid})`);
  });

  it('is nobody where nobody listens', async () => {
    const port = await listenInTest('127.0.0.1');
    expect(await portHolderOnLinux('::1', port)).toBeNull();
  });
});

async function listenInTest(host: '127.0.0.1' | '::1'): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}
