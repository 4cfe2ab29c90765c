import { z } from 'zod';

import { environmentCredentialTexts as texts } from '../../shared/texts/environment-credentials.ts';
import { isSuccess } from '../base/http-answer.ts';
import { parseJson } from '../base/json.ts';
import { HttpError, type HttpClient } from '../ports.ts';
import { whoamiUrl, type Endpoints } from './endpoints.ts';
import { answerText, misfitText, noAnswerText } from './service-answer.ts';

/** Whose a personal access token is, as the sign-in service says. */
export interface Whoami {
  readonly email: string | null;
  readonly userId: string;
  /** An empty one is none of any rule. */
  readonly workspaceId: string;
  readonly planRaw: string;
}

export type WhoamiAnswer =
  | { readonly kind: 'known'; readonly whoami: Whoami }
  /** The token is of no use any more. */
  | { readonly kind: 'refused'; readonly message: string }
  /** Nothing was learnt about the token. */
  | {
      readonly kind: 'failed';
      readonly code: 'network' | 'exchange-failed';
      readonly message: string;
    };

export interface WhoamiContext {
  readonly http: HttpClient;
  readonly endpoints: Endpoints;
}

// The Codex CLI has no limit.
const whoamiTimeoutMs = 20_000;

// Codex CLI 0.171.0 refuses an answer without any of these but `email`.
const whoamiSchema = z
  .looseObject({
    email: z.string().nullish(),
    chatgpt_user_id: z.string(),
    chatgpt_account_id: z.string(),
    chatgpt_plan_type: z.string(),
    chatgpt_account_is_fedramp: z.boolean(),
  })
  .transform((answer): Whoami => ({
    email: answer.email ?? null,
    userId: answer.chatgpt_user_id,
    workspaceId: answer.chatgpt_account_id,
    planRaw: answer.chatgpt_plan_type,
  }));

/** Asks the sign-in service whose a token is, as the Codex CLI does at each start. */
export async function requestWhoami(
  { http, endpoints }: WhoamiContext,
  token: string,
): Promise<WhoamiAnswer> {
  const failed = (code: 'network' | 'exchange-failed', fact: string): WhoamiAnswer => ({
    kind: 'failed',
    code,
    message: texts.lookUp.failed({ reason: fact }),
  });
  if (!isAccessToken(token)) return failed('exchange-failed', texts.lookUp.unusualToken());
  let response;
  try {
    response = await http({
      method: 'GET',
      url: whoamiUrl(endpoints),
      headers: { authorization: `Bearer ${token}`, originator: endpoints.originator },
      timeoutMs: whoamiTimeoutMs,
    });
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    return failed('network', noAnswerText(error));
  }
  if (response.status === 401) {
    const message = texts.lookUp.refused();
    return { kind: 'refused', message };
  }
  if (!isSuccess(response)) return failed('exchange-failed', answerText(response));
  const parsed = whoamiSchema.safeParse(parseJson(response.body));
  return parsed.success
    ? { kind: 'known', whoami: parsed.data }
    : failed('exchange-failed', misfitText());
}

/** RFC 6750 section 2.1, with the prefix by which the Codex CLI knows such tokens. */
export function isAccessToken(text: string): boolean {
  return /^at-[A-Za-z0-9\-._~+/]+=*$/.test(text);
}
