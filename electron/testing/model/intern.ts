const numbers = new Map<string, number>();

/** A number that stands for a text, so that long texts are compared once. */
export function numberOf(text: string): number {
  const known = numbers.get(text);
  if (known !== undefined) return known;
  numbers.set(text, numbers.size);
  return numbers.size - 1;
}

const ofObjects = new WeakMap<object, number>();

/** The same for what an effect returns; objects do not change. */
export function numberOfResult(result: unknown): number {
  if (typeof result !== 'object' || result === null) return numberOf(String(result));
  const known = ofObjects.get(result);
  if (known !== undefined) return known;
  const bytes = 'bytes' in result && result.bytes instanceof Uint8Array ? result.bytes : null;
  const text = bytes === null ? JSON.stringify(result) : Buffer.from(bytes).toString('latin1');
  const number = numberOf(text);
  ofObjects.set(result, number);
  return number;
}
