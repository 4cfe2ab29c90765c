import { decodeJwt } from 'jose';
import { z } from 'zod';

import type { RefreshedTokens, TokenData } from './auth-record.ts';
import { trimWhiteSpace } from '../base/unseen-characters.ts';

/** Whom tokens belong to, each sort of id by itself. A missing or empty id is unknown. */
export interface TokenOwner {
  /** `chatgpt_account_id` of the ID token and of the access token, which may differ. */
  readonly workspaces: readonly string[];
  readonly chatgptUsers: readonly string[];
  readonly users: readonly string[];
  /** `tokens.account_id`, where programs have written workspaces, users and nothing. */
  readonly accountId: string | null;
}

export type OwnerComparison = 'same' | 'different' | 'unknown';

export function ownerOf(tokens: TokenData): TokenOwner {
  const owners = [ownerOfToken(tokens.idToken), ownerOfToken(tokens.accessToken)];
  return {
    workspaces: owners.flatMap(({ workspaces }) => workspaces),
    chatgptUsers: owners.flatMap(({ chatgptUsers }) => chatgptUsers),
    users: owners.flatMap(({ users }) => users),
    accountId: trimWhiteSpace(tokens.accountId ?? '') || null,
  };
}

/** `different` only where ids of the same sort are known on both sides and differ. */
export function compareOwners(a: TokenOwner, b: TokenOwner): OwnerComparison {
  return combined([
    // A record that names two users is of neither.
    compareUsers(a, b, (some, others) =>
      new Set([...some, ...others]).size === 1 ? 'same' : 'different',
    ),
    compareWorkspaces(a, b),
    compareIds(listOf(a.accountId), listOf(b.accountId)),
  ]);
}

export function areTwoUsers(a: TokenOwner, b: TokenOwner): boolean {
  return compareUsers(a, b, overlap) === 'different';
}

/** Whether a token of an answer certainly belongs to somebody else. */
export function isOfAnotherAccount(answer: RefreshedTokens, held: TokenData): boolean {
  const owner = ownerOf(held);
  return [answer.idToken, answer.accessToken].some((token) => {
    if (token === null) return false;
    const newOwner = ownerOfToken(token);
    const ids = [compareUsers(newOwner, owner, overlap), compareWorkspaces(newOwner, owner)];
    return combined(ids) === 'different';
  });
}

export function workspaceOfToken(token: string): string | null {
  return ownerOfToken(token).workspaces[0] ?? null;
}

type Compare = (a: readonly string[], b: readonly string[]) => OwnerComparison;

function compareUsers(a: TokenOwner, b: TokenOwner, compare: Compare): OwnerComparison {
  const byChatgptUser = compareIds(a.chatgptUsers, b.chatgptUsers, compare);
  // An older name of the same claim, used only without the newer one.
  return byChatgptUser === 'unknown' ? compareIds(a.users, b.users, compare) : byChatgptUser;
}

function compareWorkspaces(a: TokenOwner, b: TokenOwner): OwnerComparison {
  return isVouchedFor(a, b) || isVouchedFor(b, a) ? 'same' : compareIds(a.workspaces, b.workspaces);
}

/** Whether the record of one knows the workspace of the other by its `account_id`. */
function isVouchedFor({ accountId }: TokenOwner, { workspaces }: TokenOwner): boolean {
  return accountId !== null && workspaces.includes(accountId);
}

function compareIds(
  a: readonly string[],
  b: readonly string[],
  compare: Compare = overlap,
): OwnerComparison {
  return a.length === 0 || b.length === 0 ? 'unknown' : compare(a, b);
}

/** A switch of the workspace leaves the old one in the ID token. */
function overlap(a: readonly string[], b: readonly string[]): OwnerComparison {
  return a.some((id) => b.includes(id)) ? 'same' : 'different';
}

function combined(comparisons: readonly OwnerComparison[]): OwnerComparison {
  if (comparisons.includes('different')) return 'different';
  return comparisons.includes('same') ? 'same' : 'unknown';
}

const authClaim = 'https://api.openai.com/auth';

const id = z.string().transform(trimWhiteSpace).pipe(z.string().min(1)).nullable().catch(null);
const payload = z.looseObject({
  [authClaim]: z
    .looseObject({ chatgpt_account_id: id, chatgpt_user_id: id, user_id: id })
    .catch({ chatgpt_account_id: null, chatgpt_user_id: null, user_id: null }),
});

/** Lenient: what cannot be understood is unknown. */
function ownerOfToken(token: string): TokenOwner {
  const claims = claimsOf(token);
  return {
    workspaces: listOf(claims?.chatgpt_account_id),
    chatgptUsers: listOf(claims?.chatgpt_user_id),
    users: listOf(claims?.user_id),
    accountId: null,
  };
}

function claimsOf(token: string): z.infer<typeof payload>[typeof authClaim] | null {
  try {
    return payload.parse(decodeJwt(token))[authClaim];
  } catch {
    return null;
  }
}

function listOf(known: string | null | undefined): readonly string[] {
  return known ? [known] : [];
}
