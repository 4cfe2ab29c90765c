import { z } from 'zod';

/** What the window is divided into. A sign-in and its forms belong to the account. */
export const sectionSchema = z.enum(['account', 'policy', 'activity', 'diagnostics', 'settings']);
export type Section = z.infer<typeof sectionSchema>;
