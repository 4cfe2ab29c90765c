import { useEffect } from 'react';

import { useCommands, useMirror } from '../gatehouse-context.ts';

const shownMs = 4000;

/** A short confirmation. Its live region is always there, so that it is read out. */
export function Toast() {
  const { hideToast } = useCommands();
  const toast = useMirror((mirror) => mirror.toast);
  useEffect(() => {
    if (toast === null) return;
    const timer = setTimeout(hideToast, shownMs);
    return () => clearTimeout(timer);
  }, [toast, hideToast]);
  return (
    <div className="toast" role="status">
      {toast !== null && (
        <p key={toast.number} className="toast__text">
          {toast.text}
        </p>
      )}
    </div>
  );
}
