import type { PolicyReport, PolicySource } from '../../shared/policy.ts';
import { positionPhrase } from '../../shared/wording/rule-place.ts';
import { levelWords, rightsText, scopeWords, sourceWords } from '../wording/policy-phrases.ts';
import { Address } from './address.tsx';
import { ColumnHeads } from './column-heads.tsx';
import { StatusWord } from './status-word.tsx';

const columns = ['Place', 'Level', 'Scope', 'Status', 'Rights'] as const;

/** Every place where rules are looked for, and what is wrong with any of them. */
export function PolicySources({ sources, warnings }: Pick<PolicyReport, 'sources' | 'warnings'>) {
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
            <SourceRow key={source.place} source={source} />
          ))}
        </tbody>
      </table>
      {warnings.length > 0 && (
        <ul className="policy-warnings" aria-label="Warnings">
          {warnings.map((warning, index) => {
            const position = positionPhrase(warning);
            return (
              // By its position: two warnings may be word for word alike.
              <li key={index}>
                <StatusWord word={warning.message} tone="attention" />
                <p className="muted">
                  <Address value={warning.source} />
                  {position !== null && `, ${position}`}
                </p>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}

function SourceRow({ source }: { source: PolicySource }) {
  const { place, level, scope, status, message, readFrom } = source;
  return (
    <tr className="grid__row">
      <th scope="row">
        <Address value={place} />
        {readFrom !== null && (
          <p className="muted">
            Read from <Address value={readFrom} />
          </p>
        )}
      </th>
      <td data-label={columns[1]}>{levelWords[level]}</td>
      <td data-label={columns[2]}>{scopeWords[scope]}</td>
      <td data-label={columns[3]}>
        <StatusWord {...sourceWords[status]} />
        {message !== null && <p className="muted">{message}</p>}
      </td>
      <td data-label={columns[4]}>{rightsText(source) ?? '–'}</td>
    </tr>
  );
}
