import { spawn } from 'node:child_process';
import { once } from 'node:events';

import type { CodexConnection } from '../codex-server/codex-connection.ts';

export interface CodexStdioParts {
  /** Absolute. */
  readonly program: string;
  /** Such as `['app-server']`. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** How long its end is waited for, once its input is closed. */
  readonly endLimitMs: number;
  /**
   * What comes then: in a home of its own it has nothing to lose and is asked to end (SIGTERM);
   * else it is left alone, since it may be saving tokens.
   */
  readonly afterLimit: 'terminate' | 'leave';
}

/** Far above any answer; more in one line is another program. */
const maxLine = 4 * 1024 * 1024;

/**
 * Starts a Codex server that talks in lines of its standard input and output. It is ended by
 * closing its input, and never killed.
 */
export function startCodexOnStdio(parts: CodexStdioParts): CodexConnection {
  const { program, args, cwd, env, endLimitMs, afterLimit } = parts;
  const child = spawn(program, args, {
    cwd,
    env,
    // What it complains of may quote files.
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
  });
  let giveUp: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => {
    giveUp = resolve;
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  let listener: (message: string) => void = () => undefined;
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > maxLine) child.stdout.destroy();
    for (const line of lines) listener(line);
  });
  // It may have ended by itself.
  child.stdin.on('error', () => undefined);
  child.stdout.on('error', () => undefined);
  return {
    send: (message) => {
      if (child.stdin.writable) child.stdin.write(`${message}\n`);
    },
    onMessage: (added) => {
      listener = added;
    },
    closed,
    close: async () => {
      child.stdin.end();
      if (await endsWithin(closed, endLimitMs)) return;
      if (afterLimit === 'terminate') {
        child.kill('SIGTERM');
        if (await endsWithin(closed, endLimitMs)) return;
      }
      // Neither it nor its pipes keep this program from ending.
      child.stdin.destroy();
      child.stdout.destroy();
      child.unref();
      giveUp();
    },
  };
}

async function endsWithin(closed: Promise<void>, limitMs: number): Promise<boolean> {
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), limitMs);
  try {
    const isOver = once(over.signal, 'abort').then(() => false);
    return await Promise.race([closed.then(() => true), isOver]);
  } finally {
    clearTimeout(timer);
  }
}
