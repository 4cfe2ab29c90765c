/** Shows that work is going on; the words beside it say what. */
export function Spinner() {
  return <span className="spinner" aria-hidden="true" />;
}
