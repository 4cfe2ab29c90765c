import { signInTexts as texts } from '../../shared/texts/sign-in-outcomes.ts';
import { AppFailure } from '../base/app-failure.ts';
import type { Log, RandomBytes } from '../ports.ts';
import {
  decideAddress,
  decideCallback,
  type CallbackDecision,
  type CallbackExpectation,
  type CallbackRequest,
  type RejectionReason,
} from './callback.ts';
import {
  cancelledReply,
  failurePage,
  otherUserPage,
  redirectTo,
  rejection,
  successPage,
  type CallbackReply,
} from './callback-page.ts';
import type { CallbackServer, Respond } from './callback-server.ts';
import type { CheckPeer } from './peer-check.ts';

type CallbackAnswer =
  | {
      readonly kind: 'code';
      readonly code: string;
      /** Must be called: the browser waits for it. */
      readonly respond: Respond;
    }
  /** The person or another program ended the sign-in, and got its answer. */
  | { readonly kind: 'failed'; readonly error: AppFailure };

export interface CallbackSession {
  readonly answer: Promise<CallbackAnswer>;
  /** A local address that works once, so that the public list of processes shows no OAuth state. */
  startAddress(): string;
  allowOnce(uid: number): void;
  /**
   * Takes the answer out of an address that a person has pasted; the same rules decide.
   * @throws {AppFailure} where it is none of this sign-in, which goes on.
   */
  takeAddress(address: string): void;
  /** Lets the success page be served; called once the tokens are saved. */
  signedIn(): void;
  /** Resolves when the success page is served, or another program wants the port. */
  readonly served: Promise<void>;
  end(): void;
}

export interface CallbackAttempt {
  readonly state: string;
  readonly issuer: string;
  readonly authorizationUrl: string;
}

export interface CallbackSessionParts {
  readonly randomBytes: RandomBytes;
  readonly checkPeer: CheckPeer;
  readonly turnedAway: (uid: number) => void;
  readonly log: Log;
}

const startPathBytes = 16;

/** Serves the browser of one sign-in: takes one answer and refuses everything else. */
export function startCallbackSession(
  server: CallbackServer,
  attempt: CallbackAttempt,
  { randomBytes, checkPeer, turnedAway, log }: CallbackSessionParts,
): CallbackSession {
  let phase: CallbackExpectation['phase'] = 'waiting';
  const startPaths = new Map<string, 'unused' | 'used'>();
  const rejections = new Map<string, number>();
  let allowedOnce: number | null = null;
  /** The other user whose browser was allowed to bring the answer and may see the page after it. */
  let answeredBy: number | null = null;
  let endServing = () => {};
  const served = new Promise<void>((resolve) => {
    endServing = resolve;
  });
  const expected = (): CallbackExpectation => ({
    ...attempt,
    port: server.port,
    phase,
    startPaths,
  });
  const decide = (request: CallbackRequest): CallbackDecision =>
    decideCallback(request, expected());
  const count = (reason: string): void => {
    rejections.set(reason, (rejections.get(reason) ?? 0) + 1);
  };
  const refuse = (reason: string, reply: CallbackReply, respond: Respond): void => {
    count(reason);
    void respond(reply);
  };
  let takeAddress = (_address: string): void => {};
  const answer = new Promise<CallbackAnswer>((resolve) => {
    const fail = (error: AppFailure, respond: Respond, reply = failurePage(error)): void => {
      phase = 'answered';
      void respond(reply).then(() => resolve({ kind: 'failed', error }));
    };
    const act = (decision: CallbackDecision, respond: Respond): void => {
      switch (decision.kind) {
        case 'start':
          startPaths.set(decision.path, 'used');
          return void respond(redirectTo(attempt.authorizationUrl));
        case 'code':
          phase = 'answered';
          return resolve({ ...decision, respond });
        case 'denied':
          return fail(decision.error, respond);
        case 'missingCode':
          return fail(missingCode(), respond);
        case 'cancel':
          if (phase === 'waiting') return fail(portWanted(), respond, cancelledReply());
          return void respond(cancelledReply()).then(endServing);
        case 'successPage':
          return void respond(successPage()).then(endServing);
        case 'rejected':
          return refuse(decision.reason, rejection(decision.reason), respond);
      }
    };
    const judge = async (request: CallbackRequest, respond: Respond): Promise<void> => {
      const peer = await checkPeer(request.ends);
      if (peer.kind === 'gone') return refuse('peerGone', rejection('peerGone'), respond);
      const decision = decide(request);
      if (peer.kind === 'otherUser') {
        const seesItsEnd = decision.kind === 'successPage' && peer.uid === answeredBy;
        if (peer.uid !== allowedOnce && !seesItsEnd) {
          turnedAway(peer.uid);
          return refuse('otherUser', otherUserPage(), respond);
        }
        if (decision.kind !== 'rejected' && !seesItsEnd) allowedOnce = null;
        if (decision.kind === 'code') answeredBy = peer.uid;
      }
      act(decision, respond);
    };
    takeAddress = (address) => {
      const decision = decideAddress(address, expected());
      if (decision.kind === 'rejected') {
        count(decision.reason);
        throw foreignAddress(decision.reason, server.port);
      }
      // No browser waits for a page.
      act(decision, () => Promise.resolve(endServing()));
    };
    server.answerWith((request, respond) => {
      const decision = decide(request);
      // A request that changes nothing is cheap: its peer is not looked up.
      if (decision.kind === 'rejected') return act(decision, respond);
      judge(request, respond).catch(() => refuse('peerUnknown', rejection('peerUnknown'), respond));
    });
  });
  return {
    answer,
    served,
    startAddress() {
      const path = `/${Buffer.from(randomBytes(startPathBytes)).toString('base64url')}`;
      startPaths.set(path, 'unused');
      return `http://127.0.0.1:${server.port}${path}`;
    },
    allowOnce(uid) {
      allowedOnce = uid;
    },
    takeAddress: (address) => takeAddress(address),
    signedIn() {
      phase = 'signedIn';
    },
    end() {
      // Browsers ask for icons.
      rejections.delete('notFound');
      if (rejections.size > 0) {
        log.warn('sign-in.callbacks-rejected', Object.fromEntries(rejections));
      }
    },
  };
}

function foreignAddress(reason: RejectionReason, port: number): AppFailure {
  const told =
    reason === 'stateMismatch'
      ? texts.address.ofAnotherSignIn()
      : reason === 'alreadyAnswered'
        ? texts.address.answered()
        : texts.address.unlike({ port });
  return new AppFailure('callback-invalid', told);
}

function missingCode(): AppFailure {
  return new AppFailure('callback-invalid', texts.missingCode());
}

function portWanted(): AppFailure {
  return new AppFailure('cancelled', texts.portWanted());
}
