import { codexCredentials } from '../../shared/testing/app-state.ts';
import { nothingRuns } from '../../shared/running-codex.ts';
import { cloudReport } from '../../shared/testing/policy-report.ts';
import type { DoctorFacts } from '../doctor/doctor-facts.ts';
import { caVariables } from '../network/ca-variables.ts';

/** What an endpoint says to an empty request. */
const reached = { kind: 'answered', status: '400 Bad Request', isServerError: false } as const;

/** A machine where nothing is in the way. */
export const healthyFacts: DoctorFacts = {
  ports: [1455, 1457].map((port) => ({ port, ipv4: { kind: 'free' }, ipv6: { kind: 'free' } })),
  tokenEndpoint: { origin: 'https://auth.example', answer: reached },
  tokenOverrides: [],
  issuer: null,
  routes: {
    host: 'auth.example',
    isLocal: false,
    exemptBy: null,
    environment: { kind: 'none' },
    system: { kind: 'none' },
    direct: reached,
  },
  caFiles: caVariables.map((variable) => ({ variable, file: null, content: null })),
  clockAheadMs: 900,
  rules: { kind: 'none' },
  codex: codexCredentials({ uses: 'stored' }),
  dotenv: { problem: null, sets: [] },
  cloud: cloudReport(),
  home: {
    home: { folder: '/home/ada/.codex', isChosen: false, state: { kind: 'writable' } },
    beside: null,
  },
  tokens: { problem: null, refusal: null },
  store: {
    mode: 'file',
    active: {
      kind: 'file',
      location: '/home/ada/.codex/auth.json',
      holds: 'credential',
      problem: null,
      writtenAt: 0,
      protection: 'userOnly',
    },
    exposedFile: null,
    intruder: null,
    keptCopies: [],
    signedIn: true,
    holds: null,
    provider: { id: 'openai', needsSignIn: true },
    fileSettingIn: '/home/ada/.codex/config.toml',
    problem: null,
  },
  keyring: null,
  journal: { kind: 'empty' },
  kept: [],
  savedAccounts: {
    location: '/home/ada/.local/share/gatehouse/accounts',
    saved: 0,
    problem: null,
    key: { kind: 'none' },
    exposed: null,
    hasOpenSwitch: false,
  },
  locks: [
    { name: 'account', file: '/home/ada/.codex/auth.lock', state: { kind: 'free' } },
    { name: 'commit', file: '/home/ada/.codex/auth.json.lock', state: { kind: 'free' } },
    { name: 'refresh', file: '/home/ada/.codex/auth.json.refresh-lock', state: { kind: 'free' } },
  ],
  running: { ...nothingRuns, areShown: true },
};
