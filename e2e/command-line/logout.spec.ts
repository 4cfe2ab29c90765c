import { ada } from '../../electron/testing/issuer/accounts.ts';
import { expect, test } from '../fixtures/command-line.ts';
import { filesIn } from '../fixtures/folder-contents.ts';
import { runGatehouse } from '../fixtures/programs.ts';
import { chatgptRecord } from '../fixtures/records.ts';

test.describe('gatehouse logout', () => {
  test('removes the credential from this device and asks the issuer nothing', async ({
    home,
    issuer,
  }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada));
    expect(await runGatehouse(['logout'], home)).toMatchObject({
      exitCode: 0,
      stdout: 'Signed out on this device\n',
    });
    expect(await filesIn(home.folder)).not.toContain('auth.json');
    expect(issuer.requests).toEqual([]);
  });

  test('revokes the sign-in with --everywhere', async ({ home, issuer }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada));
    const { exitCode, stdout } = await runGatehouse(['logout', '--everywhere', '--json'], home);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'signedOut', revoked: true });
    expect(await filesIn(home.folder)).not.toContain('auth.json');
    expect(issuer.requests.map(({ endpoint }) => endpoint)).toEqual(['revoke']);
  });

  test('removes the credential although the revocation fails, and says so', async ({
    home,
    issuer,
  }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada));
    issuer.fail({ endpoint: 'revoke', kind: 'status', status: 500 });
    const { exitCode, stdout } = await runGatehouse(['logout', '--everywhere', '--json'], home);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'signedOut', revoked: false });
    expect(await filesIn(home.folder)).not.toContain('auth.json');
  });

  test('is no failure where nobody is signed in', async ({ home }) => {
    expect(await runGatehouse(['logout'], home)).toMatchObject({
      exitCode: 0,
      stdout: 'Not signed in. Run "gatehouse login".\n',
    });
  });
});
