import { mapTexts } from './json.ts';
import { withoutAddresses } from './presentable.ts';

/**
 * Plain JSON without e-mail addresses, for whoever looks on: members called `email`, names that are
 * one, and any in a text, also in a form that is no address by itself.
 */
export function withoutEmail<T>(value: T): T {
  const known = [...new Set(emailsIn(value))].toSorted((a, b) => b.length - a.length);
  const hidden = (text: string): string =>
    withoutAddresses(known.reduce((rest, email) => rest.replaceAll(email, '[e-mail]'), text));
  return mapTexts(emptied(value) as T, hidden);
}

function emailsIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    name === 'email' && typeof member === 'string' && member !== '' ? [member] : emailsIn(member),
  );
}

function emptied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(emptied);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [
    name,
    isAddress(name, member) ? null : emptied(member),
  ]);
  return Object.fromEntries(members) as unknown;
}

/** A name with an address in it is none, so that nobody saves what hides it. */
function isAddress(name: string, member: unknown): boolean {
  if (typeof member !== 'string') return false;
  return name === 'email' || (name === 'label' && withoutAddresses(member) !== member);
}
