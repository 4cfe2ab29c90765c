import { environmentCredentialTexts as texts } from '../../shared/texts/environment-credentials.ts';
import type { Variables } from '../base/dotenv.ts';
import {
  accessTokenOf,
  isPersonalAccessToken,
  type EnvironmentCredential,
} from './credential-chain.ts';
import { requestWhoami, type WhoamiAnswer, type WhoamiContext } from './personal-access-token.ts';

type Learnt = Pick<EnvironmentCredential, 'whoami' | 'fault'>;

/** The owner of what was learnt about the personal access token of the environment. */
export class EnvironmentToken {
  readonly #context: WhoamiContext;
  readonly #token: string;
  #learnt: Learnt | null = null;

  /** @param env the variables of this program: Codex takes no such token from `.env` */
  constructor(env: Variables, context: WhoamiContext) {
    this.#context = context;
    this.#token = accessTokenOf(env);
  }

  /** Asks whose it is, for a person alone; null where it is no personal access token. */
  async lookUp(): Promise<WhoamiAnswer | null> {
    if (!isPersonalAccessToken(this.#token)) return null;
    const answer = await requestWhoami(this.#context, this.#token);
    switch (answer.kind) {
      case 'known':
        this.#learnt = { whoami: answer.whoami, fault: null };
        return answer;
      case 'refused':
        this.#learnt = { whoami: null, fault: refused() };
        return { kind: 'refused', message: refused() };
      case 'failed':
        return answer;
    }
  }

  /** The credentials of the environment with what was learnt. */
  withLearnt(environment: readonly EnvironmentCredential[]): readonly EnvironmentCredential[] {
    const learnt = this.#learnt;
    if (learnt === null) return environment;
    return environment.map((one) => (one.kind === 'accessToken' ? { ...one, ...learnt } : one));
  }
}

const refused = () => texts.tokenRefused();
