import '../shared/testing/speak-english.ts';

import { parse } from 'smol-toml';

import type { Family } from '../electron/policy/layers.ts';
import { policyNames, policyRow, type SettingName } from '../electron/policy/policy-keys.ts';
import { markdownTable } from './markdown-table.mjs';

/**
 * What administrators are given below docs/policy, of the rows of `policyKeys`: by its path there,
 * each file as a function of its present text.
 */
export const policyDocuments: Readonly<Record<string, (present: string) => string>> = {
  'policy.md': (present) =>
    present.replace(
      /(<!-- policies: begin -->\n).*(<!-- policies: end -->)/s,
      (_, begin: string, end: string) => `${begin}\n${table()}\n\n${end}`,
    ),
  'linux/requirements.toml': () => sample('requirements'),
  'linux/managed_config.toml': () => sample('config'),
  'macos/com.openai.codex.mobileconfig': (present) =>
    (['requirements', 'config'] as const).reduce(
      (text, family) =>
        text.replace(
          new RegExp(`(<key>${family}_toml_base64</key>\\s*<string>)[^<]*`),
          (_, before: string) => before + Buffer.from(sample(family)).toString('base64'),
        ),
      present,
    ),
  'windows/Gatehouse.admx': admx,
  'windows/en-US/Gatehouse.adml': adml,
};

/** In the folder of Codex below ProgramData. */
const fileNames = { requirements: 'requirements.toml', config: 'config.toml' } as const;

/** The files that a sample sets it in. */
function familiesOf(name: SettingName): readonly Family[] {
  const { families, managedOnly } = policyRow(name);
  return managedOnly ? families.slice(0, 1) : families;
}

const isSwitch = (name: SettingName): boolean => policyRow(name).values.includes('true');
const hasChoices = (name: SettingName): boolean =>
  policyRow(name).values.length > 1 && !isSwitch(name);

/** What each value does, and then what holds where it is not set; values that do the same, together. */
function effectsOf(name: SettingName): readonly { values: string[]; effect: string }[] {
  const { values, effect } = policyRow(name);
  const effects = new Map<string, string[]>();
  for (const value of [...values, null]) {
    const given = value === null ? null : parse(`value = ${value}`)['value'];
    const text = effect(given as Parameters<typeof effect>[0]);
    effects.set(text, [...(effects.get(text) ?? []), value ?? notSet]);
  }
  return [...effects].map(([text, alike]) => ({ values: alike, effect: text }));
}

const notSet = 'not set';

function table(): string {
  const rows = policyNames.flatMap((name) =>
    effectsOf(name).map(({ values, effect }, index) => [
      index === 0 ? `\`${name}\`` : '',
      index === 0 ? policyRow(name).families.join(', ') : '',
      values.map((value) => (value === notSet ? value : `\`${value}\``)).join(' or '),
      effect,
    ]),
  );
  return markdownTable([['key', 'family', 'value', 'what it does'], ...rows]);
}

// Whoever deploys a sample as it is must not lock anybody out.
const asItIs = `# As it is here, it changes nothing: take the "# " from the lines that you need, with your own
# values.
`;

const headers: Readonly<Record<Family, string>> = {
  requirements: `# /etc/codex/requirements.toml, owned by root, mode 0644.
# What a config.toml or managed_config.toml sets as well, this file decides.
${asItIs}`,
  config: `# /etc/codex/managed_config.toml, owned by root, mode 0644.
# It is stronger than the user's own config.toml.
${asItIs}`,
};

const tableComments: Readonly<Record<string, string>> = {
  gatehouse: `# Gatehouse's own rules. The Codex CLI ignores the table, and says so in a warning.\n`,
};

function sample(family: Family): string {
  const names = policyNames.filter((name) => familiesOf(name).includes(family));
  // In TOML, what is in no table comes first.
  const tables = new Map<string, string[]>([['', []]]);
  for (const name of names) {
    const [member = '', ...path] = name.split('.').toReversed();
    const within = path.toReversed().join('.');
    const comments = effectsOf(name).map(
      ({ values, effect }) => `# ${values.join(' or ')}: ${effect}\n`,
    );
    const lines = `${comments.join('')}# ${member} = ${policyRow(name).values[0]}\n`;
    tables.set(within, [...(tables.get(within) ?? []), lines]);
  }
  const texts = [...tables].flatMap(([within, lines]) =>
    within === '' ? lines : [`${tableComments[within] ?? ''}[${within}]\n${lines.join('\n')}`],
  );
  return [headers[family], ...texts].join('\n');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => entities[character] ?? character);

const idOf = (name: SettingName): string => name.replaceAll('.', '_');

function admx(): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<!-- Values are written as TOML to SOFTWARE\\Policies\\Gatehouse; docs/policy/windows/Write-CodexPolicy.ps1 makes the files of them. -->
<policyDefinitions xmlns="http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions" revision="1.0" schemaVersion="1.0">
  <policyNamespaces>
    <target prefix="gatehouse" namespace="Gatehouse.Policies" />
    <using prefix="windows" namespace="Microsoft.Policies.Windows" />
  </policyNamespaces>
  <resources minRequiredRevision="1.0" />
  <supportedOn>
    <definitions>
      <definition name="windows10" displayName="$(string.supported)" />
    </definitions>
  </supportedOn>
  <categories>
    <category name="codex" displayName="$(string.codex)" />
  </categories>
  <policies>
${policyNames.map(template).join('')}  </policies>
</policyDefinitions>
`;
}

function template(name: SettingName): string {
  const id = idOf(name);
  const [family] = familiesOf(name) as [Family];
  const target = isSwitch(name) ? `valueName="${name}"` : `presentation="$(presentation.${id})"`;
  return `    <policy name="${id}" class="Machine" displayName="$(string.${id})" explainText="$(string.${id}_help)" key="SOFTWARE\\Policies\\Gatehouse\\${fileNames[family]}" ${target}>
      <parentCategory ref="codex" />
      <supportedOn ref="windows10" />
${setting(name, id)}    </policy>
`;
}

function setting(name: SettingName, id: string): string {
  if (isSwitch(name)) {
    return `      <enabledValue><string>true</string></enabledValue>
      <disabledValue><string>false</string></disabledValue>
`;
  }
  const attributes = `id="${id}" valueName="${name}" required="true"`;
  const items = policyRow(name).values.map(
    (value, index) =>
      `          <item displayName="$(string.${id}_${index})"><value><string>${escaped(value)}</string></value></item>\n`,
  );
  const element = hasChoices(name)
    ? `<enum ${attributes}>\n${items.join('')}        </enum>`
    : `<text ${attributes} />`;
  return `      <elements>\n        ${element}\n      </elements>\n`;
}

function adml(): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<policyDefinitionResources xmlns="http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions" revision="1.0" schemaVersion="1.0">
  <displayName>Codex sign-in rules</displayName>
  <description>The sign-in rules of Codex and Gatehouse.</description>
  <resources>
    <stringTable>
      <string id="codex">Codex sign-in</string>
      <string id="supported">Windows 10 or newer</string>
${policyNames.flatMap(strings).join('')}    </stringTable>
    <presentationTable>
${policyNames.flatMap(presentation).join('')}    </presentationTable>
  </resources>
</policyDefinitionResources>
`;
}

function strings(name: SettingName): string[] {
  const { title, values } = policyRow(name);
  const id = idOf(name);
  const texts = [
    [id, title()],
    [`${id}_help`, help(name)],
  ];
  if (hasChoices(name)) texts.push(...values.map((value, index) => [`${id}_${index}`, value]));
  return texts.map(([key, text = '']) => `      <string id="${key}">${escaped(text)}</string>\n`);
}

/** The words of the editor of group policies for a value. */
const states: Readonly<Record<string, string>> = {
  true: 'Enabled',
  false: 'Disabled',
  [notSet]: 'Not Configured',
};

function help(name: SettingName): string {
  const asText = isSwitch(name) || hasChoices(name) ? '' : ': write it in TOML, as in the example.';
  const lines = effectsOf(name).map(
    ({ values, effect }) =>
      `${values.map((value) => states[value] ?? value).join(' or ')}: ${effect}`,
  );
  return [`${name}${asText}`, ...lines].join('\n');
}

function presentation(name: SettingName): string[] {
  if (isSwitch(name)) return [];
  const id = idOf(name);
  const control = hasChoices(name)
    ? `<dropdownList refId="${id}" noSort="true">${name}</dropdownList>`
    : `<textBox refId="${id}"><label>${name}</label></textBox>`;
  return [`      <presentation id="${id}">${control}</presentation>\n`];
}
