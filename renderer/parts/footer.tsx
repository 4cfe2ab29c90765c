import { useApp } from '../gatehouse-context.ts';
import { rulesLine } from '../wording/rules-line.ts';

export function Footer() {
  const { restrictions, app } = useApp();
  return (
    <footer className="footer">
      <p>{rulesLine(restrictions)}</p>
      <p>
        Gatehouse <bdi>{app.version}</bdi>
      </p>
    </footer>
  );
}
