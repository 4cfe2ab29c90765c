import { useMirror } from '../gatehouse-context.ts';
import { ManagedBy } from './managed-by.tsx';
import { Mark } from './mark.tsx';

/** The app's name, the issuer where it is not the provider's own, and who manages the device. */
export function Header() {
  const issuer = useMirror((mirror) => mirror.app?.app.customIssuer ?? null);
  return (
    <header className="header">
      <Mark />
      <span className="header__name">Gatehouse</span>
      {issuer !== null && (
        <span className="header__issuer">
          Sign-in service: <bdi>{issuer}</bdi>
        </span>
      )}
      <ManagedBy />
    </header>
  );
}
