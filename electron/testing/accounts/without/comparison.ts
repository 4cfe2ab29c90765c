import type { AuthRecord } from '../../../auth/auth-record.ts';
import type { ExchangeOutcome } from '../../../auth/credential-store.ts';
import { PlannedStore as Sound } from '../../../store/planned-store.ts';

export * from '../../../store/planned-store.ts';

/** Which replaces whatever is in use, and not only what was saved. */
export class PlannedStore extends Sound {
  override async exchange(record: AuthRecord): Promise<ExchangeOutcome> {
    return super.exchange(record, await this.load());
  }
}
