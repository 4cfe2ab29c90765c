import { defineTexts } from './define-texts.ts';

/** Where a person reads a message, and so what they can do next. */
export type Place = 'window' | 'terminal';

/** What to do next, in the words of each place. */
const steps = defineTexts({
  plainFiles: {
    window: 'You can also save accounts in plain files that only you can read.',
    terminal:
      'If you agree, accounts are saved in plain files that only you can read: "gatehouse accounts plain-files on".',
  },
  refresh: {
    window: 'Choose “Refresh now”, which writes it.',
    terminal: 'Run "gatehouse refresh --force", which writes it.',
  },
  signInWithChatgpt: {
    window: 'Go back and choose “Sign in with ChatGPT”.',
    terminal: 'Run "gatehouse login" instead.',
  },
});

let place: Place = 'terminal';

/** Called once, where a process starts whose messages are read elsewhere than in a terminal. */
export function sayNextStepsFor(where: Place): void {
  place = where;
}

/** For the end of a message. */
export function nextStep(name: keyof typeof steps): string {
  return steps[name][place]();
}
