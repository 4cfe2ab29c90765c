import type { AskedAs } from '../codex-server/asked-as.ts';
import { codexMethods, type CodexMethod } from '../codex-server/codex-methods.ts';
import type {
  AskScratchCodex,
  ScratchAnswer,
  ScratchIdentity,
} from '../codex-server/scratch-codex.ts';

/** A Codex that answers this in turn, whatever it is asked; the real one is in e2e. */
export function answering(answers: readonly ScratchAnswer<unknown>[]): {
  readonly ask: AskScratchCodex;
  readonly asked: ScratchIdentity[];
} {
  const asked: ScratchIdentity[] = [];
  const ask: AskScratchCodex = (identity) => {
    const answer = answers[asked.length];
    asked.push(identity);
    if (answer === undefined) throw new Error('nothing more is to be asked');
    return Promise.resolve(answer as never);
  };
  return { ask, asked };
}

/** What a server answers, as it is read. */
export function answered(method: CodexMethod, result: unknown): ScratchAnswer<unknown> {
  return { kind: 'answered', value: codexMethods[method].answer.parse(result) };
}

/** Somebody in a workspace, who may be asked about. */
export function asAccount(accountId: string, userId = 'user-ada'): AskedAs {
  return {
    kind: 'asked',
    identity: { accessToken: `token of ${userId}`, accountId, chatgptBaseUrl: null },
    account: { accountId, userId },
  };
}
