import path from 'node:path';

import type { StoragePlace } from '../../shared/app-state.ts';
import { isKeyringProblem } from '../../shared/keyring-problem.ts';
import { signInKindTexts } from '../../shared/texts/sign-in-kinds.ts';
import { tokenProblemOf } from '../account/account-state.ts';
import { refreshDestination, tokenOverridesOf, type Endpoints } from '../auth/endpoints.ts';
import { storedRecordOf } from '../auth/credential-facts.ts';
import { StoreError } from '../auth/credential-store.ts';
import { parseJournal, type RefreshJournal } from '../auth/refresh-journal.ts';
import type { CodexEnvironment } from '../base/dotenv.ts';
import type { Core } from '../core.ts';
import { stat } from '../files/look.ts';
import { caSettingOf, caVariables } from '../network/ca-variables.ts';
import type { CodexConfig } from '../policy/codex-config.ts';
import { modelProviderOf, useProblemOf } from '../policy/model-provider.ts';
import { registeredPorts } from '../sign-in/callback-server.ts';
import { targetOfAuthFile } from '../store/account-locks.ts';
import { LockError } from '../store/file-lock.ts';
import { entriesOnTheWayTo, whoElseCanReplace, type Intruder } from '../storage/location-access.ts';
import type {
  AddressFacts,
  CaVariableFacts,
  DoctorFacts,
  DoctorProbes,
  DotenvFacts,
  EndpointFacts,
  FolderFacts,
  HomeFacts,
  JournalFacts,
  LockFacts,
  LoopbackHost,
  PortFacts,
  RulesFacts,
  StoreFacts,
  TokenCheckFacts,
} from './doctor-facts.ts';
import { askEndpoint, gatherRoutes, type AskedEndpoint } from './gather-routes.ts';
import { rulesFactsOf } from './rules-check.ts';

export interface GatherParts {
  readonly core: Pick<
    Core,
    | 'store'
    | 'session'
    | 'storage'
    | 'keyringEntries'
    | 'rules'
    | 'inForce'
    | 'policy'
    | 'commands'
    | 'kept'
    | 'accounts'
    | 'codexCredentials'
    | 'running'
    | 'workspaceNames'
  >;
  readonly probes: DoctorProbes;
  readonly environment: CodexEnvironment;
  readonly endpoints: Endpoints;
  readonly codexHome: string;
}

/** Looks at everything once. No token is sent, and nothing written stays. */
export async function gatherFacts(parts: GatherParts): Promise<DoctorFacts> {
  const { core, probes, endpoints, codexHome } = parts;
  const record = storedRecordOf(core.session.get());
  const signInUrl = `${endpoints.issuer}/oauth/token`;
  const destination = refreshDestination(endpoints, record?.tokens ?? null);
  const refreshUrl = destination.kind === 'known' ? destination.url : signInUrl;
  const isKeyringInUse = core.store.mode === 'keyring' || core.store.mode === 'auto';
  const asking = { http: probes.http, now: probes.now, originator: endpoints.originator };
  const token = askEndpoint(refreshUrl, asking);
  const [ports, asked, issuer, routes, caFiles, journal, locks] = await Promise.all([
    portFacts(probes),
    token,
    signInUrl === refreshUrl ? null : askEndpoint(signInUrl, asking),
    gatherRoutes({
      env: parts.environment.variables,
      probes,
      asking,
      url: refreshUrl,
      asked: token,
    }),
    caFacts(parts),
    journalFacts(core.store.journal),
    lockFacts(codexHome, probes),
    core.running.lookClosely(),
  ]);
  return {
    ports,
    tokenEndpoint: endpointFacts(refreshUrl, asked),
    tokenOverrides: tokenOverridesOf(endpoints).map(({ message }) => message),
    issuer: issuer && endpointFacts(signInUrl, issuer),
    routes,
    caFiles,
    clockAheadMs: issuer?.clockAheadMs ?? asked.clockAheadMs,
    rules: rulesFacts(core),
    codex: core.codexCredentials(),
    dotenv: dotenvFacts(parts),
    cloud: core.policy.cloud(),
    home: await homeFacts(parts),
    store: await storeFacts(core, codexHome),
    keyring: isKeyringInUse ? await core.keyringEntries.probe() : null,
    tokens: tokenFacts(core, probes.now()),
    journal,
    kept: core.kept.commands.list(),
    savedAccounts: await core.accounts.inHome.inspect(),
    locks,
    running: core.running.get(),
  };
}

/** One after the other: a program may be about to take the port that is tried. */
async function portFacts(probes: DoctorProbes): Promise<PortFacts[]> {
  const found: PortFacts[] = [];
  for (const port of registeredPorts) {
    const ipv4 = await addressFacts('127.0.0.1', port, probes);
    const ipv6 = await addressFacts('::1', port, probes);
    found.push({ port, ipv4, ipv6 });
  }
  return found;
}

async function addressFacts(
  host: LoopbackHost,
  port: number,
  { tryPort, portHolder, holdsPort }: DoctorProbes,
): Promise<AddressFacts> {
  const heldBefore = holdsPort(port);
  const kind = await tryPort(host, port);
  if (kind !== 'taken') return { kind };
  if (heldBefore || holdsPort(port)) return { kind: 'own' };
  return { kind, holder: await portHolder(host, port) };
}

function endpointFacts(url: string, { answer }: AskedEndpoint): EndpointFacts {
  return { origin: new URL(url).origin, answer };
}

function caFacts({ environment, probes }: GatherParts): Promise<CaVariableFacts[]> {
  return Promise.all(
    caVariables.map(async (variable) => {
      const setting = caSettingOf(environment.variables, variable);
      if (setting === null) return { variable, file: null, content: null };
      const { file } = setting;
      return { variable, file, content: await probes.readCaFile(file, probes.now()) };
    }),
  );
}

function dotenvFacts({ core, environment }: GatherParts): DotenvFacts {
  return { problem: core.rules.get().dotenvProblem, sets: [...environment.ofDotenv] };
}

function rulesFacts(core: GatherParts['core']): RulesFacts {
  const { inForce, policy, commands, session } = core;
  const settings = inForce.get();
  return rulesFactsOf({
    report: policy.get(),
    rules: settings.rules,
    verdict: commands.verdict(),
    credential: session.get(),
    userConfig: userConfigOf(settings),
    names: core.workspaceNames.get(),
  });
}

function userConfigOf({ layers }: CodexConfig): string {
  return layers.find(({ kind }) => kind === 'userConfig')?.place ?? '';
}

async function homeFacts({ codexHome, environment, probes }: GatherParts): Promise<HomeFacts> {
  const home = {
    ...(await folderFacts(codexHome, probes)),
    isChosen: (environment.variables['CODEX_HOME'] ?? '') !== '',
  };
  const linked = path.dirname(await targetOfAuthFile(codexHome));
  return { home, beside: linked === codexHome ? null : await folderFacts(linked, probes) };
}

async function folderFacts(
  folder: string,
  { exists, tryToWrite }: DoctorProbes,
): Promise<FolderFacts> {
  if (!(await exists(folder))) return { folder, state: { kind: 'missing' } };
  const reason = await tryToWrite(folder);
  return { folder, state: reason === null ? { kind: 'writable' } : { kind: 'unwritable', reason } };
}

function tokenFacts({ session }: GatherParts['core'], now: number): TokenCheckFacts | null {
  const credential = session.get();
  if (credential.kind !== 'chatgpt') return null;
  const record = { ...credential.record, tokens: credential.tokens };
  const failure = session.lastFailure();
  // The check of the journal reports unsaved tokens.
  const situation = { failure, unsaved: false, backgroundRefresh: null, now };
  return { problem: tokenProblemOf(record, situation), refusal: session.refusal() };
}

async function storeFacts(
  { store, session, storage, inForce }: GatherParts['core'],
  codexHome: string,
): Promise<StoreFacts> {
  // Rights can have changed without a change of content.
  // A command under way looks when it is done, and may wait for a person.
  if (storage.get().busy === null) await storage.inspect({ withKeyring: false });
  const credential = session.get();
  const { report } = storage.get();
  const active = report?.active ?? null;
  const provider = modelProviderOf(inForce.get());
  return {
    mode: store.mode,
    active,
    exposedFile: storage.exposedFile()?.location ?? null,
    intruder: active === null ? null : await intruderOf(active, codexHome),
    keptCopies: report?.keptCopies ?? [],
    signedIn: credential.kind !== 'signedOut',
    fileSettingIn: report?.fileSettingIn ?? null,
    holds:
      credential.kind === 'unusable' || credential.kind === 'signedOut'
        ? null
        : signInKindTexts.names[credential.kind](),
    provider,
    problem:
      credential.kind === 'unusable'
        ? credential.problem
        : (useProblemOf(credential, provider) ?? active?.problem ?? null),
  };
}

/** Root looks at the home of a person as that person. */
async function intruderOf(active: StoragePlace, codexHome: string): Promise<Intruder | null> {
  const userId = process.geteuid?.();
  if (active.kind === 'keyringItem' || userId === undefined) return null;
  const entries = await entriesOnTheWayTo(active.location);
  const home = await stat(codexHome).catch(() => null);
  const own = { userId, groupId: process.getegid?.() ?? -1 };
  const isForOther = userId === 0 && home !== null;
  return whoElseCanReplace(entries, isForOther ? { userId: home.uid, groupId: home.gid } : own);
}

async function journalFacts(journal: RefreshJournal): Promise<JournalFacts> {
  try {
    const text = await journal.read();
    if (text === null) return { kind: 'empty' };
    return { kind: (parseJournal(text)?.tokens ?? null) === null ? 'begun' : 'unsaved' };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    const { code, message } = error;
    return isKeyringProblem(code) ? { kind: 'unanswered' } : { kind: 'unreadable', message };
  }
}

/** A missing lock file is free, and is not created. */
async function lockFacts(codexHome: string, probes: DoctorProbes): Promise<LockFacts[]> {
  const target = await targetOfAuthFile(codexHome);
  const files = [
    { name: 'account', file: path.join(codexHome, 'auth.lock') },
    { name: 'commit', file: `${target}.lock` },
    { name: 'refresh', file: `${target}.refresh-lock` },
  ] as const;
  return Promise.all(
    files.map(async (lock) => ({ ...lock, state: await lockState(lock.file, probes) })),
  );
}

async function lockState(
  file: string,
  { exists, lockFile, holdsLock }: DoctorProbes,
): Promise<LockFacts['state']> {
  if (!(await exists(file))) return { kind: 'free' };
  const heldBefore = holdsLock(file);
  try {
    (await lockFile(file, { timeoutMs: 0 })).release();
    return { kind: 'free' };
  } catch (error) {
    if (!(error instanceof LockError)) throw error;
    const { code, holder, message } = error;
    if (code !== 'timed-out') return { kind: 'unusable', message };
    return heldBefore || holdsLock(file) ? { kind: 'own' } : { kind: 'held', holder };
  }
}
