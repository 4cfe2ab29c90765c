import type { z } from 'zod/mini';

import type { PolicyValue } from '../../shared/policy.ts';
import {
  settingNames,
  settingRow,
  settings,
  settingWords,
  valueSchemaOf,
  isRuled,
  type RuledName,
  type SettingValue,
} from '../../shared/settings.ts';

type Row<N extends RuledName> = (typeof settings)[N];

/** Who enforces it, which says what becomes of a value that cannot be understood. */
type EnforcerOf<N extends RuledName> = Row<N>['keptBy'] extends 'system'
  ? 'startAtLogin'
  : Row<N> extends { readonly whileUnknown: true }
    ? 'cautiousSettings'
    : 'settings';

function keyOf(name: RuledName) {
  const { values: choices, default: standard, keptBy, whileUnknown } = settingRow(name);
  const { label, policyTitle = label, effects = {} } = settingWords(name);
  const words = choices ?? ['true', 'false'];
  // The first is in the samples, and has to change something.
  const others = words.filter((word) => word !== String(standard));
  const ordered = [...others, ...words.filter((word) => word === String(standard))];
  const values = choices === undefined ? ordered : ordered.map((word) => `"${word}"`);
  return {
    families: ['requirements', 'config'],
    managedOnly: true,
    schema: () => valueSchemaOf(name),
    title: () => policyTitle(),
    values: values as unknown as readonly [string, ...string[]],
    enforcedBy:
      keptBy === 'system'
        ? (['startAtLogin'] as const)
        : whileUnknown === undefined
          ? (['settings'] as const)
          : (['cautiousSettings'] as const),
    effect: (value: PolicyValue | null): string =>
      (effects[value === null ? 'unset' : String(value)] ?? effects['unset'])?.() ?? '',
  } as const;
}

/** The policy keys by which an administrator decides a setting of the person, in the order of these. */
export const settingKeys = Object.fromEntries(
  settingNames.filter(isRuled).map((name) => [`gatehouse.${settings[name].key}`, keyOf(name)]),
) as unknown as {
  readonly [N in RuledName as `gatehouse.${Row<N>['key']}`]: ReturnType<typeof keyOf> & {
    readonly schema: () => z.ZodMiniType<SettingValue<N>>;
    readonly enforcedBy: readonly [EnforcerOf<N>];
  };
};
