import { describe, expect, it } from 'vitest';

import { changers, otherAccess, parseSddl, privateSddl, sddlOfNewFile } from './access-list.ts';

const ada = 'S-1-5-21-1004336348-1177238915-682003330-1001';
const bob = 'S-1-5-21-1004336348-1177238915-682003330-1002';
const administrator = 'S-1-5-21-1004336348-1177238915-682003330-500';

/** As a file in a profile has it: `icacls` shows SYSTEM, Administrators and the person, all (I). */
const inProfile = `O:${ada}G:${ada}D:AI(A;ID;FA;;;SY)(A;ID;FA;;;BA)(A;ID;FA;;;${ada})`;
/** As a file in a new folder of another drive has it. */
const onDrive = `O:${ada}G:S-1-5-21-1-2-3-513D:AI(A;ID;FA;;;BA)(A;ID;FA;;;SY)(A;ID;0x1301bf;;;AU)(A;ID;0x1200a9;;;BU)`;

const othersIn = (sddl: string, person = ada) => {
  const list = parseSddl(sddl);
  if (list === null) throw new TypeError(`no access list: ${sddl}`);
  return otherAccess(list, person);
};

describe('nobody else may read or change a file', () => {
  it.each([
    ['in a profile', inProfile],
    ['that was made private', `O:${ada}${privateSddl(ada)}`],
    ['of the administrators', `O:BAD:(A;;FA;;;${ada})`],
    ['of which others may only see who may read it', `O:${ada}D:(A;;FA;;;${ada})(A;;RC;;;WD)`],
    ['whose name and date others may see', `O:${ada}D:(A;;0x100080;;;BU)`],
    ['that Users are kept from', `O:${ada}D:(D;;FA;;;BU)(A;;FA;;;${ada})`],
    ['where an entry is for what is made below', `O:${ada}D:(A;OICIIO;FA;;;WD)(A;;FA;;;${ada})`],
    ['that its owner may read', `O:${ada}D:(A;;FA;;;OW)`],
    ['that an app of the person may read', `O:${ada}D:(A;;FR;;;AC)(A;;FR;;;S-1-15-3-1024-1-2)`],
    ['of a domain whose administrators may read it', `O:${ada}D:(A;;FA;;;S-1-5-21-7-8-9-512)`],
    ['without any entry', `O:${ada}D:P`],
  ])('%s', (_, sddl) => {
    expect(othersIn(sddl)).toBeNull();
  });

  it('in the profile of the account "Administrator", which has letters of its own', () => {
    expect(othersIn('O:LAD:(A;;FA;;;LA)', administrator)).toBeNull();
    expect(othersIn('O:LAD:(A;;FA;;;LA)', ada)).toMatchObject({ names: ['LA'] });
  });
});

describe('somebody else may', () => {
  it.each([
    ['on a drive', onDrive, ['Authenticated Users', 'Users'], true],
    ['where Everyone may read', `O:${ada}D:(A;;FR;;;WD)`, ['Everyone'], false],
    ['by SID', `O:${ada}D:(A;;FR;;;S-1-1-0)(A;ID;FA;;;S-1-5-32-545)`, ['Everyone', 'Users'], false],
    ['where another person may write', `O:${ada}D:(A;ID;FW;;;${bob})`, [bob], true],
    ['where others may take it over', `O:${ada}D:(A;;WO;;;BU)`, ['Users'], false],
    ['with the right of all objects', `O:${ada}D:(A;;GR;;;BU)`, ['Users'], false],
    ['that belongs to another person', `O:${bob}D:(A;;FA;;;${ada})`, [bob], false],
    ['under a condition', `O:${ada}D:(XA;;FR;;;BU;(@User.Title=="PM (a)"))`, ['Users'], false],
    ['without a list', `O:${ada}D:NO_ACCESS_CONTROL`, ['Everyone'], false],
    ['without a list at all', `O:${ada}G:${ada}`, ['Everyone'], false],
  ])('%s', (_, sddl, names, isInherited) => {
    expect(othersIn(sddl)).toEqual({ names, isInherited });
  });

  it('also where a part that is about something else follows', () => {
    expect(othersIn(`O:${ada}D:(A;;FR;;;WD)S:AI(AU;SAFA;FA;;;WD)`)).not.toBeNull();
    expect(othersIn(`${inProfile}S:(ML;;NW;;;ME)`)).toBeNull();
  });
});

it.each([
  '',
  'nonsense',
  `O:${ada}D:(A;;FR;;;WD`,
  `D:(A;;??;;;WD)`,
  'D:(Q;;FR;;;WD)',
  'D:(A;;FR;;;)',
])('what is no access list is taken for none: "%s"', (sddl) => {
  expect(parseSddl(sddl)).toBeNull();
});

describe('a new file', () => {
  const shared = `D:P(A;;FA;;;${ada})(A;;FR;;;${bob})`;

  it.each([
    ['has what its folder gives, where that is private', null, inProfile, null],
    ['is private where its folder lets others in', null, onDrive, privateSddl(ada)],
    ['keeps entries of the one before', `O:${ada}G:${ada}${shared}`, inProfile, shared],
    ['takes no entries that came from the folder', onDrive, onDrive, privateSddl(ada)],
    ['has what it has, where that is unknown', null, null, null],
  ])('%s', (_, replaced, inherited, expected) => {
    expect(sddlOfNewFile({ replaced, inherited, person: ada })).toBe(expected);
  });
});

describe('a file of an administrator may be changed', () => {
  const changersOf = (sddl: string, of: 'file' | 'folder' = 'file') =>
    changers(parseSddl(sddl) ?? { owner: null, entries: [] }, of, ada);

  it.each([
    [
      'by nobody else, where Users may read it',
      'O:BAD:(A;ID;FA;;;SY)(A;ID;FA;;;BA)(A;ID;0x1200a9;;;BU)',
      [],
    ],
    [
      'by nobody that is known to be none, where an account made it',
      `O:${bob}D:(A;;FA;;;${bob})`,
      [],
    ],
    ['by the person who made it', `O:${ada}D:(A;ID;FA;;;${ada})(A;ID;FA;;;BA)`, ['You']],
    ['by Users who may write', 'O:BAD:(A;;0x1301bf;;;BU)(A;;FA;;;BA)', ['Users']],
    ['by whoever may take it over', 'O:BAD:(A;;WO;;;WD)', ['Everyone']],
    ['by all, without a list', 'O:BA', ['Everyone']],
  ] as const)('%s', (_, sddl, names) => {
    expect(changersOf(sddl)).toEqual(names);
  });

  it('also by who may remove files of its folder, but not by who may add some', () => {
    expect(changersOf('O:BAD:(A;CI;0x100116;;;BU)', 'folder')).toEqual([]);
    expect(changersOf('O:BAD:(A;CI;0x100156;;;BU)', 'folder')).toEqual(['Users']);
  });
});
