import { contextBridge, ipcRenderer } from 'electron';

import { eventChannels, requestChannels, requestWire } from '../shared/ipc-channels.ts';
import type { Bridge } from '../shared/ipc-contract.ts';

/** The page gets the channels by name and nothing of Electron. */
const bridge: Bridge = {
  request: (channel, input) =>
    requestChannels.includes(channel)
      ? ipcRenderer.invoke(requestWire, channel, input)
      : Promise.reject(new Error('unknown channel')),

  on: (channel, listener) => {
    if (!eventChannels.includes(channel)) return () => undefined;
    const forward = (_event: unknown, payload: unknown): void => listener(payload);
    ipcRenderer.on(channel, forward);
    return () => void ipcRenderer.off(channel, forward);
  },
};

contextBridge.exposeInMainWorld('gatehouse', bridge);
