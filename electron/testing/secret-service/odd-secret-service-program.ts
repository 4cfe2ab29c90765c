import { setTimeout as delay } from 'node:timers/promises';

import type { Message } from 'dbus-native';

import { control, orderSchema, type OddReport, type Order } from './behaviour.ts';
import { connectToBus, type BusConnection, type Values } from './bus-connection.ts';
import { OddObjects } from './odd-objects.ts';

/**
 * A Secret Service for tests that behaves as it is told:
 * `node odd-secret-service-program.mjs BUS-ADDRESS`. Prints a line once it can be asked.
 *
 * It is told over a connection of its own, so that it can be told when it has left the bus.
 */
const [address = ''] = process.argv.slice(2);

let secrets: BusConnection | null = null;
let comingBack: NodeJS.Timeout | undefined;
const calls: Record<string, number> = {};
let lateAnswers = 0;

const objects = new OddObjects(
  (path, interfaceName, member, values) => secrets?.signal(path, interfaceName, member, values),
  () => Date.now(),
);

async function answer(call: Message): Promise<Values | null> {
  const member = call.member ?? '';
  calls[member] = (calls[member] ?? 0) + 1;
  await delay(delayOf(member));
  const dying = countDown(member);
  if (dying === 'before') {
    await die();
    return null;
  }
  const values = objects.call(call.path ?? '', call.interface ?? '', member, call.body ?? []);
  if (dying === 'unanswered') {
    await die();
    return null;
  }
  if (dying === 'after') setImmediate(() => void die());
  return values;
}

function delayOf(member: string): number {
  const { delayMs, methodDelaysMs, lateAnswers: allowed } = objects.behaviour;
  const wanted = methodDelaysMs[member] ?? delayMs;
  if (wanted === 0 || (allowed !== null && lateAnswers >= allowed)) return 0;
  lateAnswers += 1;
  return wanted;
}

/** When it dies by this call, or null. */
function countDown(member: string): 'before' | 'unanswered' | 'after' | null {
  const { dies } = objects.behaviour;
  if (dies === null || ![dies.method].flat().includes(member)) return null;
  if (dies.call > 1) {
    objects.behave({ dies: { ...dies, call: dies.call - 1 } });
    return null;
  }
  return dies.when;
}

async function die(): Promise<void> {
  const { dies } = objects.behaviour;
  objects.behave({ dies: null });
  const left = secrets;
  secrets = null;
  objects.sessions.closeAll();
  objects.prompts.forgetAll();
  await left?.leave();
  const backAfterMs = dies?.backAfterMs ?? null;
  if (backAfterMs !== null) comingBack = setTimeout(() => void comeBack(), backAfterMs);
}

async function comeBack(): Promise<void> {
  clearTimeout(comingBack);
  secrets ??= await connectToBus(address, 'org.freedesktop.secrets', answer);
}

async function carryOut(order: Order): Promise<void> {
  switch (order.do) {
    case 'behave':
      if (order.as.lateAnswers !== undefined) lateAnswers = 0;
      objects.behave(given(order.as));
      return;
    case 'report':
      return;
    case 'add':
      objects.items.add(given(order.item));
      return;
    case 'empty':
      objects.items.clear();
      for (const method of Object.keys(calls)) delete calls[method];
      return;
    case 'answer':
      objects.prompts.answerAll(order.with);
      return;
    case 'die':
      await die();
      return;
    case 'come-back':
      await comeBack();
      return;
  }
}

/** Without the members that are undefined. */
function given<T extends object>(partial: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  return Object.fromEntries(Object.entries(partial).filter(([, value]) => value !== undefined)) as {
    [Name in keyof T]?: Exclude<T[Name], undefined>;
  };
}

function report(): OddReport {
  return { items: objects.items.all(), calls, standingPrompts: objects.prompts.count };
}

await comeBack();
const ordered = await connectToBus(address, control.name, async ({ body }) => {
  await carryOut(orderSchema.parse(JSON.parse(String(body?.[0]))));
  return { signature: 's', body: [JSON.stringify(report())] };
});
process.once(
  'SIGTERM',
  () => void Promise.all([ordered.leave(), die()]).then(() => process.exit(0)),
);
process.stdout.write('ready\n');
