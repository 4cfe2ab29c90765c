import { z } from 'zod/mini';

import type { KeptSignIn } from '../../shared/kept-sign-ins.ts';
import { accountOutcomeTexts as texts } from '../../shared/texts/account-outcomes.ts';
import type { CodexConfig } from '../policy/codex-config.ts';

const bedrock = z.looseObject({ model_provider: z.literal('amazon-bedrock') });

/**
 * What a sign-out leaves on this device, a sentence each. `codex logout` (0.171.0) takes
 * `model_provider` and `model` for Amazon Bedrock out of the person's config.toml; Gatehouse
 * changes no settings of Codex, and names them.
 */
export function leftBehind(
  settings: Pick<CodexConfig, 'layers' | 'documents'>,
  kept: readonly KeptSignIn[],
): readonly string[] {
  const sentences: string[] = [];
  const userConfig = settings.layers.find(({ kind }) => kind === 'userConfig')?.place ?? '';
  const document = settings.documents.get(userConfig) ?? null;
  if (document?.kind === 'table' && bedrock.safeParse(document.table).success) {
    sentences.push(texts.bedrockSetting({ file: userConfig }));
  }
  if (kept.length > 0) {
    sentences.push(texts.stillKept({ count: kept.length }));
  }
  return sentences;
}
