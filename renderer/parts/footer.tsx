import { useApp } from '../gatehouse-context.ts';
import { rulesLine } from '../wording/rules-line.ts';

export function Footer() {
  const state = useApp();
  return (
    <footer className="footer">
      <p>{rulesLine(state)}</p>
      <p>
        Gatehouse <bdi>{state.app.version}</bdi>
      </p>
    </footer>
  );
}
