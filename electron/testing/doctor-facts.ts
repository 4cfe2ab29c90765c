import type { DoctorFacts } from '../doctor/doctor-facts.ts';
import { caVariables } from '../doctor/doctor-facts.ts';

/** A machine where nothing is in the way. */
export const healthyFacts: DoctorFacts = {
  ports: [1455, 1457].map((port) => ({ port, ipv4: { kind: 'free' }, ipv6: { kind: 'free' } })),
  tokenEndpoint: {
    origin: 'https://auth.example',
    answer: { kind: 'answered', status: '400 Bad Request', isServerError: false },
  },
  issuer: null,
  proxy: { kind: 'none' },
  caFiles: caVariables.map((variable) => ({ variable, file: null, content: null })),
  clockAheadMs: 900,
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
    signedIn: true,
    problem: null,
  },
  journal: { kind: 'empty' },
  locks: [
    { name: 'account', file: '/home/ada/.codex/auth.lock', state: { kind: 'free' } },
    { name: 'commit', file: '/home/ada/.codex/auth.json.lock', state: { kind: 'free' } },
    { name: 'refresh', file: '/home/ada/.codex/auth.json.refresh-lock', state: { kind: 'free' } },
  ],
  codexProcesses: [],
};
