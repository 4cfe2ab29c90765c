/** Remembers every secret that the issuer handed out or was shown, for leak scans. */
export interface SecretLedger {
  /** Returns its argument, so that issuing and remembering are one expression. */
  remember(secret: string): string;
  all(): string[];
}

export function createSecretLedger(): SecretLedger {
  const secrets = new Set<string>();
  return {
    remember(secret) {
      secrets.add(secret);
      return secret;
    },
    all: () => [...secrets],
  };
}
