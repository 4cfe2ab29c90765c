/** All requests of the renderer; plain data without zod, for the preload script. */
export const requestChannels = [
  'state.get',
  'signIn.browser',
  'signIn.device',
  'signIn.apiKey',
  'signIn.cancel',
  'signIn.dismiss',
  'signIn.copyLink',
  'signIn.copyCode',
  'signIn.openLink',
  'signIn.allowOnce',
  'signIn.addAnother',
  'account.signOut',
  'account.refresh',
  'account.reload',
  'account.lookUp',
  'accounts.use',
  'accounts.rename',
  'accounts.remove',
  'accounts.signOut',
  'accounts.look',
  'accounts.plainFiles',
  'accounts.newKey',
  'kept.use',
  'kept.remove',
  'notice.dismiss',
  'store.inspect',
  'store.move',
  'store.removeCopy',
  'store.removeEntry',
  'store.removeKeptCopies',
  'store.protect',
  'settings.set',
  'activity.read',
  'activity.export',
  'policy.get',
  'policy.preview',
  'policy.chooseCandidate',
  'policy.copy',
  'policy.export',
  'doctor.run',
  'doctor.copy',
  'doctor.export',
  'removal.copy',
  'removal.confirm',
] as const;
export type RequestChannel = (typeof requestChannels)[number];

export const eventChannels = ['state.changed', 'section.asked'] as const;
export type EventChannel = (typeof eventChannels)[number];

/** The one name under which requests reach the main process; events keep their own names. */
export const requestWire = 'gatehouse.request';
