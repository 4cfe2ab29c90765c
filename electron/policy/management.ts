import type { Management } from '../../shared/app-state.ts';
import type { PolicyReport } from '../../shared/policy.ts';
import type { SettingName } from './settings-document.ts';

const nameOfOrganization: SettingName = 'gatehouse.organization';

/** Who manages the machine of this report; null where its user does. */
export function managementOf({ managedBy, policies }: PolicyReport): Management | null {
  if (managedBy.length === 0) return null;
  const name = policies.find(({ key }) => key === nameOfOrganization)?.value;
  return { organization: typeof name === 'string' ? name : null };
}
