/** The security descriptor of a file of Windows, as far as it says who may do what with it. */
export interface AccessList {
  /** A SID, or its two letters in SDDL. */
  readonly owner: string | null;
  /** Null lets everybody do everything. */
  readonly entries: readonly AccessEntry[] | null;
}

interface AccessEntry {
  readonly isAllowing: boolean;
  /** Of the folder above, and of none below it. */
  readonly isInherited: boolean;
  /** For what will be made below a folder, not for itself. */
  readonly isInheritOnly: boolean;
  /** An ACCESS_MASK. */
  readonly rights: number;
  readonly trustee: string;
}

/** Who besides a person and the administrators may read or change a file, and why. */
export interface OtherAccess {
  /** For people: a well-known name such as "Everyone", else a SID. */
  readonly names: readonly string[];
  /** Whether all of it comes from the folder. */
  readonly isInherited: boolean;
}

/**
 * Reads a security descriptor of Windows (Security Descriptor Definition Language, which is the same
 * in every language of the system). Null for anything else.
 */
export function parseSddl(sddl: string): AccessList | null {
  const parts =
    /^(?:O:(?<owner>[A-Z]{2}|S-[\d-]+))?(?:G:(?:[A-Z]{2}|S-[\d-]+))?(?:D:(?<dacl>.*?))?(?:S:.*)?$/s;
  const groups = parts.exec(sddl)?.groups;
  if (groups === undefined || sddl === '') return null;
  const { owner = null, dacl } = groups;
  if (dacl === undefined || dacl.startsWith('NO_ACCESS_CONTROL')) return { owner, entries: null };
  const texts = entryTexts(dacl.replace(/^[A-Z]*/, ''));
  const entries = texts?.map(parseEntry) ?? [null];
  return entries.includes(null) ? null : { owner, entries: entries as AccessEntry[] };
}

/** Conditions of an entry have parentheses of their own. */
function entryTexts(dacl: string): readonly string[] | null {
  const texts: string[] = [];
  let [depth, start] = [0, 0];
  for (const [index, character] of [...dacl].entries()) {
    if (character === '(' && depth++ === 0) start = index + 1;
    else if (character === ')' && --depth === 0) texts.push(dacl.slice(start, index));
    else if (depth === 0) return null;
  }
  return depth === 0 ? texts : null;
}

function parseEntry(text: string): AccessEntry | null {
  const [type = '', flags = '', rights = '', , , trustee = ''] = text.split(';');
  const mask = maskOf(rights);
  if (!/^X?[AD]$|^O[AD]$|^Z?A$/.test(type) || mask === null || trustee === '') return null;
  return {
    isAllowing: type.endsWith('A'),
    isInherited: flags.includes('ID'),
    isInheritOnly: flags.includes('IO'),
    rights: mask,
    trustee,
  };
}

/** Of files, and those of any object. */
const masks: Readonly<Record<string, number>> = {
  ...{ FA: 0x1f01ff, FR: 0x120089, FW: 0x120116, FX: 0x1200a0 },
  ...{ GA: 0x10000000, GX: 0x20000000, GW: 0x40000000, GR: 0x80000000 },
  ...{ SD: 0x10000, RC: 0x20000, WD: 0x40000, WO: 0x80000 },
  ...{ CC: 0x1, DC: 0x2, LC: 0x4, SW: 0x8, RP: 0x10, WP: 0x20, DT: 0x40, LO: 0x80, CR: 0x100 },
};

function maskOf(rights: string): number | null {
  if (/^(0x[\da-f]+|\d+)$/i.test(rights)) return Number(rights);
  const names = rights.match(/../g) ?? [];
  const values = names.map((name) => masks[name]);
  if (names.join('') !== rights || values.includes(undefined)) return null;
  return values.reduce<number>((mask, value) => (mask | (value ?? 0)) >>> 0, 0);
}

/** To read or write data, to remove the file, and to give oneself these rights. */
const rightsThatCount = [
  ...[0x1, 0x2, 0x4, 0x10000, 0x40000, 0x80000],
  ...[0x10000000, 0x40000000, 0x80000000],
].reduce((mask, right) => mask | right);

/** Who may do everything anyway: the system, administrators of this computer, and of its domain. */
const administrators = /^(SY|S-1-5-18|BA|S-1-5-32-544|DA|EA|S-1-5-21-[\d-]+-(512|519))$/;

/** Owner rights and creator owner; a session of the person; apps, for which the person counts too. */
const ofThePerson = /^(OW|CO|S-1-3-[04]|S-1-5-5-\d+-\d+|AC|S-1-15-[\d-]+)$/;

const names: Readonly<Record<string, string>> = {
  ...{ WD: 'Everyone', 'S-1-1-0': 'Everyone', AN: 'Anonymous', 'S-1-5-7': 'Anonymous' },
  ...{ BU: 'Users', 'S-1-5-32-545': 'Users', BG: 'Guests', 'S-1-5-32-546': 'Guests' },
  ...{ AU: 'Authenticated Users', 'S-1-5-11': 'Authenticated Users' },
  ...{ IU: 'Interactive', 'S-1-5-4': 'Interactive', NU: 'Network', 'S-1-5-2': 'Network' },
};

/** Null for nobody. What is denied to somebody is not taken off. @param person their SID */
export function otherAccess({ owner, entries }: AccessList, person: string): OtherAccess | null {
  if (entries === null) return { names: ['Everyone'], isInherited: false };
  const isOther = (trustee: string): boolean =>
    !administrators.test(trustee) && !isPerson(trustee, person);
  const granting = entries.filter(
    ({ isAllowing, isInheritOnly, rights, trustee }) =>
      isAllowing &&
      !isInheritOnly &&
      (rights & rightsThatCount) !== 0 &&
      isOther(trustee) &&
      !ofThePerson.test(trustee),
  );
  const isForeign = owner !== null && isOther(owner);
  const trustees = [...(isForeign ? [owner] : []), ...granting.map(({ trustee }) => trustee)];
  if (trustees.length === 0) return null;
  return {
    names: [...new Set(trustees.map((trustee) => names[trustee] ?? trustee))],
    isInherited: !isForeign && granting.every(({ isInherited }) => isInherited),
  };
}

/** To write into a file, to remove it, and to give oneself these rights; in a folder, to any file. */
const rightsToChange = {
  file: 0x2 | 0x4 | 0x10000 | 0x40000 | 0x80000 | 0x10000000 | 0x40000000,
  folder: 0x40 | 0x10000 | 0x40000 | 0x80000 | 0x10000000,
} as const;

/**
 * Which of those who are no administrators may change a file, or what is in a folder: the person
 * ("You"), and groups that everybody may be in. Other accounts may be those of administrators.
 */
export function changers(
  { owner, entries }: AccessList,
  of: keyof typeof rightsToChange,
  person: string,
): readonly string[] {
  if (entries === null) return ['Everyone'];
  const granted = entries.filter(
    ({ isAllowing, isInheritOnly, rights }) =>
      isAllowing && !isInheritOnly && (rights & rightsToChange[of]) !== 0,
  );
  const trustees = [...(owner === null ? [] : [owner]), ...granted.map(({ trustee }) => trustee)];
  const found = trustees.flatMap((trustee) =>
    isPerson(trustee, person) ? 'You' : (names[trustee] ?? []),
  );
  return [...new Set(found)];
}

/** SDDL has two letters for the account "Administrator", which every system has. */
function isPerson(trustee: string, person: string): boolean {
  return trustee === person || (trustee === 'LA' && person.endsWith('-500'));
}

/** Lets in the person, the system and administrators, whatever the folder says. */
export function privateSddl(person: string): string {
  return `D:P(A;;FA;;;${person})(A;;FA;;;SY)(A;;FA;;;BA)`;
}

export interface NewFileFacts {
  /** SDDL of the file that it takes the place of; null for none, or where that is unknown. */
  readonly replaced: string | null;
  /** SDDL that it has got from its folder; null where that is unknown. */
  readonly inherited: string | null;
  readonly person: string;
}

/**
 * SDDL to give to a new file that is for a person alone, before anything is in it; null for none.
 * Entries that somebody gave to the file itself are kept; what only the folder lets in stays out, as
 * mode 0600 has it elsewhere.
 */
export function sddlOfNewFile({ replaced, inherited, person }: NewFileFacts): string | null {
  const old = replaced === null ? null : parseSddl(replaced);
  if (old !== null && hasOwnEntries(old)) return /D:.*$/s.exec(replaced ?? '')?.[0] ?? null;
  const got = inherited === null ? null : parseSddl(inherited);
  return got !== null && otherAccess(got, person) !== null ? privateSddl(person) : null;
}

function hasOwnEntries({ entries }: AccessList): boolean {
  return entries === null || entries.some(({ isInherited }) => !isInherited);
}
