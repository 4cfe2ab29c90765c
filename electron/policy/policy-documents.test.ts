import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import { DOMParser } from '@xmldom/xmldom';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { policyReportSchema } from '../../shared/policy.ts';
import { decodePreference } from '../adapters/managed-preferences.ts';
import { settingsLayers, type Family } from './layers.ts';
import { policyKeys, policyNames, type SettingName } from './policy-keys.ts';
import { layersFor, settingsFrom } from './codex-config.ts';
import { readConfigDocument, settingIn, type ConfigDocument } from './config-document.ts';

/** What administrators are given is checked here against what Gatehouse reads. */

const folder = path.resolve(import.meta.dirname, '../../docs/policy');
const textOf = (name: string): Promise<string> => readFile(path.join(folder, name), 'utf8');

function documentOf(toml: string): ConfigDocument {
  const document = readConfigDocument('sample', { kind: 'text', text: toml });
  if (document?.kind !== 'table') throw new TypeError(`this is no TOML: ${toml}`);
  return document;
}

/** What is used of an element, or of a document; the parser's own types are those of browsers. */
interface Element {
  readonly nodeType: number;
  readonly tagName: string;
  readonly textContent: string | null;
  readonly childNodes: ArrayLike<Element>;
  getAttribute(name: string): string | null;
  getElementsByTagName(name: string): ArrayLike<Element>;
}

/** @throws where it is not well-formed. */
async function xml(name: string): Promise<Element> {
  const fail = (message: string): never => {
    throw new SyntaxError(`${name}: ${message}`);
  };
  const errorHandler = { warning: fail, error: fail, fatalError: fail };
  const parser = new DOMParser({ errorHandler });
  return parser.parseFromString(await textOf(name), 'text/xml') as unknown as Element;
}

function elements(parent: Element, name: string): Element[] {
  return Array.from(parent.getElementsByTagName(name));
}

/** The text of a member of a property list's dictionary; null where it has none. */
function memberOf(dict: Element, key: string): string | null {
  const children = Array.from(dict.childNodes).filter(({ nodeType }) => nodeType === 1);
  const index = children.findIndex(
    ({ tagName, textContent }) => tagName === 'key' && textContent === key,
  );
  return index < 0 ? null : (children[index + 1]?.textContent ?? null);
}

const samples = { requirements: 'requirements.toml', config: 'managed_config.toml' } as const;

/** A sample for Linux with the lines that an administrator would take the marks of comments from. */
async function filledIn(file: string): Promise<string> {
  return (await textOf(`linux/${file}`)).replace(/^# (?=[a-z_]+ = )/gm, '');
}

/** What the samples for Linux, filled in, say of a policy, in each file where it counts. */
async function sampleOf(name: SettingName) {
  const families: readonly Family[] = policyKeys[name].managedOnly
    ? ['requirements']
    : policyKeys[name].families;
  const texts = await Promise.all(families.map((family) => filledIn(samples[family])));
  return texts.map((text) => settingIn(documentOf(text), name));
}

describe('the samples for Linux', () => {
  it.each(policyNames)('have %s in every file where it counts, the same in each', async (name) => {
    const [first, ...others] = await sampleOf(name);
    expect(first).toMatchObject({ kind: 'value' });
    for (const other of others) expect(other).toEqual(first);
  });

  const settingsOf = async (read: (file: string) => Promise<string>) => {
    const layers = settingsLayers('linux', '/home/ada/.codex', {});
    const found = Object.values(samples).map(
      async (file) => [`/etc/codex/${file}`, { kind: 'text', text: await read(file) }] as const,
    );
    return settingsFrom(layers, new Map(await Promise.all(found)));
  };

  it('make up a machine whose rules are known', async () => {
    expect((await settingsOf(filledIn)).rules.kind).toBe('known');
  });

  it('change nothing where they are deployed as they are', async () => {
    const { sources, documents } = await settingsOf((file) => textOf(`linux/${file}`));
    for (const name of policyNames) {
      const said = [...documents.values()].map((document) =>
        document === null ? 'absent' : settingIn(document, name).kind,
      );
      expect(said).toEqual(said.map(() => 'absent'));
    }
    expect(JSON.stringify([...sources.values()])).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/);
  });
});

describe('the profile for macOS', () => {
  it.each([
    ['config_toml_base64', 'managed_config.toml'],
    ['requirements_toml_base64', 'requirements.toml'],
  ])('has in %s what %s has for Linux', async (key, file) => {
    const payload = elements(await xml('macos/com.openai.codex.mobileconfig'), 'dict').find(
      (dict) => memberOf(dict, 'PayloadType') === 'com.openai.codex',
    );
    if (!payload) throw new TypeError('there is no payload for Codex');
    const read = decodePreference(memberOf(payload, key) ?? '');
    expect(read).toEqual({ kind: 'text', text: await textOf(`linux/${file}`) });
  });

  it('has what every profile needs, and no identifier twice', async () => {
    const document = await xml('macos/com.openai.codex.mobileconfig');
    const dicts = elements(document, 'dict');
    for (const key of ['PayloadIdentifier', 'PayloadUUID', 'PayloadType', 'PayloadVersion']) {
      const found = dicts.map((dict) => memberOf(dict, key));
      expect(found).not.toContain(null);
      if (key !== 'PayloadVersion') expect(new Set(found).size).toBe(dicts.length);
    }
  });
});

describe('the agent for macOS', () => {
  const name = 'org.gatehouse.policy';

  it('runs the job of the timer with the command of the app, at login and each hour', async () => {
    const [agent, environment] = elements(await xml(`macos/${name}.plist`), 'dict');
    if (!agent || !environment) throw new TypeError('an agent has two dictionaries');
    const [command] = elements(agent, 'array');
    if (!command) throw new TypeError('an agent has a command');
    const page = await textOf('policy.md');
    expect(memberOf(agent, 'Label')).toBe(name);
    expect(elements(command, 'string').map(({ textContent }) => textContent)).toEqual([
      '/bin/sh',
      '/etc/gatehouse/collect',
    ]);
    expect(await textOf('collect.sh')).toContain('# /etc/gatehouse/collect:');
    expect(page).toContain(`\`${memberOf(environment, 'GATEHOUSE')}\``);
    expect(elements(agent, 'true')).toHaveLength(1);
    expect(memberOf(agent, 'StartInterval')).toBe('3600');
  });
});

describe('the templates for Windows', () => {
  /** Values of the registry are TOML, which `Write-CodexPolicy.ps1` writes line by line. */
  const statement = (name: SettingName, data: string) =>
    settingIn(documentOf(`${name} = ${data}`), name);

  async function policies() {
    const found = elements(await xml('windows/Gatehouse.admx'), 'policy');
    return found.map((policy) => {
      const [choice] = [...elements(policy, 'enum'), ...elements(policy, 'text')];
      const name = (choice ?? policy).getAttribute('valueName') as SettingName;
      const key = policy.getAttribute('key') ?? '';
      const data = elements(policy, 'string').map(({ textContent }) => textContent ?? '');
      return { name, key, data };
    });
  }

  it('have every policy once', async () => {
    const names = (await policies()).map(({ name }) => name);
    expect([...names].sort()).toEqual([...policyNames].sort());
  });

  it('write only what Gatehouse understands, to a file where it counts', async () => {
    const layers = settingsLayers('win32', 'C:\\home', {});
    for (const { name, key, data } of await policies()) {
      const places = layersFor(layers, name).map(({ place }) => place.split('\\').at(-1));
      expect(places).toContain(key.split('\\').at(-1));
      // A line of text is the administrator's own.
      const said = (data.length > 0 ? data : policyKeys[name].values).map((sample) =>
        statement(name, sample),
      );
      expect(said).not.toEqual([]);
      expect(said.map(({ kind }) => kind)).toEqual(said.map(() => 'value'));
      expect(said).toContainEqual((await sampleOf(name))[0]);
    }
  });

  it('have a text for everything that is named, and none too many', async () => {
    const admx = await textOf('windows/Gatehouse.admx');
    const adml = await xml('windows/en-US/Gatehouse.adml');
    for (const [kind, tag] of [
      ['string', 'string'],
      ['presentation', 'presentation'],
    ] as const) {
      const named = [...admx.matchAll(new RegExp(`\\$\\(${kind}\\.(\\w+)\\)`, 'g'))].map(
        ([, id]) => id,
      );
      const given = elements(adml, tag).map((element) => element.getAttribute('id'));
      expect([...given].sort()).toEqual([...new Set(named)].sort());
      expect(named.length).toBeGreaterThan(0);
    }
  });
});

describe('the scripts for Windows', () => {
  /** A regular expression of the script's; that of .NET has other words for both ends. */
  function patternIn(script: string, operator: string): RegExp {
    const found = new RegExp(`-${operator} '([^']+)'`).exec(script)?.[1];
    if (found === undefined) throw new TypeError(`there is no -${operator}`);
    return new RegExp(found.replaceAll('\\A', '^').replaceAll('\\z', '$'));
  }

  it('write every policy, and nothing that would be another line', async () => {
    const script = await textOf('windows/Write-CodexPolicy.ps1');
    const name = patternIn(script, 'cnotmatch');
    for (const known of policyNames) expect(known).toMatch(name);
    for (const strange of ['', 'a = 1\nb', 'a b', '[a]', 'a#']) expect(strange).not.toMatch(name);
    const wrong = patternIn(script, 'match');
    const admx = elements(await xml('windows/Gatehouse.admx'), 'string');
    const data = admx.map(({ textContent }) => textContent ?? '');
    expect(data.length).toBeGreaterThan(0);
    for (const sample of [...data, '["a",\t"b"]']) expect(sample).not.toMatch(wrong);
    for (const strange of ['', '  ', '"a"\nb = 1', '"a"\r\n', '"\u0000"']) {
      expect(strange).toMatch(wrong);
    }
  });

  it('put a file beside the other, look at it, and let it take the place in one step', async () => {
    const script = await textOf('windows/Write-CodexPolicy.ps1');
    const steps = [
      '::WriteAllLines($new',
      'Compare-Object',
      "'--preview'",
      '::Replace($new, $target',
    ];
    const at = steps.map((step) => script.indexOf(step));
    expect(at).toEqual([...at].sort((left, right) => left - right));
    expect(at).not.toContain(-1);
    expect(script).not.toMatch(/::WriteAll\w+\(\$target|Set-Content|Out-File|>\s*\$target/);
    // Without a name, the target would be the folder.
    expect(script).toMatch(/\[Parameter\(Mandatory\)\].*\$File\)/);
  });

  it('have an answer to every exit code and state, and end well only where all is well', async () => {
    const script = await textOf('windows/Detect-CodexPolicy.ps1');
    const answers = [...script.matchAll(/^ {4}'?(\d:\w+|default)'? \{ .* exit (\d) \}$/gm)].map(
      ([, on, exit]) => [on, exit],
    );
    const rows = (await textOf('policy.md')).matchAll(/^\| (\d) {4}\| (.+?)(?::.*)? *\|$/gm);
    const told = [...rows].flatMap(([, code, states = '']) =>
      [...states.matchAll(/`(\w+)`/g)].map(([, state]) => `${code}:${state}`),
    );
    const states = policyReportSchema.shape.state.options;
    expect(told.map((row) => row.slice(2)).sort()).toEqual([...states].sort());
    expect(answers).toEqual([
      ...told.map((row) => [row, row === '0:compliant' ? '0' : '1']),
      ['default', '1'],
    ]);
    // What is asked again each hour does not have a device come and go.
    const before = script.slice(0, script.indexOf('switch'));
    expect(before).toMatch(
      /^\$isBetween = \(\$report\.cloud\.because -eq 'expired'\) -and \$report\.cloud\.setsPolicies$/m,
    );
    expect([...before.matchAll(/'\d:\w+'.*exit 0/g)]).toHaveLength(1);
    expect(before).toMatch(/-eq '0:notKnown'\) -and \$isBetween\) \{ .* exit 0 \}$/m);
  });

  it.each(['Write-CodexPolicy.ps1', 'Detect-CodexPolicy.ps1'])(
    'close in %s every bracket that they open',
    async (name) => {
      const code = (await textOf(`windows/${name}`)).replace(/^\s*#.*$|'[^']*'/gm, '');
      const open: string[] = [];
      for (const bracket of code.replace(/[^()[\]{}]/g, '')) {
        const closed = { ')': '(', ']': '[', '}': '{' }[bracket];
        if (closed === undefined) open.push(bracket);
        else expect(open.pop()).toBe(closed);
      }
      expect(open).toEqual([]);
    },
  );
});

describe('the page about policies', () => {
  it('names every file that is beside it', async () => {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile() && entry.name !== 'policy.md')
      .map(({ parentPath, name }) =>
        path.relative(folder, path.join(parentPath, name)).replaceAll(path.sep, '/'),
      );
    const page = await textOf('policy.md');
    expect(files.filter((file) => !page.includes(`](${file})`))).toEqual([]);
  });

  it('has for osquery the columns that its table has', async () => {
    const page = await textOf('policy.md');
    const block = /```json\n(.+?)```/s.exec(page)?.[1] ?? '';
    const { columns, query } = z
      .object({
        auto_table_construction: z.object({
          gatehouse_policy: z.object({ columns: z.array(z.string()), query: z.string() }),
        }),
      })
      .parse(JSON.parse(block)).auto_table_construction.gatehouse_policy;
    const table = /CREATE TABLE IF NOT EXISTS policy \((.+?)\);/s.exec(page)?.[1] ?? '';
    const names = table.split(',').map((column) => column.trim().replace(/ TEXT$/, ''));
    expect(columns).toEqual(names);
    expect(query).toBe(`SELECT ${names.join(', ')} FROM policy`);
  });
});
