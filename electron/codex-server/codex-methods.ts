import { z } from 'zod';

// Source: `codex app-server generate-json-schema` of Codex CLI 0.171.0. An answer may have members
// that are not here, and may lack those that a person can do without.

const secondMs = 1000;

const text = z.string().nullable().default(null).catch(null);
const number = z.number().nullable().default(null).catch(null);

const initializedSchema = z.object({ userAgent: text, codexHome: text });

const loginSchema = z.object({ type: z.literal('chatgptAuthTokens') });

const accountSchema = z.object({
  /** Null for nobody. A kind that is not known here has its name alone. */
  account: z
    .object({ type: z.string(), email: text, planType: text, workspaceName: text })
    .nullable()
    .default(null),
  userId: text,
  workspaceRouting: z.object({ chatgptAccountId: text }).nullable().default(null).catch(null),
  requiresOpenaiAuth: z.boolean(),
});

const windowSchema = z
  .object({
    usedPercent: z.number(),
    windowDurationMins: number,
    /** Seconds since the epoch. */
    resetsAt: number,
  })
  .nullable()
  .default(null)
  .catch(null);

const limitSchema = z.object({
  limitId: text,
  limitName: text,
  primary: windowSchema,
  secondary: windowSchema,
  credits: z
    .object({ hasCredits: z.boolean(), unlimited: z.boolean(), balance: text })
    .nullable()
    .default(null)
    .catch(null),
});

const rateLimitsSchema = z.object({
  /** The account whose usage it is. */
  accountId: text,
  rateLimits: limitSchema,
  rateLimitsByLimitId: z.record(z.string(), limitSchema).nullable().default(null).catch(null),
});

const requirementsSchema = z.object({
  requirements: z.looseObject({}).nullable().default(null),
});

const loadedThreadsSchema = z.object({ data: z.array(z.string()) });

/** Of a conversation, whether it works at this moment, and nothing of what it is about. */
const threadSchema = z.object({ thread: z.object({ status: z.object({ type: z.string() }) }) });

/** All that is ever asked of a Codex server, each with how long its answer may take. */
export const codexMethods = {
  initialize: { answer: initializedSchema, limitMs: 15 * secondMs },
  // It loads the rules of the workspace first, for which Codex waits 20 seconds.
  'account/login/start': { answer: loginSchema, limitMs: 30 * secondMs },
  'account/read': { answer: accountSchema, limitMs: 30 * secondMs },
  'account/rateLimits/read': { answer: rateLimitsSchema, limitMs: 30 * secondMs },
  'configRequirements/read': { answer: requirementsSchema, limitMs: 30 * secondMs },
  'thread/loaded/list': { answer: loadedThreadsSchema, limitMs: 5 * secondMs },
  'thread/read': { answer: threadSchema, limitMs: 5 * secondMs },
} as const;

export type CodexMethod = keyof typeof codexMethods;

/** What each method is asked with. A refresh is never asked for, and no refresh token goes out. */
export interface CodexParams {
  readonly initialize: {
    readonly clientInfo: {
      readonly name: 'gatehouse';
      readonly title: 'Gatehouse';
      readonly version: string;
    };
    /** Without it, a server takes no access token alone. */
    readonly capabilities: { readonly experimentalApi: true };
  };
  readonly 'account/login/start': {
    readonly type: 'chatgptAuthTokens';
    readonly accessToken: string;
    readonly chatgptAccountId: string;
  };
  readonly 'account/read': { readonly refreshToken: false };
  readonly 'account/rateLimits/read': null;
  readonly 'configRequirements/read': null;
  readonly 'thread/loaded/list': { readonly limit: number };
  readonly 'thread/read': { readonly threadId: string; readonly includeTurns: false };
}

export type CodexAnswerTo<Method extends CodexMethod> = z.infer<
  (typeof codexMethods)[Method]['answer']
>;
