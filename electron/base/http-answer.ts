import { networkTexts } from '../../shared/texts/network.ts';
import type { HttpResponse } from '../ports.ts';

export function isSuccess({ status }: HttpResponse): boolean {
  return status >= 200 && status < 300;
}

/** Such as "500 Internal Server Error". */
export function statusOf({ status, statusText }: HttpResponse): string {
  return `${status} ${statusText}`.trim();
}

export function describeStatus(response: HttpResponse): string {
  return networkTexts.http.status({ status: statusOf(response) });
}
