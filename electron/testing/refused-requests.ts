import * as z from 'zod/mini';

import { requestChannels, type RequestChannel } from '../../shared/ipc-channels.ts';
import { requestContract } from '../../shared/ipc-contract.ts';
import { AppFailure } from '../base/app-failure.ts';
import { requirePermissions } from '../ipc/request-permissions.ts';
import type { Ruled } from '../policy/gatehouse-rules.ts';

/** Every choice that a request can make; what has no choices is left out. */
function inputsOf(schema: z.core.$ZodType): readonly unknown[] {
  if (schema instanceof z.ZodMiniBoolean) return [true, false];
  if (schema instanceof z.ZodMiniEnum) return schema.options;
  if (!(schema instanceof z.ZodMiniObject)) return [undefined];
  const shape: Readonly<Record<string, z.core.$ZodType>> = schema.shape;
  return Object.entries(shape).reduce<readonly object[]>(
    (inputs, [name, member]) =>
      inputs.flatMap((input) => inputsOf(member).map((value) => ({ ...input, [name]: value }))),
    [{}],
  );
}

/** Which of all requests of the window these rules refuse, with the input where it matters, and how. */
export function refusedRequests(settings: Ruled) {
  return requestChannels.flatMap((channel) => {
    const inputs = inputsOf(requestContract[channel].input);
    const refusals = inputs.flatMap((input) => {
      const refusal = refusalOf(channel, input, settings);
      return refusal === null
        ? []
        : [{ ...refusal, request: `${channel} ${JSON.stringify(input)}` }];
    });
    const [first] = refusals;
    return first && refusals.length === inputs.length ? [{ ...first, request: channel }] : refusals;
  });
}

function refusalOf(channel: RequestChannel, input: unknown, settings: Ruled) {
  try {
    requirePermissions(channel, input, settings);
    return null;
  } catch (error) {
    if (!(error instanceof AppFailure)) throw error;
    return { code: error.code, message: error.message };
  }
}
