import type { AppError } from '../../shared/app-error.ts';
import type { TestId } from '../../shared/test-ids.ts';
import { Icon } from './icon.tsx';

/** What is wrong with what was entered. Its live region is always there. */
export function FieldError(props: { id: string; testId: TestId; problem: AppError | null }) {
  const { id, testId, problem } = props;
  return (
    <div role="alert">
      {problem !== null && (
        <p id={id} className="field__error" data-testid={testId} data-state={problem.code}>
          <Icon name="error" />
          <span>{problem.message}</span>
        </p>
      )}
    </div>
  );
}
