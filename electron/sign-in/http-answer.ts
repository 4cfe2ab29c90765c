import type { HttpResponse } from '../ports.ts';

export function isSuccess({ status }: HttpResponse): boolean {
  return status >= 200 && status < 300;
}

/** Number and reason of a status, such as "status 500 Internal Server Error". */
export function describeStatus({ status, statusText }: HttpResponse): string {
  return `status ${status} ${statusText}`.trimEnd();
}
