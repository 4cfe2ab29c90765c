import { useId, useState, type ReactNode } from 'react';

import type { Policy, PolicyLayer } from '../../shared/policy.ts';
import { policyPageTexts } from '../../shared/texts/policy-page.ts';
import { textsOf } from '../../shared/wording/workspaces.ts';
import {
  nextSort,
  rowId,
  type PolicySort,
  type SortableColumn,
  type ShownRow,
} from '../policy-rows.ts';
import { effectiveValue, layerValue, statusWord } from '../wording/policy-phrases.ts';
import { Address, breakable } from './address.tsx';
import { Icon } from './icon.tsx';
import { Prose } from './prose.tsx';
import { RulePlace } from './rule-place.tsx';
import { StatusWord } from './status-word.tsx';
import { useShownRow } from './use-shown-row.ts';
import { NamesOfWorkspaces } from './workspace.tsx';

const texts = policyPageTexts.table;
const { facts, levels, outcomes, scopes } = policyPageTexts;

interface Column {
  /** Also what a cell is called where there is no room for columns. */
  readonly name: () => string;
  readonly sortBy: SortableColumn | null;
  readonly className?: string;
  /** `isJudged`: somebody is signed in, so that a rule is met or not. */
  readonly cell: (policy: Policy, isJudged: boolean) => ReactNode;
}

const wordOr = (word: string | null): ReactNode => word ?? <Nothing />;

/** The first column, of the keys, is the heading of its row. */
const keyColumn = {
  name: texts.columns.policy,
  sortBy: 'policy',
  className: 'grid__keys',
} as const;

const columns: readonly Column[] = [
  {
    name: texts.columns.value,
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
    name: texts.columns.source,
    sortBy: 'source',
    className: 'grid__wide grid__source',
    cell: ({ source }) => (source === null ? <Nothing /> : <Address value={source} />),
  },
  {
    name: texts.columns.level,
    sortBy: 'level',
    className: 'grid__wide',
    cell: ({ level }) => wordOr(level && levels[level]()),
  },
  {
    name: texts.columns.scope,
    sortBy: 'scope',
    className: 'grid__wide',
    cell: ({ scope }) => wordOr(scope && scopes[scope]()),
  },
  {
    name: texts.columns.status,
    sortBy: 'status',
    className: 'grid__status',
    cell: ({ status }, isJudged) => <StatusWord {...statusWord(status, isJudged)} />,
  },
  {
    name: texts.columns.effect,
    sortBy: null,
    className: 'grid__wide grid__effects',
    cell: ({ effect }) => <Prose>{effect}</Prose>,
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
  readonly shownRow: ShownRow | null;
  readonly sort: PolicySort | null;
  readonly onSort: (sort: PolicySort | null) => void;
}

/** Every policy with where it comes from; a row opens to all that was said of it. */
export function PolicyTable(props: PolicyTableProps) {
  const { policies, changed, isJudged, shownRow, sort, onSort } = props;
  const shownIn = (policy: Policy): ShownRow | null =>
    shownRow?.kind === 'policy' && shownRow.id === rowId(policy) ? shownRow : null;
  return (
    <table className="grid grid--policies">
      <caption className="visually-hidden">{texts.title()}</caption>
      <thead>
        <tr>
          {[keyColumn, ...columns].map((column) => (
            <Heading key={column.name()} column={column} sort={sort} onSort={onSort} />
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
        {name()}
      </th>
    );
  }
  const direction = sort?.column === sortBy ? sort.direction : null;
  return (
    <th scope="col" className={className} aria-sort={direction ?? undefined}>
      <button type="button" className="grid__sorter" onClick={() => onSort(nextSort(sort, sortBy))}>
        {name()}
        <Icon name={direction === null ? 'sortable' : direction} />
      </button>
    </th>
  );
}

function PolicyRows(props: {
  policy: Policy;
  isChanged: boolean;
  isJudged: boolean;
  shown: ShownRow | null;
}) {
  const { policy, isChanged, isJudged, shown } = props;
  const opener = useShownRow<HTMLButtonElement>(shown);
  const [open, setOpen] = useState(shown !== null);
  const [opened, setOpened] = useState(shown);
  const layersId = useId();
  // A person who is led here wants to read all of it, and may close it again.
  if (shown !== opened) {
    setOpened(shown);
    if (shown !== null) setOpen(true);
  }
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
          {isChanged && <span className="grid__change">{texts.wouldChange()}</span>}
        </th>
        {columns.map(({ name, className, cell }) => (
          <td
            key={name()}
            className={className}
            data-label={className === 'grid__status' ? name() : undefined}
          >
            {cell(policy, isJudged)}
          </td>
        ))}
      </tr>
      {open && (
        <tr className="grid__more" id={layersId}>
          <td colSpan={columns.length + 1}>
            {/* Where there is room, it is in the row. */}
            <p className="grid__effect-below">
              <Prose>{policy.effect}</Prose>
            </p>
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
      <span className="visually-hidden">{texts.none()}</span>
    </>
  );
}

/** What every place says of one policy, the strongest first. */
function PolicyLayers({ policy }: { policy: Policy }) {
  const { key, layers } = policy;
  if (layers.length === 0) return <p className="muted">{texts.noPlace({ key })}</p>;
  return (
    <ol className="layers" aria-label={texts.places({ key })}>
      {layers.map((layer) => (
        <LayerItem key={`${layer.source} ${layer.outcome}`} layer={layer} />
      ))}
    </ol>
  );
}

function LayerItem({ layer }: { layer: PolicyLayer }) {
  const { level, scope, outcome, message } = layer;
  return (
    <li className={`layers__item layers__item--${outcome}`}>
      <p className="layers__head">
        <span className="layers__outcome">{outcomes[outcome]()}</span>
        <bdi className="layers__value">{layerValue(layer)}</bdi>
      </p>
      <p>
        <RulePlace place={layer} />
      </p>
      <p className="muted">
        {facts.levelAndScope({ level: levels[level](), scope: scopes[scope]() })}
      </p>
      {message !== null && <p className="layers__message">{message}</p>}
    </li>
  );
}
