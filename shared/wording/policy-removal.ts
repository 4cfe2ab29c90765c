import type { PolicyRemoval } from '../policy.ts';
import { placePhrase } from './rule-place.ts';

/** What becomes or became of a sign-in that a rule forbids, to be followed by the time. */
export function removalPhrase({ state }: Pick<PolicyRemoval, 'state'>): string {
  switch (state) {
    case 'announced':
      return 'The sign-in is removed';
    case 'done':
      return 'The sign-in was removed';
    case 'failed':
      return 'The sign-in could not be removed';
  }
}

/** "because of forced_login_method in /etc/codex/managed_config.toml, line 3". */
export function removalCause({
  rule,
  source,
  line,
}: Pick<PolicyRemoval, 'rule' | 'source' | 'line'>): string {
  const place = source === null ? '' : ` in ${placePhrase({ source, line, column: null })}`;
  return `because of ${rule ?? 'a rule'}${place}`;
}
