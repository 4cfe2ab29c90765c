import type { Problem } from '../../shared/app-state.ts';
import { useApp } from '../gatehouse-context.ts';
import { isSaidBy } from '../wording/is-said-by.ts';
import { Callout } from './callout.tsx';

/** What is wrong with a credential that can still be used or refreshed. */
export function AccountProblem({ problem }: { problem: Problem | null }) {
  const { notices } = useApp();
  // A notice that says the same already has the button that helps.
  if (problem === null || isSaidBy(notices, problem.message)) return null;
  return <Callout severity="warning">{problem.message}</Callout>;
}
