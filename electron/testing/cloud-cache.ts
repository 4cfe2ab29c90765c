import { createHmac } from 'node:crypto';

import { cloudCacheKey } from '../policy/cloud-bundle.ts';

export interface CloudCacheContent {
  readonly version?: number;
  readonly cachedAt?: string;
  readonly expiresAt?: string;
  readonly userId?: string | null;
  readonly workspaceId?: string | null;
  /** Texts in TOML by the names of their fragments, the strongest first. */
  readonly config?: Readonly<Record<string, string>>;
  readonly requirements?: Readonly<Record<string, string>>;
}

const hourMs = 60 * 60 * 1000;

/** `cloud-config-bundle-cache.json` as Codex CLI 0.171.0 writes it, fetched at this moment (ms). */
export function cloudCache(at: number, content: CloudCacheContent = {}): CloudCacheFile {
  return signed({
    version: content.version ?? 1,
    cached_at: content.cachedAt ?? nanoseconds(at),
    expires_at: content.expiresAt ?? nanoseconds(at + hourMs),
    chatgpt_user_id: content.userId === undefined ? 'user-ada' : content.userId,
    account_id: content.workspaceId === undefined ? 'ws-ada' : content.workspaceId,
    bundle: {
      config_toml: { enterprise_managed: fragments(content.config) },
      requirements_toml: { enterprise_managed: fragments(content.requirements) },
    },
  });
}

export interface CloudCacheFile {
  readonly signed_payload: Readonly<Record<string, unknown>>;
  readonly signature: string;
}

/** The file around a payload, signed as it stands. */
export function signed(payload: CloudCacheFile['signed_payload']): CloudCacheFile {
  const signature = createHmac('sha256', cloudCacheKey)
    .update(JSON.stringify(payload))
    .digest('base64');
  return { signed_payload: payload, signature };
}

export function cacheText(file: unknown): string {
  return JSON.stringify(file, null, 2);
}

function nanoseconds(at: number): string {
  return new Date(at).toISOString().replace('Z', '456789Z');
}

function fragments(texts: Readonly<Record<string, string>> = {}) {
  return Object.entries(texts).map(([name, contents]) => ({ id: `id-${name}`, name, contents }));
}
