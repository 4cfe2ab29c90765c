/** The first letter of an address in a disc. Decorative: the address stands beside it. */
export function Avatar({ email }: { email: string | null }) {
  const [first] = Array.from(email ?? 'C');
  return (
    <span className="avatar" aria-hidden="true">
      {first?.toLocaleUpperCase()}
    </span>
  );
}
