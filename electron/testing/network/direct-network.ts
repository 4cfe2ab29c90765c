import { networkOf } from '../../adapters/network.ts';

/** The real network of a program that nobody has set up anything for. */
export const directNetwork = networkOf({
  version: 'test',
  env: {},
  platform: process.platform,
  systemProxy: null,
  log: { info: () => {}, warn: () => {}, error: () => {} },
});
