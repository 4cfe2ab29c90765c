import { config } from 'zod/mini';

// The window's content security policy forbids `new Function`. Import this before any schema.
config({ jitless: true });
