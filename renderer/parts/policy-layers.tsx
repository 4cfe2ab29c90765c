import type { Policy, PolicyLayer } from '../../shared/policy.ts';
import { positionPhrase } from '../../shared/wording/rule-place.ts';
import { layerValue, levelWords, outcomeWords, scopeWords } from '../wording/policy-phrases.ts';
import { Address } from './address.tsx';

/** What every place says of one policy, the strongest first. */
export function PolicyLayers({ policy }: { policy: Policy }) {
  const { key, layers } = policy;
  if (layers.length === 0) return <p className="muted">No place says anything of {key}.</p>;
  return (
    <ol className="layers" aria-label={`Where ${key} is set, the strongest place first`}>
      {layers.map((layer) => (
        <LayerItem key={`${layer.source} ${layer.outcome}`} layer={layer} />
      ))}
    </ol>
  );
}

function LayerItem({ layer }: { layer: PolicyLayer }) {
  const { source, level, scope, outcome, message } = layer;
  const position = positionPhrase(layer);
  return (
    <li className={`layers__item layers__item--${outcome}`}>
      <p className="layers__head">
        <span className="layers__outcome">{outcomeWords[outcome]}</span>
        <bdi className="layers__value">{layerValue(layer)}</bdi>
      </p>
      <p>
        <Address value={source} />
        {position !== null && `, ${position}`}
      </p>
      <p className="muted">{`Level: ${levelWords[level]}. Scope: ${scopeWords[scope]}.`}</p>
      {message !== null && <p className="layers__message">{message}</p>}
    </li>
  );
}
