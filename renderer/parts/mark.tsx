/** Gatehouse's own mark: battlements over an open gate. Decorative. */
export function Mark({ className = 'mark' }: { className?: string }) {
  return (
    <svg className={className} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path
        fill="currentColor"
        d="M3 21V4a1 1 0 0 1 1-1h2a1 1 0 0 1 1 1v3h3V4a1 1 0 0 1 1-1h2a1 1 0 0 1 1 1v3h3V4a1 1 0 0 1 1-1h2a1 1 0 0 1 1 1v17h-5v-5a4 4 0 0 0-8 0v5Z"
      />
    </svg>
  );
}
