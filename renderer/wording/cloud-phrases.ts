import type { CloudReport, PolicyReport } from '../../shared/policy.ts';
import { layerValue } from './policy-phrases.ts';
import type { Word } from './tone.ts';

/** Whether the rules of a workspace count, in a word or two. */
export function cloudWord({ cloud: { kind, documents }, policies }: PolicyReport): Word {
  const layers = policies.flatMap((policy) => policy.layers);
  const said = layers.filter(({ source }) => documents.some(({ name }) => name === source));
  const isLost = said.length > 0 && said.every(({ outcome }) => outcome === 'superseded');
  if (kind === 'inForce' && isLost) return { word: 'Overridden', tone: 'attention' };
  const words: Readonly<Record<CloudReport['kind'], Word>> = {
    none: { word: 'None', tone: 'plain' },
    inForce: { word: 'In force', tone: 'good' },
    expected: { word: 'Not known yet', tone: 'plain' },
    otherVersion: { word: 'Cannot be read', tone: 'attention' },
    passedOver: { word: 'Not used', tone: 'plain' },
  };
  return words[kind];
}

interface CloudDocument {
  readonly name: string;
  /** What it sets, and what became of that. */
  readonly sets: string;
}

/** What each document of a workspace sets that Gatehouse knows. */
export function cloudDocuments({ cloud, policies }: PolicyReport): readonly CloudDocument[] {
  return cloud.documents.map(({ name, family }) => {
    if (cloud.kind !== 'inForce') return { name, sets: 'Not used.' };
    const found = policies.flatMap((policy) =>
      policy.layers
        .filter(({ source }) => source === name)
        .map((layer) => ({ policy, layer, by: policy.source ?? 'a stronger place' })),
    );
    const parts = found.map(({ policy: { key }, layer, by }) => {
      const said = `${key} = ${layerValue(layer)}`;
      if (layer.outcome === 'superseded') return `${said}, overridden in ${by}`;
      return layer.outcome === 'applied' ? said : `${key}, ${layer.outcome}`;
    });
    if (parts.length > 0) return { name, sets: `${parts.join('; ')}.` };
    return {
      name,
      sets: `No policy that Gatehouse knows${family === 'requirements' ? '; Codex applies its requirements' : ''}.`,
    };
  });
}
