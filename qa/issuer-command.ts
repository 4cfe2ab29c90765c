#!/usr/bin/env node
import { startEmbeddedIssuer } from '../electron/testing/issuer/embedded-issuer.ts';
import { defaultAccounts } from '../electron/testing/issuer/accounts.ts';
import { issuerUsage, parseIssuerArguments } from './issuer-arguments.ts';

// `gatehouse-issuer`: the issuer of the tests, for programs that are started by hand.

async function main(): Promise<void> {
  const parsed = parseIssuerArguments(process.argv.slice(2));
  if (parsed === 'help') return void process.stdout.write(issuerUsage);
  const issuer = await startEmbeddedIssuer(parsed.options);
  for (const fault of parsed.faults) issuer.fail(fault);
  const people = parsed.options.accounts ?? defaultAccounts;
  process.stdout.write(
    [
      `Issuer: ${issuer.origin}`,
      ...people.map(({ email, plan, workspaceId }) => `Account: ${email}, ${plan}, ${workspaceId}`),
      `export GATEHOUSE_ISSUER=${issuer.origin}`,
      `export CODEX_REFRESH_TOKEN_URL_OVERRIDE=${issuer.origin}/oauth/token`,
      '',
    ].join('\n'),
  );
  const stop = (): void => void issuer.close();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
});
