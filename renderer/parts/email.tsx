/** An e-mail address, which breaks after the at sign before it breaks anywhere else. */
export function Email({ value }: { value: string }) {
  const at = value.lastIndexOf('@') + 1;
  return (
    <bdi className="email">
      {value.slice(0, at)}
      <wbr />
      {value.slice(at)}
    </bdi>
  );
}
