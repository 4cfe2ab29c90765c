import { z } from 'zod';

/** A person who can sign in at the issuer, in exactly one workspace. The e-mail is the key. */
export const issuerAccountSchema = z.object({
  email: z.email(),
  name: z.string().min(1),
  /** Raw `chatgpt_plan_type`; names that no client knows are allowed. */
  plan: z.string().min(1),
  userId: z.string().min(1),
  /** The `chatgpt_account_id` claim. */
  workspaceId: z.string().min(1),
  workspaceName: z.string().min(1).optional(),
  /** `tokens.account_id` of a seeded auth.json, when it has to differ from the claim. */
  accountId: z.string().min(1).optional(),
  isFedramp: z.boolean().optional(),
  /** False: choosing this account ends in `missing_codex_entitlement`. */
  codexEntitled: z.boolean().optional(),
});

export type IssuerAccount = Readonly<z.infer<typeof issuerAccountSchema>>;

export const ada: IssuerAccount = {
  email: 'ada@example.com',
  name: 'Ada Lovelace',
  plan: 'pro',
  userId: 'user-ada',
  workspaceId: '5f0c2f6e-8a2b-4d57-9f52-0a1c7d3e0001',
  workspaceName: 'Personal',
};

export const grace: IssuerAccount = {
  email: 'grace@example.com',
  name: 'Grace Hopper',
  plan: 'team',
  userId: 'user-grace',
  workspaceId: '5f0c2f6e-8a2b-4d57-9f52-0a1c7d3e0002',
  workspaceName: 'Compilers Team',
};

/** On a plan that upstream has no name for. */
export const katherine: IssuerAccount = {
  email: 'katherine@example.com',
  name: 'Katherine Johnson',
  plan: 'orbital-preview',
  userId: 'user-katherine',
  workspaceId: '5f0c2f6e-8a2b-4d57-9f52-0a1c7d3e0003',
  workspaceName: 'Trajectories',
};

/** In a workspace whose administrator has not enabled Codex. */
export const alan: IssuerAccount = {
  email: 'alan@example.com',
  name: 'Alan Turing',
  plan: 'enterprise',
  userId: 'user-alan',
  workspaceId: '5f0c2f6e-8a2b-4d57-9f52-0a1c7d3e0004',
  workspaceName: 'Hut Eight',
  codexEntitled: false,
};

export const defaultAccounts: readonly IssuerAccount[] = [ada, grace, katherine, alan];
