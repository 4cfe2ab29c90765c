import { config } from 'zod';

/**
 * Keeps zod from compiling its parsers with `new Function`, which the window's
 * content security policy forbids. Import this before any schema is made.
 */
config({ jitless: true });
