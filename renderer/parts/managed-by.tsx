import { useCommands, useMirror } from '../gatehouse-context.ts';
import { Icon } from './icon.tsx';

/** Says who manages the rules of this device, on every page, and leads to these rules. */
export function ManagedBy() {
  const commands = useCommands();
  const management = useMirror((mirror) => mirror.app?.policy.management ?? null);
  if (management === null) return null;
  const { organization } = management;
  return (
    <p className="header__managed">
      <button
        type="button"
        className="header__managed-link"
        onClick={() => commands.show('policy')}
      >
        <Icon name="managed" />
        {organization === null ? (
          'Managed by your organisation'
        ) : (
          <span>
            Managed by <bdi>{organization}</bdi>
          </span>
        )}
      </button>
    </p>
  );
}
