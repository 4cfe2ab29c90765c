import { useApp } from '../gatehouse-context.ts';

/** Where a variable sends tokens to somebody else than their issuer, as long as it does. */
export function TokenOverrides() {
  const { tokenOverrides } = useApp().app;
  return tokenOverrides.map((message) => (
    <p key={message} className="token-override">
      {message}
    </p>
  ));
}
