/** A setting that a person makes where Gatehouse cannot. @param settingsFile its path. */
export function storeSettingByHand(mode: 'file' | 'keyring', settingsFile: string): string {
  return `cli_auth_credentials_store = "${mode}" into ${settingsFile}`;
}

/** What else can be done where a keyring does not answer. @param byHand the setting to make. */
export function orWithoutKeyring(byHand: string): string {
  return `Or do without what it holds: put ${byHand}, and sign in again.`;
}
