import { z } from 'zod';

import type { ModelProvider } from '../../shared/app-state.ts';
import type { CredentialInUse } from '../../shared/codex-programs.ts';
import type { CrossCheckResult } from '../../shared/cross-check.ts';
import { crossCheckTexts as texts } from '../../shared/texts/cross-check.ts';
import { andList } from '../../shared/wording/lists.ts';
import { loginRuleTexts } from '../../shared/texts/login-rules.ts';
import { identityName } from '../../shared/wording/running-codex.ts';
import type { WorkspaceNaming } from '../../shared/wording/workspaces.ts';
import { isSameHolder, shownHolder, type Holder } from './home-history.ts';
import { namedIdentity } from './named-identity.ts';
import type { LoginMethod } from '../policy/login-rules.ts';

type Fact = Extract<CrossCheckResult, { kind: 'asked' }>['facts'][number];

/** What an app-server that was started anew says of a home. */
export interface SaidByCodex {
  readonly version: string;
  /** Null where it does not say, since its model provider needs no sign-in. */
  readonly who: Holder | null;
  /** Null where nothing restricts them, or it does not say. */
  readonly loginMethods: readonly LoginMethod[] | null;
}

/** What Gatehouse says of the same start. */
export interface SaidByGatehouse {
  readonly uses: CredentialInUse;
  /** Null where it cannot be read. */
  readonly stored: Holder | null;
  /** Null where the settings do not tell. */
  readonly provider: ModelProvider | null;
  /** The methods that no rule bars; null where the rules are not known. */
  readonly loginMethods: readonly LoginMethod[] | null;
  readonly workspaceNames: WorkspaceNaming;
}

/** Holds what both say against each other. */
export function compareSaid(codex: SaidByCodex, gatehouse: SaidByGatehouse): CrossCheckResult {
  const facts = [accountFact(codex, gatehouse), methodsFact(codex, gatehouse)];
  const differs = facts.some(({ agrees }) => agrees === false);
  const isOpen = facts.some(({ agrees }) => agrees === null);
  return {
    kind: 'asked',
    version: codex.version,
    agrees: differs ? false : isOpen ? null : true,
    facts: facts.toSorted((a, b) => rank(a) - rank(b)),
    advice: differs ? texts.differs() : null,
  };
}

/** A difference first. */
function rank({ agrees }: Fact): number {
  return agrees === false ? 0 : 1;
}

function accountFact({ who }: SaidByCodex, gatehouse: SaidByGatehouse): Fact {
  return who === null ? factWithoutSignIn(gatehouse) : factWith(who, gatehouse);
}

/** Where Codex says that it needs no sign-in here. */
function factWithoutSignIn(gatehouse: SaidByGatehouse): Fact {
  const { provider, uses } = gatehouse;
  const fact = { about: 'account', codex: texts.needsNoSignIn() } as const;
  const starts = uses.uses !== 'stops' && uses.uses !== 'unknown';
  if (starts && provider?.needsSignIn === false) {
    const ours = texts.providerNeedsNoSignIn({ provider: provider.id });
    return { ...fact, gatehouse: ours, agrees: true };
  }
  const isOpen = uses.uses === 'unknown' || provider === null;
  const { gatehouse: ours } = factWith(nobody, gatehouse);
  return { ...fact, gatehouse: ours, agrees: isOpen ? null : false };
}

const nobody: Holder = { kind: 'nobody', email: null, userId: null, accountId: null, id: null };

function factWith(who: Holder, { uses, stored, workspaceNames }: SaidByGatehouse): Fact {
  const named = (holder: Holder) => namedIdentity(shownHolder(holder), workspaceNames);
  const [theirs, ours] = [named(who), stored && named(stored)];
  const fact = { about: 'account', codex: identityName(theirs, ours) } as const;
  switch (uses.uses) {
    case 'stored':
      return {
        ...fact,
        gatehouse: ours === null ? texts.notKnown() : identityName(ours, theirs),
        agrees: stored === null ? null : isSameStored(who, stored),
      };
    case 'environment': {
      const gatehouse = texts.ofLoginShell({ variable: uses.credential.variable });
      return { ...fact, gatehouse, agrees: who.kind === 'nobody' ? false : null };
    }
    case 'nothing':
      return { ...fact, gatehouse: texts.nobody(), agrees: who.kind === 'nobody' };
    case 'stops':
      return { ...fact, gatehouse: texts.doesNotStart({ reason: uses.message }), agrees: false };
    case 'unknown':
      return { ...fact, gatehouse: texts.notKnownBecause({ reason: uses.message }), agrees: null };
  }
}

/** A server tells no keys apart: of the same kind is as much as it can say. */
function isSameStored(who: Holder, stored: Holder): boolean | null {
  return (
    isSameHolder(who, stored) ?? (who.kind === stored.kind && who.kind !== 'chatgpt' ? true : null)
  );
}

function methodsFact({ loginMethods: codex }: SaidByCodex, gatehouse: SaidByGatehouse): Fact {
  const ours = gatehouse.loginMethods;
  const theirs = codex ?? allMethods;
  return {
    about: 'loginMethods',
    codex: methodsText(theirs),
    gatehouse: ours === null ? texts.notKnown() : methodsText(ours),
    agrees: ours === null ? null : methodsText(ours) === methodsText(theirs),
  };
}

export const allMethods: readonly LoginMethod[] = ['chatgpt', 'api'];

function methodsText(methods: readonly LoginMethod[]): string {
  const names = allMethods.filter((method) => methods.includes(method));
  if (names.length === 0) return texts.noMethods();
  return andList(names.map((method) => loginRuleTexts.signIn.methods[method]()));
}

const requirementsSchema = z.object({
  allowedLoginMethods: z.array(z.string()).nullish().catch(null),
});

/** The methods in the answer to `configRequirements/read`; null where it restricts none. */
export function loginMethodsIn(requirements: unknown): readonly LoginMethod[] | null {
  const found = requirementsSchema.safeParse(requirements).data?.allowedLoginMethods ?? null;
  return found && allMethods.filter((method) => found.includes(method));
}
