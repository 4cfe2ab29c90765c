import type { Notice } from '../../shared/app-state.ts';

/** Whether a notice says this already, so that the window need not say it twice. */
export function isSaidBy(notices: readonly Notice[], message: string): boolean {
  return notices.some((notice) => notice.message.includes(message));
}
