import { useId, useState } from 'react';

import type { Policy, PolicyLayer } from '../../shared/policy.ts';
import { positionPhrase } from '../../shared/wording/rule-place.ts';
import { nextSort, rowId, type PolicySort, type SortableColumn } from '../policy-rows.ts';
import {
  effectiveValue,
  layerValue,
  levelWords,
  outcomeWords,
  scopeWords,
  statusWords,
} from '../wording/policy-phrases.ts';
import { Address, breakable } from './address.tsx';
import { Icon } from './icon.tsx';
import { StatusWord } from './status-word.tsx';

/** The columns, with what a cell is called where there is no room for columns. */
const columns: readonly { readonly name: string; readonly sortBy: SortableColumn | null }[] = [
  { name: 'Policy', sortBy: 'policy' },
  { name: 'Effective value', sortBy: 'value' },
  { name: 'Source', sortBy: 'source' },
  { name: 'Level', sortBy: 'level' },
  { name: 'Scope', sortBy: 'scope' },
  { name: 'Status', sortBy: 'status' },
  { name: 'Effect', sortBy: null },
];

/** A key may be broken after its dots and underscores, and nowhere else. */
const keyDivider = /(?<=[._])/;

export interface PolicyTableProps {
  readonly policies: readonly Policy[];
  /** By their `rowId`. */
  readonly changed: ReadonlySet<string>;
  readonly sort: PolicySort | null;
  readonly onSort: (sort: PolicySort | null) => void;
}

/** Every policy with where it comes from; a row opens to all that was said of it. */
export function PolicyTable({ policies, changed, sort, onSort }: PolicyTableProps) {
  return (
    <table className="grid grid--policies">
      <caption className="visually-hidden">Policies</caption>
      <thead>
        <tr>
          {columns.map(({ name, sortBy }) =>
            sortBy === null ? (
              <th key={name} scope="col">
                {name}
              </th>
            ) : (
              <SortableHeading key={name} sortBy={sortBy} sort={sort} onSort={onSort}>
                {name}
              </SortableHeading>
            ),
          )}
        </tr>
      </thead>
      {policies.map((policy) => (
        <PolicyRows key={rowId(policy)} policy={policy} isChanged={changed.has(rowId(policy))} />
      ))}
    </table>
  );
}

function SortableHeading(
  props: Pick<PolicyTableProps, 'sort' | 'onSort'> & {
    readonly sortBy: SortableColumn;
    readonly children: string;
  },
) {
  const { sortBy, sort, onSort, children } = props;
  const direction = sort?.column === sortBy ? sort.direction : null;
  return (
    <th scope="col" aria-sort={direction ?? undefined}>
      <button type="button" className="grid__sorter" onClick={() => onSort(nextSort(sort, sortBy))}>
        {children}
        <Icon name={direction === null ? 'sortable' : direction} />
      </button>
    </th>
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
            <bdi>{breakable(key, keyDivider)}</bdi>
          </button>
          {isChanged && <span className="grid__change">Would change</span>}
        </th>
        <td data-label={columns[1]?.name}>
          <bdi className={isSet ? 'grid__value' : 'muted'}>{effectiveValue(policy)}</bdi>
        </td>
        <td data-label={columns[2]?.name}>
          {source === null ? <Nothing /> : <Address value={source} />}
        </td>
        <td data-label={columns[3]?.name}>{level === null ? <Nothing /> : levelWords[level]}</td>
        <td data-label={columns[4]?.name}>{scope === null ? <Nothing /> : scopeWords[scope]}</td>
        <td data-label={columns[5]?.name}>
          <StatusWord {...statusWords[status]} />
        </td>
        <td data-label={columns[6]?.name}>{effect}</td>
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

/** What every place says of one policy, the strongest first. */
function PolicyLayers({ policy }: { policy: Policy }) {
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
