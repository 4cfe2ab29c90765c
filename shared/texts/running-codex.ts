import { defineTexts } from './define-texts.ts';

/** Codex programs that run now, whom each uses, and the restart of the background server. */
export const runningTexts = defineTexts({
  /** In the middle of a sentence. */
  kinds: {
    terminal: 'Codex in a terminal',
    exec: 'codex exec',
    editor: 'Codex in an editor',
    desktopApp: 'the Codex desktop app',
    appServer: 'a Codex app-server',
    backgroundServer: 'the background server of Codex',
    other: 'another Codex program',
  },
  /** In the middle of a sentence, in the place of the name of a program that is not known. */
  aProgram: 'a program',
  anotherProgram: 'another program',
  withProcess: '{program} (process {pid})',
  identities: {
    nobody: 'nobody',
    apiKey: 'an API key',
    personalAccessToken: 'a personal access token',
    bedrock: 'Amazon Bedrock',
    other: 'a sign-in of another kind',
    chatgpt: 'a ChatGPT account',
    inWorkspace: '{name} ({workspace})',
  },
  uses: {
    thenAnother: '{name} until its next refresh, then {next}',
    oneOf: 'either {names}',
    startedBefore: 'not known: it started before Gatehouse saw what was signed in',
    untimed: 'not known: the system does not say when it started',
  },
  server: {
    signedOut: 'The background server of Codex is still signed out until it is restarted.',
    stale: 'The background server of Codex still uses {use} until it is restarted.',
    inTerminals: 'Every new Codex in a terminal works through it.',
    doNotSignOut:
      'Do not sign out inside of Codex until then: that would sign out {name} on this device.',
    doNotSignOutRevoking:
      'Do not sign out inside of Codex until then: that would sign out {name} on this device and revoke that sign-in.',
    stays:
      'The background server of Codex goes on with it until it is restarted, which Gatehouse offers you afterwards.',
    variables: 'It was started with {names} set, which rules every Codex that works through it.',
  },
  others: {
    turning: '{program} uses {use}.',
    staying: '{program} goes on as {use} until you restart it.',
  },
  restart: {
    working: 'Codex is working on something at this moment. {costs}',
    idleSignedOut:
      'Codex is not working on anything. Terminals connect again by themselves after a few seconds, and are signed out then.',
    idle: 'Codex is not working on anything. Terminals connect again by themselves after a few seconds, and go on with the account that is stored.',
    costsSignedOut:
      'Codex lets a turn that is under way end for up to a minute, and then interrupts it. Terminals wait meanwhile, connect again by themselves, and are signed out then.',
    costs:
      'Codex lets a turn that is under way end for up to a minute, and then interrupts it. Terminals wait meanwhile, connect again by themselves, and go on with the account that is stored.',
    title: 'Restart the background server of Codex?',
    now: 'Restart now',
  },
  /** What came of it. */
  restarted: {
    done: 'The background server of Codex was restarted.',
    slow: 'The restart is still under way: Codex lets what it works on end first. Look again in a minute.',
    failed:
      'The background server of Codex could not be restarted. Run this in a terminal: codex app-server daemon restart',
    noProgram:
      'The codex command was not found where only you can change it. Run this in a terminal: codex app-server daemon restart',
    unknownVersion:
      'Gatehouse does not know this version of Codex. Run this in a terminal: codex app-server daemon restart',
    tooOld:
      'Gatehouse does not know Codex {version}. Run this in a terminal: codex app-server daemon restart',
  },
  line: {
    since: ', since {time}',
    served: ', through the background server',
    otherHome: ' (perhaps with another Codex home)',
    whole: '{program}{since}{through}: {use}{where}',
  },
  card: {
    title: 'Running Codex programs',
    list: 'Codex programs',
    restarting: 'Restarting the background server…',
    lookAtEnvironment: 'Look at its environment',
    lookAgain: 'Look again',
    restart: 'Restart the background server…',
    environmentNote:
      'Gatehouse then reads with which credential variables the background server was started: their names, never their values.',
    notShown: 'This system does not show other programs.',
    none: 'None are running.',
    summary:
      '{count, plural, one {1 program is running} other {# programs are running}}{accounts, select, stored { with the stored account} other {}}.',
    summaryWithOthers:
      '{count, plural, =1 {1 program is running, with another account} other {# programs are running, {others} of them with another account}}.',
    anotherAccount: 'Another account',
    process: 'process {pid}',
    since: 'since {time}',
    served: 'through the background server',
    otherHome: 'perhaps with another Codex home',
  },
  ask: {
    title: 'What Codex itself says',
    explanation:
      'Gatehouse starts Codex on this home, as a new terminal would, asks it whom it uses, and ends it again.',
    ask: 'Ask Codex',
    asking: 'Asking Codex…',
    codexSays: 'Codex says',
    gatehouseSays: 'Gatehouse says',
    asked: 'Codex {version} was asked.',
    facts: { account: 'Account', loginMethods: 'Ways to sign in' },
    answers: {
      incomparable: 'Cannot be compared',
      same: 'Both say the same',
      different: 'They differ',
    },
  },
});
