import { readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';

import { ada } from '../../electron/testing/issuer/accounts.ts';
import { signInWith } from '../../electron/testing/issuer/user-agent.ts';
import { expect, test } from '../fixtures/app.ts';
import { screenOf } from '../fixtures/screen.ts';

test('cancels, frees the port, and signs in at once by a new link', async ({
  desktop,
  home,
  window,
}) => {
  const screen = screenOf(window);
  await screen.withChatgpt.click();
  await expect(screen.signInLink).toHaveValue(/^http/);
  const first = await screen.signInLink.inputValue();
  await screen.cancel.click();
  await expect(screen.withChatgpt).toBeVisible();
  await expect(connectTo(1455)).rejects.toThrow('ECONNREFUSED');
  expect(await readdir(home.folder)).toEqual([]);

  await screen.withChatgpt.click();
  await expect(screen.signInLink).toHaveValue(/^http/);
  const second = await screen.signInLink.inputValue();
  expect(stateOf(second)).not.toBe(stateOf(first));
  expect(new URL(second).searchParams.get('redirect_uri')).toBe(
    new URL(first).searchParams.get('redirect_uri'),
  );
  await signInWith(await desktop.openedPage(2), ada.email);
  await expect(screen.account).toContainText(ada.email);
});

test('says that port 1455 is taken, uses the other one, and leaves the holder alone @long', async ({
  desktop,
  window,
}) => {
  const visits: string[] = [];
  const holder = createServer((request, response) => {
    visits.push(request.url ?? '');
    response.end();
  });
  await new Promise<void>((resolve) => holder.listen(1455, '127.0.0.1', resolve));
  try {
    const screen = screenOf(window);
    await screen.withChatgpt.click();
    await window.getByText('Details').click();
    await expect(
      window.getByText('Port 1455 is in use by another program; Gatehouse uses port 1457 instead.'),
    ).toBeVisible();
    await signInWith(await desktop.openedPage(), ada.email);
    await expect(screen.account).toContainText(ada.email);
    expect(visits).toEqual([]);
  } finally {
    holder.close();
  }
});

function stateOf(link: string): string | null {
  return new URL(link).searchParams.get('state');
}

function connectTo(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => resolve(socket.destroy()));
    socket.on('error', reject);
  });
}
