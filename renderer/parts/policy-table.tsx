import { useId, useState } from 'react';

import type { Policy } from '../../shared/policy.ts';
import { effectiveValue, levelWords, scopeWords, statusWords } from '../wording/policy-phrases.ts';
import { Icon } from './icon.tsx';
import { PolicyLayers } from './policy-layers.tsx';
import { StatusWord } from './status-word.tsx';

/** The columns, and what a cell is called where there is no room for columns. */
const columns = [
  'Policy',
  'Effective value',
  'Source',
  'Level',
  'Scope',
  'Status',
  'Effect',
] as const;

/** Every policy with where it comes from; a row opens to all that was said of it. */
export function PolicyTable(props: { policies: readonly Policy[]; changed: ReadonlySet<string> }) {
  return (
    <table className="grid grid--policies">
      <caption className="visually-hidden">Policies</caption>
      <thead>
        <tr>
          {columns.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      {props.policies.map((policy) => (
        <PolicyRows key={policy.key} policy={policy} isChanged={props.changed.has(policy.key)} />
      ))}
    </table>
  );
}

function PolicyRows({ policy, isChanged }: { policy: Policy; isChanged: boolean }) {
  const [open, setOpen] = useState(false);
  const layersId = useId();
  const { key, value, source, level, scope, status, effect } = policy;
  const isSet = value !== null;
  return (
    <tbody>
      <tr className="grid__row">
        <th scope="row">
          <button
            type="button"
            className="grid__opener"
            aria-expanded={open}
            aria-controls={open ? layersId : undefined}
            onClick={() => setOpen(!open)}
          >
            <Icon name="next" />
            <bdi>{breakable(key)}</bdi>
          </button>
          {isChanged && <span className="grid__change">Would change</span>}
        </th>
        <td data-label={columns[1]}>
          <bdi className={isSet ? 'grid__value' : 'muted'}>{effectiveValue(policy)}</bdi>
        </td>
        <td data-label={columns[2]}>
          {source === null ? <Nothing /> : <bdi className="address">{source}</bdi>}
        </td>
        <td data-label={columns[3]}>{level === null ? <Nothing /> : levelWords[level]}</td>
        <td data-label={columns[4]}>{scope === null ? <Nothing /> : scopeWords[scope]}</td>
        <td data-label={columns[5]}>
          <StatusWord {...statusWords[status]} />
        </td>
        <td data-label={columns[6]}>{effect}</td>
      </tr>
      {open && (
        <tr className="grid__more" id={layersId}>
          <td colSpan={columns.length}>
            <PolicyLayers policy={policy} />
          </td>
        </tr>
      )}
    </tbody>
  );
}

function Nothing() {
  return (
    <>
      <span aria-hidden="true">–</span>
      <span className="visually-hidden">None</span>
    </>
  );
}

/** A key may be broken after its dots and underscores, and nowhere else. */
function breakable(key: string) {
  const parts = key.split(/(?<=[._])/);
  return parts.flatMap((part, index) => (index === 0 ? [part] : [<wbr key={index} />, part]));
}
