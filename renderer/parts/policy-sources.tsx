import { useId, useState } from 'react';

import type { PolicyReport, PolicySource } from '../../shared/policy.ts';
import { policyPageTexts } from '../../shared/texts/policy-page.ts';
import type { ShownRow } from '../policy-rows.ts';
import { rightsText, sourceWord } from '../wording/policy-phrases.ts';
import type { Word } from '../wording/tone.ts';
import { Address } from './address.tsx';
import { ColumnHeads } from './column-heads.tsx';
import { Icon } from './icon.tsx';
import { messageWith } from './message-with.tsx';
import { StatusWord } from './status-word.tsx';
import { useShownRow } from './use-shown-row.ts';

const texts = policyPageTexts.sources;
const { facts, levels, scopes } = policyPageTexts;

/** Every place that rules may come from; those that say nothing here are folded away. */
export function PolicySources(props: {
  report: Pick<PolicyReport, 'sources' | 'policies' | 'warnings'>;
  shownRow: ShownRow | null;
}) {
  const { report, shownRow } = props;
  const { sources } = report;
  const [isOpen, setIsOpen] = useState(false);
  const tableId = useId();
  const shownIn = ({ place }: PolicySource): ShownRow | null =>
    shownRow?.kind === 'source' && shownRow.id === place ? shownRow : null;
  const others = sources.filter((source) => isSilent(source) && shownIn(source) === null);
  const shown = isOpen ? sources : sources.filter((source) => !others.includes(source));
  return (
    <section className="card" aria-label={texts.title()}>
      <h2>{texts.title()}</h2>
      <p className="muted">{shown.length === 0 ? texts.noneRead() : texts.order()}</p>
      {shown.length > 0 && (
        <table id={tableId} className="grid grid--sources">
          <caption className="visually-hidden">{texts.caption()}</caption>
          <ColumnHeads names={Object.values(texts.columns).map((name) => name())} />
          <tbody>
            {shown.map((source) => (
              <SourceRow
                key={source.place}
                source={source}
                word={sourceWord(source, report)}
                shown={shownIn(source)}
              />
            ))}
          </tbody>
        </table>
      )}
      {others.length > 0 && (
        <button
          type="button"
          className="grid__opener grid__others"
          data-testid="policy-other-places"
          aria-expanded={isOpen}
          aria-controls={shown.length > 0 ? tableId : undefined}
          onClick={() => setIsOpen(!isOpen)}
        >
          <Icon name="next" />
          <span>{texts.others({ count: others.length })}</span>
        </button>
      )}
    </section>
  );
}

/** Whether nothing was read there: it is not there, or counts for single starts of Codex. */
function isSilent({ status }: PolicySource): boolean {
  return status === 'absent' || status === 'notLookedAt';
}

/** The same as in columns of their own, where there is no room for them. */
function factsText(source: PolicySource): string {
  const place = { level: levels[source.level](), scope: scopes[source.scope]() };
  const rights = rightsText(source);
  return rights === null ? facts.levelAndScope(place) : facts.withRights({ ...place, rights });
}

function SourceRow(props: { source: PolicySource; word: Word; shown: ShownRow | null }) {
  const { source, word, shown } = props;
  const heading = useShownRow<HTMLTableCellElement>(shown);
  const { place, level, scope, message, readFrom } = source;
  return (
    <tr className={shown === null ? 'grid__row' : 'grid__row grid__row--shown'}>
      <th ref={heading} scope="row" tabIndex={-1}>
        <Address value={place} />
        <p className="muted grid__facts">{factsText(source)}</p>
        {readFrom !== null && (
          <p className="muted">
            {messageWith(texts.readFrom, { file: <Address value={readFrom} /> })}
          </p>
        )}
      </th>
      <td className="grid__wide">{levels[level]()}</td>
      <td className="grid__wide">{scopes[scope]()}</td>
      <td className="grid__status" data-label={texts.columns.status()}>
        <StatusWord {...word} />
        {message !== null && <p className="muted">{message}</p>}
      </td>
      <td className="grid__wide">{rightsText(source) ?? texts.noRights()}</td>
    </tr>
  );
}
