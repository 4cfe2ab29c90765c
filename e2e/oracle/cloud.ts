import { cacheText, cloudCache, signed } from '../../electron/testing/cloud-cache.ts';
import type { StoredRecord } from './records.ts';

/** What there is in place of `cloud-config-bundle-cache.json`. */
export type CacheKind =
  | 'valid'
  | 'absent'
  | 'expired'
  | 'of another workspace'
  | 'of another user'
  | 'without ids'
  | 'of another version'
  | 'of a wrong signature'
  | 'damaged';

/** The rules of a workspace, as the cache has them and as its service gives them. Data alone. */
export interface Cloud {
  readonly cache: CacheKind;
  /** Texts of config.toml by the names of their documents, the strongest first. */
  readonly config: Readonly<Record<string, string>>;
  readonly requirements: Readonly<Record<string, string>>;
  /** What the service answers: that there are none, the same as in the cache, or a failure. */
  readonly reply: 'none' | 'same' | 'failing';
}

/** Milliseconds since the epoch, in 2020. */
const longAgo = Date.UTC(2020);

/** The text of the cache, made for whom the record is; null where there is no file. */
export function cacheOf(cloud: Cloud, record: StoredRecord, now: number): string | null {
  const { cache, config, requirements } = cloud;
  const content = { ...ownerOf(record), config, requirements };
  const fresh = cloudCache(now, content);
  switch (cache) {
    case 'valid':
      return cacheText(fresh);
    case 'absent':
      return null;
    case 'expired':
      return cacheText(cloudCache(longAgo, content));
    case 'of another workspace':
      return cacheText(cloudCache(now, { ...content, workspaceId: 'V' }));
    case 'of another user':
      return cacheText(cloudCache(now, { ...content, userId: 'user-eve' }));
    case 'without ids':
      return cacheText(cloudCache(now, { ...content, userId: null, workspaceId: null }));
    case 'of another version':
      return cacheText(signed({ ...fresh.signed_payload, version: 2 }));
    case 'of a wrong signature':
      return cacheText({ ...fresh, signature: cloudCache(longAgo, content).signature });
    case 'damaged':
      return cacheText(fresh).slice(0, -20);
  }
}

function ownerOf(record: StoredRecord): { userId: string; workspaceId: string | null } {
  switch (record.kind) {
    case 'chatgpt':
      return { userId: 'user-ada', workspaceId: record.accountId };
    case 'personalAccessToken':
      return { userId: 'user-pat', workspaceId: record.whoami };
    case 'absent':
    case 'directory':
    case 'text':
      return { userId: 'user-ada', workspaceId: 'W' };
  }
}

/** What a service answers. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** What the service of the workspace answers when its rules are asked for. */
export function bundleReply({ reply, config, requirements }: Cloud): Reply {
  const documents = (texts: Readonly<Record<string, string>>) => ({
    enterprise_managed: Object.entries(texts).map(([name, contents]) => ({
      id: `id-${name}`,
      name,
      contents,
    })),
  });
  switch (reply) {
    case 'none':
      return { status: 200, body: {} };
    case 'same': {
      const body = { config_toml: documents(config), requirements_toml: documents(requirements) };
      return { status: 200, body };
    }
    case 'failing':
      return { status: 500, body: {} };
  }
}
