import { hasTokens } from '../../auth/auth-record.ts';
import { accountOfRecord } from '../../saved-accounts/account-of-record.ts';
import { parseAccounts, type AccountEntry } from '../../saved-accounts/accounts-document.ts';
import { parseSwitch } from '../../saved-accounts/switch-journal.ts';
import { unsealedText } from './seal.ts';
import { inUse } from './programs.ts';
import type { Judgement } from './walk.ts';
import { modelHomes, placesOf, type ModelHome, type ModelWorld } from './world.ts';

/** The one loss that nobody outside of Codex can prevent (docs/accounts.md). */
export const thrownAway =
  'a Codex threw away what it was given for an account that had been replaced';
/** A request that was answered to nobody (docs/refresh.md). */
const answeredToNobody = 'a refresh was cut off between the request and its answer';
/** Another program asked with a token that was redeemed meanwhile, or the other way round. */
const asked = 'two programs asked with the same token of the home';
const doubted = 'a person tried an account that may be spent, and it was';
const overwritten = 'a sign-in of Codex overwrote what was in use';
const superseded = 'a newer sign-in of the same account took its place';

interface Held {
  readonly token: string;
  readonly name: string;
}

/** What of the outcome is wrong, by the ledger of the issuer and what lies in each place. */
export function judge(world: ModelWorld): Judgement {
  const violations = [...world.violations];
  const met = new Set<string>();
  const { issuer, durable } = world;
  const entries = entriesOf(world);
  const held = [...durable].flatMap(([name, text]) => tokensIn(name, text));

  for (const { person, token } of issuer.living()) {
    if (held.some((one) => one.token === token)) continue;
    const holder = issuer.holderOf(token);
    const entry = entries.find(({ email }) => email === person.email);
    const isMarked = entry !== undefined && (entry.health.kind !== 'good' || isBegun(world, entry));
    if (world.told.includes(`${holder} threw away ${token}`)) {
      met.add(thrownAway);
      if (!isMarked) violations.push(`${token} was thrown away, and its account is not marked`);
    } else if (world.told.includes(`${holder} got no answer`) || isCutOff(world, holder)) {
      met.add(answeredToNobody);
    } else if (world.told.some((line) => line.endsWith(`overwrote ${token}`))) {
      met.add(overwritten);
    } else if (hasOther(world, held, token)) {
      met.add(superseded);
    } else violations.push(`${token} works, and lies nowhere`);
  }

  for (const event of issuer.events) {
    if (event.kind === 'revoked' && !event.by.startsWith('login')) {
      const account = held.some(
        ({ token }) => personOf(token) === personOf(event.token) && issuer.isLiving(token),
      );
      if (!account) violations.push(`${event.by} revoked ${event.token}, the last of its account`);
    }
    if (event.kind !== 'reused') continue;
    if (event.note === 'of a saved account') {
      violations.push(`${event.by} sent ${event.token} of a saved account, which was spent`);
    } else met.add(event.note === 'doubted' ? doubted : asked);
  }

  for (const token of new Set(held.map((one) => one.token))) {
    if (!issuer.isLiving(token)) continue;
    const places = held.filter((one) => one.token === token).map(({ name }) => name);
    const redeemable = places.filter((name) => isRedeemable(world, entries, name));
    if (redeemable.length > 1)
      violations.push(`${token} can be redeemed in ${redeemable.join(' and ')}`);
  }

  for (const home of modelHomes) {
    const found = inUse(world, home);
    const account = found && accountOfRecord(found.record);
    for (const { id, homes, email } of entries) {
      const isNamed = homes.some(({ path }) => path === home);
      const isThere = account !== null && account.email === email;
      if (isNamed && !isThere) violations.push(`the list says that ${id} is in use in ${home}`);
      if (!isNamed && isThere && home === '/home-1') {
        violations.push(`the list does not say that ${id} is in use in ${home}`);
      }
    }
  }

  for (const [name, text] of durable) {
    const mayHoldTokens = name.startsWith('/home') || name.startsWith('keyring/');
    if (!mayHoldTokens && /rt:|eyJ/.test(text))
      violations.push(`${name} holds a token in plain text`);
    if (/^accounts\/switch-/.test(name)) violations.push(`${name} is left`);
  }
  for (const [name, { state, name: holder }] of world.locks) {
    if (state !== 'running') violations.push(`${holder} ended with ${name}`);
  }
  return { violations, met: [...met] };
}

/** Whether another sign-in of the account, by another program, works and lies somewhere. */
function hasOther(world: ModelWorld, held: readonly Held[], token: string): boolean {
  return held.some(
    (one) =>
      personOf(one.token) === personOf(token) &&
      world.issuer.isLiving(one.token) &&
      world.issuer.holderOf(one.token).startsWith('login'),
  );
}

/** Ids that an open switch names. */
function namedIn(world: ModelWorld): readonly string[] {
  return [...world.durable].flatMap(([name, text]) => {
    if (!/^accounts\/switch-/.test(name)) return [];
    const journal = parseSwitch(text);
    if (journal === 'unknown') return [];
    return [journal.outgoing.id, journal.incoming.id].filter((id) => id !== null);
  });
}

export function entriesOf(world: ModelWorld): readonly AccountEntry[] {
  const parsed = parseAccounts(world.durable.get('accounts/accounts.json') ?? '');
  return parsed.kind === 'known' ? parsed.document.accounts : [];
}

/** Whether Gatehouse or Codex would take a token from there by itself. */
function isRedeemable(world: ModelWorld, entries: readonly AccountEntry[], name: string): boolean {
  const home = modelHomes.find((one) => placesOf(world.store, one).includes(name));
  if (home !== undefined) return true;
  const id = /^accounts\/([0-9a-f]{12})\.(age|json)$/.exec(name)?.[1];
  const entry = entries.find((one) => one.id === id);
  if (entry === undefined) return false;
  return (
    entry.homes.length === 0 && entry.health.kind === 'good' && !namedIn(world).includes(entry.id)
  );
}

/** The refresh tokens that can be had from a place. */
function tokensIn(name: string, text: string): readonly Held[] {
  if (name === 'accounts/accounts.json' || /^accounts\/switch-/.test(name)) return [];
  const plain = name.startsWith('accounts/') ? unsealedText(text) : text;
  const found = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value === 'string') {
      if (value.startsWith('{')) look(parsed(value));
    } else if (typeof value === 'object' && value !== null) {
      for (const [member, inner] of Object.entries(value)) {
        if (member === 'refresh_token' && typeof inner === 'string') found.add(inner);
        else look(inner);
      }
    }
  };
  look(parsed(plain));
  return [...found].map((token) => ({ token, name }));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Whether a refresh of the saved account was begun and has no known end: it is tried next time. */
function isBegun(world: ModelWorld, { id }: AccountEntry): boolean {
  return world.durable.has(`accounts/${id}.refresh-journal`);
}

function isCutOff(world: ModelWorld, holder: string): boolean {
  return world.told.includes(`${holder} was killed while it waited for an answer`);
}

function personOf(token: string): string {
  return token.replace(/^rt:(.*)\.\d+:\d+$/, '$1');
}

/** Whether the account in use is one of these persons'. */
export function emailInUse(world: ModelWorld, home: ModelHome): string | null {
  const record = inUse(world, home)?.record;
  return record !== undefined && hasTokens(record) ? record.tokens.claims.email : null;
}
