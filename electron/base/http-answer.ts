import type { HttpResponse } from '../ports.ts';

/** Whether a request did what it was for: any status from 200 to 299. */
export function isSuccess({ status }: HttpResponse): boolean {
  return status >= 200 && status < 300;
}

/** Number and reason of a status, such as "500 Internal Server Error". */
export function statusOf({ status, statusText }: HttpResponse): string {
  return `${status} ${statusText}`.trim();
}

/** The same as part of a sentence: "status 500 Internal Server Error". */
export function describeStatus(response: HttpResponse): string {
  return `status ${statusOf(response)}`;
}
