import type { Problem } from '../../shared/app-state.ts';
import { Callout } from './callout.tsx';

/** What is wrong with a credential that can still be used or refreshed. */
export function AccountProblem({ problem }: { problem: Problem | null }) {
  if (problem === null) return null;
  return <Callout severity="warning">{problem.message}</Callout>;
}
