/**
 * Whether an id can be that of a workspace: a UUID in lower case, as sign-ins have it.
 * Ids are compared letter by letter, so that another spelling of the same UUID is none.
 */
export function isWorkspaceId(id: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
}

/**
 * The id that was probably meant by one that is none: with capitals, braces, blanks or
 * dashes where they do not belong; null where its digits are not those of an id.
 */
export function meantWorkspaceId(id: string): string | null {
  const digits = id.toLowerCase().replace(/[^0-9a-z]/g, '');
  const parts = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(digits);
  return parts === null ? null : parts.slice(1).join('-');
}
