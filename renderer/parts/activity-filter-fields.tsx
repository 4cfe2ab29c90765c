import { useId } from 'react';

import { activityActorSchema } from '../../shared/activity.ts';
import { everything, type ActivityFilter } from '../activity-filter.ts';
import { actorNames } from '../wording/activity-phrases.ts';

/** Who, and which words: what the list is narrowed down by. */
export function ActivityFilterFields(props: {
  filter: ActivityFilter;
  onChange: (filter: ActivityFilter) => void;
}) {
  const { filter, onChange } = props;
  const [actorId, textId] = [useId(), useId()];
  return (
    <div className="activity__filter">
      <div className="field activity__who">
        <label htmlFor={actorId}>Who</label>
        <select
          id={actorId}
          className="input select"
          value={filter.actor}
          onChange={({ target }) => {
            const actor = activityActorSchema.safeParse(target.value);
            onChange({ ...filter, actor: actor.success ? actor.data : everything.actor });
          }}
        >
          <option value="anyone">Anyone</option>
          {activityActorSchema.options.map((actor) => (
            <option key={actor} value={actor}>
              {actorNames[actor]}
            </option>
          ))}
        </select>
      </div>
      <div className="field activity__words">
        <label htmlFor={textId}>Search</label>
        <input
          id={textId}
          className="input"
          type="search"
          placeholder="Such as failed, refresh or an account"
          value={filter.text}
          onChange={({ target }) => onChange({ ...filter, text: target.value })}
        />
      </div>
    </div>
  );
}
