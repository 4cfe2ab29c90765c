import * as z from 'zod/mini';

import type { CloudMiss } from '../../shared/policy.ts';
import { configTexts as texts } from '../../shared/texts/config-files.ts';
import { parseRelaxedTimestamp } from '../auth/relaxed-timestamp.ts';
import { serdeString } from '../auth/serde-json.ts';
import { isHmacSha256 } from '../base/hmac.ts';
import { parseJson } from '../base/json.ts';
import { shownName } from '../base/unseen-characters.ts';
import { requirementsFault } from './config-check.ts';
import { readConfigDocument, type ConfigFile } from './config-document.ts';
import type { Family, Layer } from './layers.ts';

/** It is in the public CLI: the signature is a checksum, and no protection from the person. */
export const cloudCacheKey =
  'codex-cloud-config-bundle-cache-v1-6160ae70-bcfd-4ca8-a99b-40f73b3b072e';

const knownVersion = 1;

/** One document in TOML of the cloud rules. */
interface CloudFragment extends Layer {
  readonly contents: string;
}

/** The rules of a workspace, as they were when Codex asked for them. */
export interface CloudBundle {
  /** Milliseconds since the epoch. */
  readonly fetchedAt: number;
  /** The same. */
  readonly expiresAt: number;
  /** `chatgpt_user_id` and `tokens.account_id` of whom they are for; null for none. */
  readonly userId: string | null;
  readonly workspaceId: string | null;
  /** The strongest first within a family. */
  readonly fragments: readonly CloudFragment[];
}

/** What the cache holds, whoever is signed in. */
export type CloudCache =
  | { readonly kind: 'absent' }
  | { readonly kind: 'read'; readonly bundle: CloudBundle }
  /** Codex does not use it, whoever is signed in; the message is a clause. */
  | { readonly kind: 'unusable'; readonly because: Unusable; readonly message: string }
  /** Of another Codex: what it demands is not known. */
  | { readonly kind: 'otherVersion'; readonly version: number };

type Unusable = Extract<CloudMiss, 'unreadable' | 'damaged' | 'signature' | 'contents'>;

const fragment = z.object({ id: serdeString, name: serdeString, contents: serdeString });
const fragments = z.object({ enterprise_managed: z.array(fragment) });

const orNull = z.pipe(
  z.nullish(serdeString),
  z.transform((id) => id ?? null),
);

// In the order of the members that are signed.
const payload = z.object({
  version: z.literal(knownVersion),
  cached_at: z.string().check(z.refine(isWrittenByCodex)),
  expires_at: z.string().check(z.refine(isWrittenByCodex)),
  chatgpt_user_id: orNull,
  account_id: orNull,
  bundle: z.object({ config_toml: fragments, requirements_toml: fragments }),
});

const cacheSchema = z.object({ signed_payload: payload, signature: z.string() });
const versionSchema = z.object({
  signed_payload: z.object({ version: z.int().check(z.nonnegative()) }),
});

/**
 * Reads `cloud-config-bundle-cache.json` as Codex CLI 0.171.0 does, which signs what it has
 * understood: members that it does not know are left out. Source: codex-rs/cloud-config/src/cache.rs.
 */
export function readCloudCache(file: ConfigFile): CloudCache {
  const before = known.get(file);
  if (before !== undefined) return before;
  const cache = readAnew(file);
  known.set(file, cache);
  return cache;
}

/** Every verdict asks. */
const known = new WeakMap<ConfigFile, CloudCache>();

function readAnew(file: ConfigFile): CloudCache {
  if (file.kind === 'absent') return { kind: 'absent' };
  if (file.kind === 'unreadable') return unusable('unreadable', file.message);
  const json = parseJson(file.text);
  const version = versionSchema.safeParse(json).data?.signed_payload.version;
  if (version !== undefined && version !== knownVersion) return { kind: 'otherVersion', version };
  const read = cacheSchema.safeParse(json).data;
  if (read === undefined) return unusable('damaged', texts.cloud.notComplete());
  if (!isHmacSha256(read.signature, cloudCacheKey, JSON.stringify(read.signed_payload)))
    return unusable('signature', texts.cloud.wrongSignature());
  const { cached_at, expires_at, chatgpt_user_id, account_id, bundle } = read.signed_payload;
  const found: readonly CloudFragment[] = [
    ...fragmentsOf('config', bundle.config_toml.enterprise_managed),
    ...fragmentsOf('requirements', bundle.requirements_toml.enterprise_managed),
  ];
  const fault = contentsFault(found);
  if (fault !== null) return unusable('contents', fault);
  return {
    kind: 'read',
    bundle: {
      fetchedAt: parseRelaxedTimestamp(cached_at) ?? 0,
      expiresAt: parseRelaxedTimestamp(expires_at) ?? 0,
      userId: chatgpt_user_id,
      workspaceId: account_id,
      fragments: found,
    },
  };
}

function unusable(because: Unusable, message: string): CloudCache {
  return { kind: 'unusable', because, message };
}

/** A time as chrono writes it: with 0, 3, 6 or 9 digits, as few as it takes. */
function isWrittenByCodex(text: string): boolean {
  const hasItsForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.(?:\d{3}){0,2}(?!000)\d{3})?Z$/.test(
    text,
  );
  return hasItsForm && parseRelaxedTimestamp(text) !== null;
}

function fragmentsOf(
  family: Family,
  found: readonly z.output<typeof fragment>[],
): readonly CloudFragment[] {
  return found.map(({ name, contents }, index) => {
    const names = found.slice(0, index).map((before) => before.name);
    const again = names.filter((before) => before === name).length;
    return { ...cloudLayer(family, again === 0 ? name : `${name} (${again + 1})`), contents };
  });
}

/** A fragment as a place of rules. A person can override it, and cannot edit it. */
function cloudLayer(family: Family, name: string): Layer {
  const place = texts.cloud[family]({ name: shownName(name) });
  return { place, family, kind: 'cloud', level: 'default', scope: 'user' };
}

/** Syntax counts in every fragment, values in the requirements alone: those of a config stop Codex. */
function contentsFault(found: readonly CloudFragment[]): string | null {
  for (const { place, family, contents } of found) {
    const document = readConfigDocument(place, { kind: 'text', text: contents });
    if (document?.kind === 'unknown') {
      return texts.cloud.notToml({ place, fault: document.message });
    }
    const fault = family === 'requirements' ? requirementsFault(document?.table) : null;
    if (fault !== null) return texts.cloud.faultIn({ place, fault });
  }
  return null;
}
