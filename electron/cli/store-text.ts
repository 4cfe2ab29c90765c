import { storeCommandTexts as texts } from '../../shared/texts/command-line/store.ts';
import type { StoragePlace, StorageReport } from '../../shared/app-state.ts';
import type { KeyringEntry } from '../store/keyring-entries.ts';
import { copiesText } from '../../shared/wording/copies.ts';
import { zonedTime } from '../base/local-time.ts';
import { factLines } from './terminal.ts';

/** Where the sign-in is, in words, one line a fact. */
export function storeText(report: StorageReport): string {
  const { active, copies, keptCopies, movableTo } = report;
  const names = texts.facts;
  const facts: readonly (readonly [string, string | null])[] = [
    [names.setting(), settingText(report)],
    ...(active === null ? [] : factsOf(active)),
    ...copies.map((copy) => [names.copy(), copyText(copy)] as const),
    [names.copies(), copiesText(report)],
    ...keptCopies.map((copy) => [names.kept(), texts.unreadableEarlier({ copy })] as const),
    [names.remove(), keptCopies.length === 0 ? null : 'gatehouse store remove-copies'],
    ...movableTo.map((to) => [names.move(), `gatehouse store move ${to}`] as const),
    [names.fixed(), report.fixedBecause],
    [names.noFile(), report.noFileBecause],
    [names.instead(), insteadText(report)],
    [names.noKeyring(), report.noKeyringBecause],
  ];
  return [headline(report), ...factLines(facts)].join('\n');
}

function insteadText({ fileSettingIn: file }: StorageReport): string | null {
  return file === null ? null : texts.fileInstead({ file });
}

/** The entries in the keyring, one a line. */
export function entriesText(entries: readonly KeyringEntry[]): string {
  if (entries.length === 0) return texts.entries.none();
  const lines = entries.map(({ id, label, purpose, modifiedAt, createdAt, isOneOfSeveral }) => {
    const time = modifiedAt ?? createdAt;
    const { changed, entry, oneOfSeveral } = texts.entries;
    const named = entry({ id: shortId(id), purpose: texts.purposes[purpose](), label });
    const dated = time === null ? named : changed({ entry: named, time: zonedTime(time) });
    return `  ${isOneOfSeveral ? oneOfSeveral({ entry: dated }) : dated}`;
  });
  if (entries.some(({ isOneOfSeveral }) => isOneOfSeveral)) {
    lines.push(texts.entries.keepOne());
  }
  return [texts.entries.title(), ...lines].join('\n');
}

/** Collection and number, as a Secret Service names its items. */
function shortId(id: string): string {
  return id.split('/').slice(-2).join('/');
}

function headline({ active, mode }: StorageReport): string {
  const { inMemory, kept, none, unreadable } = texts.headlines;
  if (active === null) return mode === 'ephemeral' ? inMemory() : none();
  const { kind, location } = active;
  return active.holds === 'credential' ? kept[kind]({ location }) : unreadable[kind]({ location });
}

function settingText({ mode, source, reason }: StorageReport): string {
  const { setting } = texts;
  switch (reason) {
    case 'default':
      return setting.byDefault({ mode });
    case 'setting':
      return source === null ? texts.notKnown() : setting.setIn({ mode, source });
    case 'managed':
      return setting.byAdministrator({ mode, source: source ?? setting.settings() });
    case 'fallBack':
      return source === null ? setting.fallBack({ mode }) : setting.fallBackSetIn({ mode, source });
  }
}

function factsOf(place: StoragePlace): readonly (readonly [string, string])[] {
  return [
    [
      texts.facts.written(),
      place.writtenAt === null ? texts.notKnown() : zonedTime(place.writtenAt),
    ],
    [texts.facts.protection(), protectionText(place)],
  ];
}

function copyText(place: StoragePlace): string {
  const { holds, location, problem, writtenAt } = place;
  const { known, written, unreadable, unreadableBecause } = texts.copy;
  if (holds === 'unreadable') {
    return problem
      ? unreadableBecause({ location, problem: problem.message })
      : unreadable({ location });
  }
  const protection = protectionText(place);
  return writtenAt === null
    ? known({ location, protection })
    : written({ location, time: zonedTime(writtenAt), protection });
}

function protectionText({ protection, sharedWith }: StoragePlace): string {
  return sharedWith === undefined
    ? texts.protections[protection]()
    : texts.readableBy({ others: sharedWith });
}
