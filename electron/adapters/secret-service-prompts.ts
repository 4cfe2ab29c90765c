import { KeyringError } from '../store/keyring.ts';
import {
  call,
  callService,
  noObject,
  interfaces,
  pathSchema,
  pathsSchema,
  serviceName,
  type Question,
} from './secret-service-calls.ts';
import { BusFailure, busFailures, theBus } from './session-bus.ts';

/** Unlocks collections or items, by a prompt where needed. @throws {KeyringError} `locked` */
export async function unlock(question: Question, objects: readonly string[]): Promise<void> {
  question.stage = 'unlock';
  if (!question.mayPrompt) throw new KeyringError('locked', '');
  const [unlocked, prompt] = await callService(question, 'Unlock', 'ao', [objects]);
  const path = pathSchema.parse(prompt);
  if (path !== noObject) {
    await answerOf(question, path);
    return;
  }
  if (pathsSchema.parse(unlocked).length < objects.length) throw new KeyringError('locked', '');
}

/** Shows a prompt and waits for its end. @throws {KeyringError} unless it is confirmed. */
export async function answerOf(question: Question, prompt: string): Promise<unknown> {
  const { bus, owner } = question;
  question.isPrompting = true;
  question.onPrompt();
  const completed = new Promise<readonly unknown[]>((resolve, reject) => {
    const stop = bus.onSignal(({ sender, path, member, body }) => {
      if (sender === owner && path === prompt && member === 'Completed')
        settle(() => resolve(body));
      const isGone = member === 'NameOwnerChanged' && body[0] === serviceName && body[2] !== owner;
      if (isGone && sender === theBus.destination) settle(() => reject(gone()));
    });
    const settle = (end: () => void): void => {
      stop();
      clearInterval(watch);
      question.signal.removeEventListener('abort', onAbort);
      end();
    };
    const onAbort = (): void =>
      settle(() => reject(new BusFailure(busFailures.aborted, 'Nobody answered.')));
    const watch = setInterval(() => {
      if (!bus.isOpen()) settle(() => reject(gone()));
    }, 500);
    question.signal.addEventListener('abort', onAbort);
  });
  // It may end before the call that shows it is answered.
  completed.catch(() => undefined);
  try {
    await call(question, prompt, interfaces.prompt, 'Prompt', 's', ['']);
    const [dismissed, result] = await completed;
    if (dismissed === true) throw new KeyringError('prompt-dismissed', '');
    question.isPrompting = false;
    return result;
  } catch (error) {
    if (error instanceof BusFailure && error.errorName === busFailures.aborted) {
      const caller = { bus, owner, signal: new AbortController().signal };
      void call(caller, prompt, interfaces.prompt, 'Dismiss', '', []).catch(() => undefined);
    }
    throw error;
  }
}

function gone(): BusFailure {
  return new BusFailure(busFailures.closed, 'The service went away.');
}
