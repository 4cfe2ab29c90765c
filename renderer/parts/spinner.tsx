/** Shows that work is going on; the words beside it say what. */
export function Spinner() {
  return <span className="spinner" aria-hidden="true" />;
}

export function Busy({ children }: { children: string }) {
  return (
    <p className="busy">
      <Spinner />
      <span>{children}</span>
    </p>
  );
}
