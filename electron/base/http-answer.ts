import type { HttpResponse } from '../ports.ts';

export function isSuccess({ status }: HttpResponse): boolean {
  return status >= 200 && status < 300;
}

/** Such as "500 Internal Server Error". */
export function statusOf({ status, statusText }: HttpResponse): string {
  return `${status} ${statusText}`.trim();
}
