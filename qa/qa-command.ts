#!/usr/bin/env node
import { examineMachine, judgeMachine } from './check.ts';

// `gatehouse-qa check`: what this machine lacks, before the first test finds out.

const marks = { ok: 'ok     ', limited: 'limited', missing: 'MISSING' } as const;

async function main(): Promise<number> {
  const [command, ...more] = process.argv.slice(2);
  if (command !== 'check' || more.length > 0) {
    process.stderr.write('Usage: gatehouse-qa check\n');
    return 2;
  }
  const checks = judgeMachine(await examineMachine());
  for (const { name, result, text } of checks) {
    process.stdout.write(`${marks[result]}  ${name}: ${text}\n`);
  }
  return checks.some(({ result }) => result === 'missing') ? 1 : 0;
}

process.exitCode = await main();
