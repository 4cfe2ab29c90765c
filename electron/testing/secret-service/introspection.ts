/** Signatures of a method: what it takes, and what it returns. */
export type Signature = readonly [takes: readonly string[], returns: readonly string[]];

/**
 * The methods of a Secret Service.
 *
 * Source: https://specifications.freedesktop.org/secret-service-spec/latest/
 */
export const methods = {
  'org.freedesktop.Secret.Service': {
    OpenSession: [
      ['s', 'v'],
      ['v', 'o'],
    ],
    CreateCollection: [
      ['a{sv}', 's'],
      ['o', 'o'],
    ],
    SearchItems: [['a{ss}'], ['ao', 'ao']],
    Unlock: [['ao'], ['ao', 'o']],
    Lock: [['ao'], ['ao', 'o']],
    GetSecrets: [['ao', 'o'], ['a{o(oayays)}']],
    ReadAlias: [['s'], ['o']],
    SetAlias: [['s', 'o'], []],
  },
  'org.freedesktop.Secret.Collection': {
    Delete: [[], ['o']],
    SearchItems: [['a{ss}'], ['ao']],
    CreateItem: [
      ['a{sv}', '(oayays)', 'b'],
      ['o', 'o'],
    ],
  },
  'org.freedesktop.Secret.Item': {
    Delete: [[], ['o']],
    GetSecret: [['o'], ['(oayays)']],
    SetSecret: [['(oayays)'], []],
  },
  'org.freedesktop.Secret.Session': { Close: [[], []] },
  'org.freedesktop.Secret.Prompt': { Prompt: [['s'], []], Dismiss: [[], []] },
  'org.freedesktop.DBus.Properties': {
    Get: [['s', 's'], ['v']],
    GetAll: [['s'], ['a{sv}']],
    Set: [['s', 's', 'v'], []],
  },
  'org.freedesktop.DBus.Introspectable': { Introspect: [[], ['s']] },
  'org.freedesktop.DBus.Peer': { Ping: [[], []] },
} as const satisfies Record<string, Record<string, Signature>>;

/** The properties of each kind of object, by which it is known too. */
export const properties = {
  'org.freedesktop.Secret.Service': { Collections: 'ao' },
  'org.freedesktop.Secret.Collection': {
    Items: 'ao',
    Label: 's',
    Locked: 'b',
    Created: 't',
    Modified: 't',
  },
  'org.freedesktop.Secret.Item': {
    Locked: 'b',
    Attributes: 'a{ss}',
    Label: 's',
    Type: 's',
    Created: 't',
    Modified: 't',
  },
  'org.freedesktop.Secret.Session': {},
  'org.freedesktop.Secret.Prompt': {},
} as const;
export type SecretInterface = keyof typeof properties;

const everyObject = [
  'org.freedesktop.DBus.Properties',
  'org.freedesktop.DBus.Introspectable',
  'org.freedesktop.DBus.Peer',
] as const;

/** What the object of an interface tells of itself, as XML. */
export function introspect(kind: SecretInterface): string {
  const parts = [kind, ...everyObject].map((name) => {
    const lines = Object.entries<Signature>(methods[name]).map(([member, [takes, returns]]) => {
      const args = [...argsOf(takes, 'in'), ...argsOf(returns, 'out')];
      return `<method name="${member}">${args.join('')}</method>`;
    });
    const known = name === kind ? Object.entries(properties[kind]) : [];
    for (const [property, type] of known) {
      lines.push(`<property name="${property}" type="${type}" access="read"/>`);
    }
    if (name === 'org.freedesktop.Secret.Prompt') {
      lines.push('<signal name="Completed"><arg type="b"/><arg type="v"/></signal>');
    }
    return `<interface name="${name}">${lines.join('')}</interface>`;
  });
  return `<node>${parts.join('')}</node>`;
}

function argsOf(types: readonly string[], direction: 'in' | 'out'): string[] {
  return types.map((type) => `<arg type="${type}" direction="${direction}"/>`);
}
