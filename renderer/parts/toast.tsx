import { useEffect } from 'react';

import { useCommands, useMirror } from '../gatehouse-context.ts';

const shownMs = 4000;

/** A short confirmation. Its live region is always there, so that it is read out. */
export function Toast() {
  const { toast } = useCommands();
  const text = useMirror((mirror) => mirror.toast);
  useEffect(() => {
    if (text === null) return;
    const timer = setTimeout(() => toast(null), shownMs);
    return () => clearTimeout(timer);
  }, [text, toast]);
  return (
    <div className="toast" role="status">
      {text !== null && <p className="toast__text">{text}</p>}
    </div>
  );
}
