import { providerText } from '../../shared/wording/model-provider.ts';
import { useApp, useMirror } from '../gatehouse-context.ts';
import { Note } from './note.tsx';

/** Says, where the sign-in is shown, that Codex works without it here. */
export function ProviderNote() {
  const { account, provider } = useApp();
  const text = providerText(provider, account.kind);
  const isOnAccount = useMirror(({ screen }) => screen === 'home' || screen === 'methods');
  return isOnAccount && text !== null && <Note testId="provider-note">{text}</Note>;
}
