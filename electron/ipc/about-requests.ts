import type { About } from '../../shared/about.ts';
import { requestTexts as texts } from '../../shared/texts/requests.ts';
import { systemWords } from '../../shared/wording/system-words.ts';
import type { Endpoints } from '../auth/endpoints.ts';
import { jsonWithTilde } from '../base/home-folder.ts';
import { AppFailure } from '../base/app-failure.ts';
import { caSettingOf, codexCaSetting } from '../network/ca-variables.ts';
import { trustedIssuerOf, type Ruled } from '../policy/gatehouse-rules.ts';

export interface AboutParts {
  readonly version: string;
  /** Of the runtime, by their names in `process.versions`. */
  readonly runtime: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly license: string;
  readonly notices: () => Promise<string | null>;
  readonly endpoints: Pick<Endpoints, 'issuer'>;
  readonly rules: { get(): Ruled };
  /** The environment that counts for requests. */
  readonly variables: () => Readonly<Record<string, string | undefined>>;
  /** Absolute. */
  readonly logFolder: string;
  /** @returns what the system says where it cannot; else an empty text. */
  readonly openFolder: (folder: string) => Promise<string>;
  /** Absolute. */
  readonly userHome: string;
}

/** What the settings page tells of this installation. */
export function aboutRequests(parts: AboutParts) {
  const get = async (): Promise<About> => {
    const { version, runtime, platform, license, endpoints, rules, logFolder, userHome } = parts;
    const variables = parts.variables();
    const files = [codexCaSetting(variables), caSettingOf(variables, 'NODE_EXTRA_CA_CERTS')];
    const about: About = {
      versions: [
        { name: 'Gatehouse', version },
        ...(['electron', 'chrome', 'node'] as const).map((name) => ({
          name: runtimeNames[name],
          version: runtime[name] ?? 'unknown',
        })),
      ],
      license,
      notices: null,
      issuer: endpoints.issuer,
      trustedIssuer: trustedIssuerOf(rules.get().gatehouse),
      authorities: files.flatMap((one) =>
        one === null ? [] : [{ file: one.file, setBy: one.variable }],
      ),
      keyring: systemWords(platform).keyring.name(),
      logFolder,
    };
    return { ...jsonWithTilde(about, userHome), notices: await parts.notices() };
  };
  return {
    get,
    /** @throws {AppFailure} `internal` where the system cannot open it */
    openLogs: async (): Promise<void> => {
      const failure = await parts.openFolder(parts.logFolder);
      if (failure !== '') throw new AppFailure('internal', texts.folderNotOpened());
    },
  };
}

export type AboutRequests = ReturnType<typeof aboutRequests>;

const runtimeNames = { electron: 'Electron', chrome: 'Chromium', node: 'Node.js' } as const;
