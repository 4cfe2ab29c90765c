import type { CloudReport, Policy, PolicyLayer, PolicyReport } from '../../shared/policy.ts';
import { policyPageTexts } from '../../shared/texts/policy-page.ts';
import { semicolonList } from '../../shared/wording/lists.ts';
import { layerValue } from './policy-phrases.ts';
import type { Tone, Word } from './tone.ts';

const texts = policyPageTexts.cloud;

/** Whether the rules of a workspace count, in a word or two. */
export function cloudWord({ cloud: { kind, documents }, policies }: PolicyReport): Word {
  const layers = policies.flatMap((policy) => policy.layers);
  const said = layers.filter(({ source }) => documents.some(({ name }) => name === source));
  const isLost = said.length > 0 && said.every(({ outcome }) => outcome === 'superseded');
  if (kind === 'inForce' && isLost) return { word: texts.words.overridden(), tone: 'attention' };
  return { word: texts.words[kind](), tone: tones[kind] };
}

const tones: Readonly<Record<CloudReport['kind'], Tone>> = {
  none: 'plain',
  inForce: 'good',
  expected: 'plain',
  otherVersion: 'attention',
  passedOver: 'plain',
};

interface CloudDocument {
  readonly name: string;
  /** What it sets, and what became of that. */
  readonly sets: string;
}

/** What each document of a workspace sets that Gatehouse knows. */
export function cloudDocuments({ cloud, policies }: PolicyReport): readonly CloudDocument[] {
  return cloud.documents.map(({ name, family }) => {
    if (cloud.kind !== 'inForce') return { name, sets: texts.sets.notUsed() };
    const said = policies.flatMap((policy) =>
      policy.layers.filter(({ source }) => source === name).map((layer) => saidText(policy, layer)),
    );
    if (said.length > 0) {
      return { name, sets: texts.sets.policies({ policies: semicolonList(said) }) };
    }
    const sets =
      family === 'requirements' ? texts.sets.onlyRequirements() : texts.sets.nothingKnown();
    return { name, sets };
  });
}

function saidText({ key, source }: Policy, layer: PolicyLayer): string {
  const value = layerValue(layer);
  const by = source ?? texts.sets.stronger();
  return texts.sets[layer.outcome]({ key, value, by });
}
