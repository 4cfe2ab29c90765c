import * as z from 'zod/mini';

/** What the window is divided into. A sign-in and its forms belong to the account. */
export const sectionSchema = z.enum(['account', 'policy', 'activity', 'diagnostics', 'settings']);
export type Section = z.infer<typeof sectionSchema>;

/** What a menu or a notification leads to within the account, where the window asks or shows more. */
const accountTaskSchema = z.enum(['signInAgain', 'anotherAccount', 'apiKey', 'signOut']);
export type AccountTask = z.infer<typeof accountTaskSchema>;

export const destinationSchema = z.discriminatedUnion('section', [
  z.strictObject({ section: z.literal('account'), task: z.nullable(accountTaskSchema) }),
  z.strictObject({ section: z.enum(['policy', 'activity', 'diagnostics', 'settings']) }),
  /** Over whatever is shown. */
  z.strictObject({ section: z.literal('help') }),
]);
/** Where in the window a menu or a notification leads. */
export type Destination = z.infer<typeof destinationSchema>;

export function destinationOf(section: Section, task: AccountTask | null = null): Destination {
  return section === 'account' ? { section, task } : { section };
}
