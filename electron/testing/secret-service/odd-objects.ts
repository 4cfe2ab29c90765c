import { z } from 'zod';

import { wellBehaved, type Behaviour, type PromptOutcome } from './behaviour.ts';
import { BusError, type Values } from './bus-connection.ts';
import {
  introspect,
  methods,
  properties,
  type SecretInterface,
  type Signature,
} from './introspection.ts';
import { aliasPath, collectionPath, Items, nothing, servicePath } from './items.ts';
import { Prompts, type Variant } from './prompts.ts';
import { secretSchema, Sessions, type Secret } from './sessions.ts';

/** Sends a signal of an object. */
export type Emit = (path: string, interfaceName: string, member: string, values: Values) => void;

const attributesSchema = z.record(z.string(), z.string());
const pathsSchema = z.array(z.string());
const anySchema = z.record(z.string(), z.unknown());

type Method = (path: string, args: readonly unknown[]) => readonly unknown[];

/** The objects of a Secret Service with one collection, which behave as they are told. */
export class OddObjects {
  behaviour: Behaviour = wellBehaved;
  readonly items: Items;
  readonly sessions = new Sessions();
  readonly prompts: Prompts;
  readonly #emit: Emit;
  /** Items that were unlocked by themselves. */
  readonly #unlocked = new Set<string>();
  #refused = 0;

  constructor(emit: Emit, now: () => number) {
    this.#emit = emit;
    this.items = new Items(now);
    this.prompts = new Prompts((path, values) =>
      emit(path, 'org.freedesktop.Secret.Prompt', 'Completed', values),
    );
  }

  /** Changes what is named, and tells where the collection is locked or unlocked by it. */
  behave(as: Partial<Behaviour>): void {
    const wasLocked = this.#isLocked();
    this.behaviour = { ...this.behaviour, ...as };
    if (as.sessions !== undefined || as.refusedSessions !== undefined) this.#refused = 0;
    if (as.areItemsLocked !== undefined) this.#unlocked.clear();
    if (this.#isLocked() === wasLocked) return;
    const changed = [['Locked', ['b', !wasLocked]]];
    this.#emit(collectionPath, 'org.freedesktop.DBus.Properties', 'PropertiesChanged', {
      signature: 'sa{sv}as',
      body: ['org.freedesktop.Secret.Collection', changed, []],
    });
    this.#emitOfService('CollectionChanged');
  }

  /** Carries out a call. @throws {BusError} as the specification has it, and as it is told to. */
  call(path: string, interfaceName: string, member: string, args: readonly unknown[]): Values {
    const kind = this.#kindOf(path);
    const signature = (methods as Record<string, Record<string, Signature>>)[interfaceName]?.[
      member
    ];
    const method = this.#methods[`${interfaceName}.${member}`];
    const isKnown = kind === interfaceName || interfaceName.startsWith('org.freedesktop.DBus.');
    if (kind === null || signature === undefined || method === undefined || !isKnown) {
      throw unknown(`No such method "${member}" of ${path}`);
    }
    const failure = this.behaviour.failures[member];
    if (failure !== undefined) throw new BusError(failure.name, failure.text);
    return { signature: signature[1].join(''), body: method(path, args) };
  }

  readonly #methods: Readonly<Record<string, Method>> = {
    'org.freedesktop.DBus.Peer.Ping': () => [],
    'org.freedesktop.DBus.Introspectable.Introspect': (path) => [introspect(this.#known(path))],
    'org.freedesktop.DBus.Properties.Get': (path, [, name]) => {
      const found = this.#propertiesOf(path).find(([one]) => one === name);
      if (found === undefined) throw unknown(`No such property of ${path}`);
      return [found[1]];
    },
    'org.freedesktop.DBus.Properties.GetAll': (path) => [this.#propertiesOf(path)],
    'org.freedesktop.DBus.Properties.Set': (path, [, name, value]) => {
      const item = this.#openItem(path);
      if (name === 'Label') this.items.change(item, { label: z.string().parse(value) });
      if (name === 'Attributes') {
        this.items.change(item, { attributes: attributesSchema.parse(value) });
      }
      return [];
    },
    'org.freedesktop.Secret.Service.OpenSession': (_, [algorithm, input]) => {
      const { refusedSessions } = this.behaviour;
      const isRefusedNow = refusedSessions === null || this.#refused < refusedSessions;
      if (isRefusedNow) this.#refused += 1;
      const opened = this.sessions.open(
        z.string().parse(algorithm),
        input,
        this.behaviour,
        isRefusedNow,
      );
      return [[...opened.output], opened.path];
    },
    'org.freedesktop.Secret.Service.CreateCollection': (_, [, alias]) =>
      this.#prompted('create', nothing, ['o', collectionPath], () => {
        this.behave({ collections: alias === 'default' ? 'default' : 'no-default' });
        this.#emitOfService('CollectionCreated');
      }),
    'org.freedesktop.Secret.Service.SearchItems': (_, [attributes]) => {
      const found = this.#search(attributes);
      const isLocked = (path: string) => this.#isItemLocked(path);
      return [found.filter((path) => !isLocked(path)), found.filter(isLocked)];
    },
    'org.freedesktop.Secret.Service.Unlock': (_, [objects]) => {
      const paths = pathsSchema.parse(objects);
      const locked = paths.filter((path) => this.#isPathLocked(path));
      if (locked.length === 0) return [paths, nothing];
      const open = paths.filter((path) => !locked.includes(path));
      const [, prompt] = this.#prompted('unlock', nothing, ['ao', locked], () => {
        this.behave({ locked: 'no' });
        for (const path of locked) this.#unlocked.add(path);
      });
      return [prompt === nothing ? paths : open, prompt];
    },
    'org.freedesktop.Secret.Service.Lock': (_, [objects]) => {
      this.behave({ locked: 'shown' });
      return [objects, nothing];
    },
    'org.freedesktop.Secret.Service.GetSecrets': (_, [objects, session]) => {
      const open = pathsSchema.parse(objects).filter((path) => !this.#isItemLocked(path));
      return [open.map((path) => [path, this.#secretOf(path, session)])];
    },
    'org.freedesktop.Secret.Service.ReadAlias': (_, [alias]) => [
      alias === 'default' && this.behaviour.collections === 'default' ? collectionPath : nothing,
    ],
    'org.freedesktop.Secret.Service.SetAlias': (_, [alias, path]) => {
      if (alias === 'default') {
        this.behave({ collections: path === collectionPath ? 'default' : 'no-default' });
      }
      return [];
    },
    'org.freedesktop.Secret.Collection.Delete': () =>
      this.#prompted('delete', null, ['s', ''], () => {
        this.items.clear();
        this.behave({ collections: 'none' });
      }),
    'org.freedesktop.Secret.Collection.SearchItems': (_, [attributes]) => [
      this.#search(attributes),
    ],
    'org.freedesktop.Secret.Collection.CreateItem': (_, [given, secret, replace]) => {
      if (this.#isLocked()) throw isLocked();
      const made = anySchema.parse(given);
      const attributes = attributesSchema.parse(
        made['org.freedesktop.Secret.Item.Attributes'] ?? {},
      );
      const label = z.string().parse(made['org.freedesktop.Secret.Item.Label'] ?? '');
      const [same] =
        replace === true && this.behaviour.replaces ? this.items.search(attributes) : [];
      const content = this.#contentOf(secretSchema.parse(secret));
      if (this.behaviour.prompts.create === 'none') {
        return [this.#create(same, { attributes, label, ...content }), nothing];
      }
      const prompt = this.prompts.make(this.behaviour.prompts.create, () => [
        'o',
        this.#create(same, { attributes, label, ...content }),
      ]);
      return [nothing, prompt];
    },
    'org.freedesktop.Secret.Item.Delete': (path) => {
      const item = this.#openItem(path);
      return this.#prompted('delete', null, ['s', ''], () => {
        this.items.remove(item);
        this.#emitOfItem('ItemDeleted', item);
      });
    },
    'org.freedesktop.Secret.Item.GetSecret': (path, [session]) => [
      this.#secretOf(this.#openItem(path), session),
    ],
    'org.freedesktop.Secret.Item.SetSecret': (path, [secret]) => {
      const item = this.#openItem(path);
      const content = this.#contentOf(secretSchema.parse(secret));
      if (!this.behaviour.forgets) this.items.change(item, content);
      this.#emitOfItem('ItemChanged', item);
      return [];
    },
    'org.freedesktop.Secret.Session.Close': (path) => {
      this.sessions.close(path);
      return [];
    },
    'org.freedesktop.Secret.Prompt.Prompt': (path) => {
      // The answer comes first, as a person is slower than a program.
      setImmediate(() => this.prompts.show(path));
      return [];
    },
    'org.freedesktop.Secret.Prompt.Dismiss': (path) => {
      setImmediate(() => this.prompts.dismiss(path));
      return [];
    },
  };

  /** Does it at once, or leaves it to a prompt. @param none what is returned beside the prompt. */
  #prompted(
    kind: keyof Behaviour['prompts'],
    none: string | null,
    result: Variant,
    act: () => void,
  ): readonly unknown[] {
    const outcome: PromptOutcome = this.behaviour.prompts[kind];
    if (outcome === 'none') {
      act();
      return none === null ? [nothing] : [result[1], nothing];
    }
    const run = () => {
      act();
      return result;
    };
    // libsecret waits for ever where a dismissed prompt has a result of another type.
    const dismissed: Variant = result[0] === 'ao' ? ['ao', []] : ['s', ''];
    const prompt = this.prompts.make(outcome, run, dismissed);
    return none === null ? [prompt] : [none, prompt];
  }

  #create(same: string | undefined, item: Parameters<Items['add']>[0]): string {
    if (same !== undefined) {
      if (!this.behaviour.forgets) this.items.change(same, item);
      this.#emitOfItem('ItemChanged', same);
      return same;
    }
    const path = this.items.add(item);
    if (this.behaviour.forgets) this.items.remove(path);
    else this.#emitOfItem('ItemCreated', path);
    return path;
  }

  #contentOf(secret: Secret): { readonly value: string; readonly contentType: string } {
    return { value: this.sessions.unseal(secret).toString('utf8'), contentType: secret[3] };
  }

  #secretOf(path: string, session: unknown): Secret {
    const item = this.items.at(path);
    if (item === undefined) throw noSuchObject();
    const { secrets } = this.behaviour;
    if (secrets === 'get-fails') {
      throw new BusError('org.freedesktop.DBus.Error.Failed', 'Couldn\u2019t get item secret');
    }
    const value = secrets === 'no-utf8' ? Buffer.from([0xff, 0xfe, 0x80]) : Buffer.from(item.value);
    return this.sessions.seal(z.string().parse(session), value, item.contentType);
  }

  #search(attributes: unknown): string[] {
    const { collections, locked } = this.behaviour;
    if (collections === 'none' || locked === 'hidden') return [];
    return this.items.search(attributesSchema.parse(attributes));
  }

  #isLocked(): boolean {
    return this.behaviour.locked !== 'no';
  }

  #isItemLocked(path: string): boolean {
    return this.#isLocked() || (this.behaviour.areItemsLocked && !this.#unlocked.has(path));
  }

  #isPathLocked(path: string): boolean {
    return this.items.at(path) === undefined ? this.#isLocked() : this.#isItemLocked(path);
  }

  #openItem(path: string): string {
    if (this.items.at(path) === undefined) throw noSuchObject();
    if (this.#isItemLocked(path)) throw isLocked();
    return path;
  }

  #known(path: string): SecretInterface {
    const kind = this.#kindOf(path);
    if (kind === null) throw noSuchObject();
    return kind;
  }

  #kindOf(path: string): SecretInterface | null {
    const { collections } = this.behaviour;
    if (path === servicePath) return 'org.freedesktop.Secret.Service';
    if (path === collectionPath && collections !== 'none')
      return 'org.freedesktop.Secret.Collection';
    if (path === aliasPath && collections === 'default') return 'org.freedesktop.Secret.Collection';
    if (this.items.at(path) !== undefined) return 'org.freedesktop.Secret.Item';
    if (this.sessions.has(path)) return 'org.freedesktop.Secret.Session';
    return this.prompts.has(path) ? 'org.freedesktop.Secret.Prompt' : null;
  }

  /** Pairs of a name and a variant. */
  #propertiesOf(path: string): (readonly [string, unknown])[] {
    const kind = this.#known(path);
    const item = this.items.at(path);
    const hidden = this.behaviour.locked === 'hidden';
    const values: Readonly<Record<string, unknown>> = {
      Collections: this.behaviour.collections === 'none' ? [] : [collectionPath],
      Items: hidden ? [] : this.items.paths(),
      Label: item?.label ?? 'Login',
      Locked: this.#isPathLocked(path),
      Attributes: Object.entries(item?.attributes ?? {}),
      Type: 'org.freedesktop.Secret.Generic',
      Created: item?.created ?? 0,
      Modified: item?.modified ?? 0,
    };
    return Object.entries(properties[kind]).map(([name, type]) => [name, [type, values[name]]]);
  }

  #emitOfService(member: string): void {
    this.#emit(servicePath, 'org.freedesktop.Secret.Service', member, {
      signature: 'o',
      body: [collectionPath],
    });
  }

  #emitOfItem(member: string, item: string): void {
    this.#emit(collectionPath, 'org.freedesktop.Secret.Collection', member, {
      signature: 'o',
      body: [item],
    });
  }
}

function unknown(text: string): BusError {
  return new BusError('org.freedesktop.DBus.Error.UnknownMethod', text);
}

function noSuchObject(): BusError {
  return new BusError('org.freedesktop.Secret.Error.NoSuchObject', 'The object does not exist');
}

function isLocked(): BusError {
  return new BusError('org.freedesktop.Secret.Error.IsLocked', 'The object is locked');
}
