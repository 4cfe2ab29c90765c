import { serviceAnswerTexts as texts } from '../../shared/texts/service-answers.ts';
import type { HttpError, HttpResponse } from '../ports.ts';
import { errorCodeOf, inBrackets, shownCode } from './error-codes.ts';

/**
 * What an answer of the sign-in service that is no success means, as a sentence; status and known
 * code stand in brackets. The body is not quoted: it may echo a token.
 */
export function answerText({ status, body }: HttpResponse): string {
  const values = { status: String(status), code: inBrackets(shownCode(errorCodeOf(body))) };
  if (status >= 500) return texts.problem(values);
  return status === 429 ? texts.busy(values) : texts.unexpectedStatus(values);
}

/** What it means that nobody answered, and what to do. */
export function noAnswerText({ code, fact, advice, message }: HttpError): string {
  return code === 'unreachable' && advice === null ? texts.checkConnection({ fact }) : message;
}

/** The same for a success without what was asked for. @param member the one that is missing */
export function misfitText(member = ''): string {
  return member === '' ? texts.unexpected() : texts.unexpectedMember({ member });
}
