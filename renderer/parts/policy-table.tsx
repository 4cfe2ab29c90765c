import { useId, useState, type ReactNode } from 'react';

import type { Policy, PolicyLayer } from '../../shared/policy.ts';
import { positionPhrase } from '../../shared/wording/rule-place.ts';
import { textsOf } from '../../shared/wording/workspaces.ts';
import {
  nextSort,
  rowId,
  type PolicySort,
  type SortableColumn,
  type WarnedRow,
} from '../policy-rows.ts';
import {
  effectiveValue,
  layerValue,
  levelWords,
  outcomeWords,
  scopeWords,
  statusWord,
} from '../wording/policy-phrases.ts';
import { Address, breakable } from './address.tsx';
import { Icon } from './icon.tsx';
import { StatusWord } from './status-word.tsx';
import { useShownRow } from './use-shown-row.ts';
import { NamesOfWorkspaces } from './workspace.tsx';

interface Column {
  /** Also what a cell is called where there is no room for columns. */
  readonly name: string;
  readonly sortBy: SortableColumn | null;
  readonly className?: string;
  /** `isJudged`: somebody is signed in, so that a rule is met or not. */
  readonly cell: (policy: Policy, isJudged: boolean) => ReactNode;
}

const wordOr = (word: string | null): ReactNode => word ?? <Nothing />;

/** The first column, of the keys, is the heading of its row. */
const keyColumn = { name: 'Policy', sortBy: 'policy', className: 'grid__keys' } as const;

const columns: readonly Column[] = [
  {
    name: 'Effective value',
    sortBy: 'value',
    className: 'grid__values',
    cell: (policy) => (
      <>
        <bdi className={policy.value === null ? 'muted' : 'grid__value'}>
          {effectiveValue(policy)}
        </bdi>
        <NamesOfWorkspaces ids={textsOf(policy.value)} />
      </>
    ),
  },
  {
    name: 'Source',
    sortBy: 'source',
    className: 'grid__wide',
    cell: ({ source }) => (source === null ? <Nothing /> : <Address value={source} />),
  },
  {
    name: 'Level',
    sortBy: 'level',
    className: 'grid__wide',
    cell: ({ level }) => wordOr(level && levelWords[level]),
  },
  {
    name: 'Scope',
    sortBy: 'scope',
    className: 'grid__wide',
    cell: ({ scope }) => wordOr(scope && scopeWords[scope]),
  },
  {
    name: 'Status',
    sortBy: 'status',
    className: 'grid__status',
    cell: ({ status }, isJudged) => <StatusWord {...statusWord(status, isJudged)} />,
  },
  {
    name: 'Effect',
    sortBy: null,
    className: 'grid__wide grid__effects',
    cell: ({ effect }) => effect,
  },
];

/** A key may be broken after its dots and underscores, and nowhere else. */
const keyDivider = /(?<=[._])/;

export interface PolicyTableProps {
  readonly policies: readonly Policy[];
  /** By their `rowId`. */
  readonly changed: ReadonlySet<string>;
  /** Whether somebody is signed in, who meets the rules or does not. */
  readonly isJudged: boolean;
  /** The row to be shown. */
  readonly warned: WarnedRow | null;
  readonly sort: PolicySort | null;
  readonly onSort: (sort: PolicySort | null) => void;
}

/** Every policy with where it comes from; a row opens to all that was said of it. */
export function PolicyTable(props: PolicyTableProps) {
  const { policies, changed, isJudged, warned, sort, onSort } = props;
  const shownIn = (policy: Policy): WarnedRow | null =>
    warned?.kind === 'policy' && warned.id === rowId(policy) ? warned : null;
  return (
    <table className="grid grid--policies">
      <caption className="visually-hidden">Policies</caption>
      <thead>
        <tr>
          {[keyColumn, ...columns].map((column) => (
            <Heading key={column.name} column={column} sort={sort} onSort={onSort} />
          ))}
        </tr>
      </thead>
      {policies.map((policy) => (
        <PolicyRows
          key={rowId(policy)}
          policy={policy}
          isChanged={changed.has(rowId(policy))}
          isJudged={isJudged}
          shown={shownIn(policy)}
        />
      ))}
    </table>
  );
}

function Heading(
  props: Pick<PolicyTableProps, 'sort' | 'onSort'> & { column: Omit<Column, 'cell'> },
) {
  const { sort, onSort } = props;
  const { name, sortBy, className } = props.column;
  if (sortBy === null) {
    return (
      <th scope="col" className={className}>
        {name}
      </th>
    );
  }
  const direction = sort?.column === sortBy ? sort.direction : null;
  return (
    <th scope="col" className={className} aria-sort={direction ?? undefined}>
      <button type="button" className="grid__sorter" onClick={() => onSort(nextSort(sort, sortBy))}>
        {name}
        <Icon name={direction === null ? 'sortable' : direction} />
      </button>
    </th>
  );
}

function PolicyRows(props: {
  policy: Policy;
  isChanged: boolean;
  isJudged: boolean;
  shown: WarnedRow | null;
}) {
  const { policy, isChanged, isJudged, shown } = props;
  const opener = useShownRow<HTMLButtonElement>(shown);
  const [open, setOpen] = useState(false);
  const layersId = useId();
  return (
    <tbody>
      <tr
        className={shown === null ? 'grid__row' : 'grid__row grid__row--shown'}
        data-testid="policy-row"
        data-policy={policy.key}
        data-state={policy.status}
      >
        <th scope="row">
          <button
            ref={opener}
            type="button"
            className="grid__opener"
            aria-expanded={open}
            aria-controls={open ? layersId : undefined}
            onClick={() => setOpen(!open)}
          >
            <Icon name="next" />
            <bdi>{breakable(policy.key, keyDivider)}</bdi>
          </button>
          {isChanged && <span className="grid__change">Would change</span>}
        </th>
        {columns.map(({ name, className, cell }) => (
          <td key={name} className={className}>
            {cell(policy, isJudged)}
          </td>
        ))}
      </tr>
      {open && (
        <tr className="grid__more" id={layersId}>
          <td colSpan={columns.length + 1}>
            {/* Where there is room, it is in the row. */}
            <p className="grid__effect-below">{policy.effect}</p>
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
