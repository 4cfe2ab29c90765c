import { expect, it } from 'vitest';

import { UnsupportedStore } from './unsupported-store.ts';

const store = new UnsupportedStore('keyring', '/etc/codex/config.toml');
const message =
  '/etc/codex/config.toml sets cli_auth_credentials_store = "keyring", which Gatehouse cannot use yet. Set it to "file", or keep using the Codex CLI for this folder.';

it('is never taken for an empty store', async () => {
  expect(await store.load()).toEqual({ kind: 'unreadable', message });
});

it.each(['save', 'delete', 'keepAside'] as const)('refuses to %s, and says why', async (verb) => {
  await expect(store[verb]()).rejects.toMatchObject({ code: 'unwritable', message });
});
