import type { PolicySource } from '../../shared/policy.ts';
import { policyPageTexts } from '../../shared/texts/policy-page.ts';
import { commaList } from '../../shared/wording/lists.ts';
import type { ShownRow } from '../policy-rows.ts';
import { rightsText, sourceWord } from '../wording/policy-phrases.ts';
import { Address } from './address.tsx';
import { ColumnHeads } from './column-heads.tsx';
import { messageWith } from './message-with.tsx';
import { StatusWord } from './status-word.tsx';
import { useShownRow } from './use-shown-row.ts';

const texts = policyPageTexts.sources;
const { levels, scopes } = policyPageTexts;

/** Every place that rules may come from, also those that count for single starts of Codex. */
export function PolicySources(props: {
  sources: readonly PolicySource[];
  shownRow: ShownRow | null;
}) {
  const { sources, shownRow } = props;
  const shownIn = ({ place }: PolicySource): ShownRow | null =>
    shownRow?.kind === 'source' && shownRow.id === place ? shownRow : null;
  return (
    <section className="card" aria-label={texts.title()}>
      <h2>{texts.title()}</h2>
      <p className="muted">{texts.order()}</p>
      <table className="grid grid--sources">
        <caption className="visually-hidden">{texts.caption()}</caption>
        <ColumnHeads names={Object.values(texts.columns).map((name) => name())} />
        <tbody>
          {sources.map((source) => (
            <SourceRow key={source.place} source={source} shown={shownIn(source)} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** The same as in columns of their own, where there is no room for them. */
function factsText(source: PolicySource): string {
  const { level, scope } = source;
  const rights = rightsText(source);
  return commaList([levels[level](), scopes[scope](), ...(rights === null ? [] : [rights])]);
}

function SourceRow({ source, shown }: { source: PolicySource; shown: ShownRow | null }) {
  const heading = useShownRow<HTMLTableCellElement>(shown);
  const { place, level, scope, status, message, readFrom } = source;
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
      <td className="grid__status">
        <StatusWord {...sourceWord(status)} />
        {message !== null && <p className="muted">{message}</p>}
      </td>
      <td className="grid__wide">{rightsText(source) ?? texts.noRights()}</td>
    </tr>
  );
}
