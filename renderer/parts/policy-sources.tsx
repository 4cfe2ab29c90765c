import type { PolicySource } from '../../shared/policy.ts';
import type { WarnedRow } from '../policy-rows.ts';
import { levelWords, rightsText, scopeWords, sourceWords } from '../wording/policy-phrases.ts';
import { Address } from './address.tsx';
import { ColumnHeads } from './column-heads.tsx';
import { StatusWord } from './status-word.tsx';
import { useShownRow } from './use-shown-row.ts';

const columns = ['Place', 'Level', 'Scope', 'Status', 'Rights'] as const;

/** Every place that rules may come from, also those that count for single starts of Codex. */
export function PolicySources(props: {
  sources: readonly PolicySource[];
  warned: WarnedRow | null;
}) {
  const { sources, warned } = props;
  const shownIn = ({ place }: PolicySource): WarnedRow | null =>
    warned?.kind === 'source' && warned.id === place ? warned : null;
  return (
    <section className="card" aria-label="Sources">
      <h2>Sources</h2>
      <p className="muted">
        Highest priority first. Of the same kind, the first source that sets a policy wins.
      </p>
      <table className="grid grid--sources">
        <caption className="visually-hidden">Sources of policies</caption>
        <ColumnHeads names={columns} />
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
  return [levelWords[level], scopeWords[scope], ...(rights === null ? [] : [rights])].join(', ');
}

function SourceRow({ source, shown }: { source: PolicySource; shown: WarnedRow | null }) {
  const heading = useShownRow<HTMLTableCellElement>(shown);
  const { place, level, scope, status, message, readFrom } = source;
  return (
    <tr className={shown === null ? 'grid__row' : 'grid__row grid__row--shown'}>
      <th ref={heading} scope="row" tabIndex={-1}>
        <Address value={place} />
        <p className="muted grid__facts">{factsText(source)}</p>
        {readFrom !== null && (
          <p className="muted">
            Read from <Address value={readFrom} />
          </p>
        )}
      </th>
      <td className="grid__wide">{levelWords[level]}</td>
      <td className="grid__wide">{scopeWords[scope]}</td>
      <td className="grid__status">
        <StatusWord {...sourceWords[status]} />
        {message !== null && <p className="muted">{message}</p>}
      </td>
      <td className="grid__wide">{rightsText(source) ?? '–'}</td>
    </tr>
  );
}
