import type { Log } from '../ports.ts';
import { decideCallback, type CallbackExpectation } from './callback.ts';
import {
  cancelledReply,
  failurePage,
  refusal,
  successPage,
  type CallbackReply,
} from './callback-page.ts';
import type { CallbackServer, Respond } from './callback-server.ts';
import { SignInError } from './sign-in-error.ts';

/** The one answer of a browser sign-in. */
export type CallbackAnswer =
  | {
      readonly kind: 'code';
      readonly code: string;
      /** Must be called, since the browser waits for it. */
      readonly respond: Respond;
    }
  /** The person or another program ended the sign-in, and has been told so. */
  | { readonly kind: 'failed'; readonly error: SignInError };

export interface CallbackSession {
  /** Settles with the first answer; it never rejects. */
  readonly answer: Promise<CallbackAnswer>;
  /** Lets the success page be served; called once the tokens are saved. */
  signedIn(): void;
  /** Resolves when the success page is served, or another program wants the port. */
  readonly served: Promise<void>;
}

/** Talks to the browser for one sign-in: takes one answer and refuses everything else. */
export function startCallbackSession(
  server: CallbackServer,
  attempt: { readonly state: string; readonly issuer: string },
  log: Log,
): CallbackSession {
  let phase: CallbackExpectation['phase'] = 'waiting';
  let endServing = () => {};
  const served = new Promise<void>((resolve) => {
    endServing = resolve;
  });
  const answer = new Promise<CallbackAnswer>((resolve) => {
    const fail = (error: SignInError, reply: CallbackReply, respond: Respond) => {
      phase = 'answered';
      void respond(reply).then(() => resolve({ kind: 'failed', error }));
    };
    server.answerWith((request, respond) => {
      const decision = decideCallback(request, { ...attempt, port: server.port, phase });
      switch (decision.kind) {
        case 'code':
          phase = 'answered';
          return resolve({ ...decision, respond });
        case 'denied':
          return fail(decision.error, failurePage(decision.error), respond);
        case 'missingCode':
          return fail(missingCode(), failurePage(missingCode()), respond);
        case 'cancel':
          if (phase === 'waiting') return fail(portWanted(), cancelledReply(), respond);
          return void respond(cancelledReply()).then(endServing);
        case 'successPage':
          return void respond(successPage()).then(endServing);
        case 'refused':
          if (decision.reason !== 'notFound') {
            log.warn('sign-in.callback-refused', { reason: decision.reason });
          }
          return void respond(refusal(decision.reason));
      }
    });
  });
  return {
    answer,
    served,
    signedIn() {
      phase = 'signedIn';
    },
  };
}

function missingCode(): SignInError {
  return new SignInError(
    'callback-invalid',
    'Missing authorization code. Sign-in could not be completed.',
  );
}

function portWanted(): SignInError {
  return new SignInError(
    'cancelled',
    'The sign-in was cancelled because another program asked for its port.',
  );
}
