import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';

const decoders: Readonly<Record<string, typeof gunzipSync | typeof brotliDecompressSync>> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
};

/**
 * Content out of the codings that were applied to it (RFC 9110 section 8.4). None is asked
 * for, but a proxy that reads along may have chosen one. What is of an unknown coding stays
 * as it is.
 *
 * @param codings the header `Content-Encoding`.
 * @throws an error with the code ERR_BUFFER_TOO_LARGE for more than `maxBytes`, or with
 * another one for what cannot be decoded.
 */
export function decodeContent(content: Uint8Array, codings: string, maxBytes: number): Uint8Array {
  const applied = codings.split(',').map((coding) => coding.trim().toLowerCase());
  return applied.reduceRight((bytes, coding) => {
    const decode = Object.hasOwn(decoders, coding) ? decoders[coding] : undefined;
    // Nothing at all may be sent as it is, whatever the header says.
    if (decode === undefined || bytes.byteLength === 0) return bytes;
    return decode(bytes, { maxOutputLength: maxBytes });
  }, content);
}
