import selfsigned from 'selfsigned';

/** A certificate with its private key, both in PEM form. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}

/** An authority of one test, trusted by nobody who is not told of it. */
export interface TestAuthority {
  /** Its certificate, in PEM form. */
  readonly cert: string;
  /** A server's identity for these names and the addresses of loopback. */
  readonly issue: (...names: readonly string[]) => Promise<Identity>;
}

/** Makes one; nothing of it is kept anywhere. */
export async function testAuthority(): Promise<TestAuthority> {
  const ca = await selfsigned.generate(
    [{ name: 'commonName', value: 'Gatehouse test authority' }],
    {
      keyType: 'ec',
      algorithm: 'sha256',
      extensions: [
        { name: 'basicConstraints', cA: true, critical: true },
        { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
      ],
    },
  );
  return {
    cert: ca.cert,
    async issue(...names) {
      const dns = names.map((value) => ({ type: 2, value }) as const);
      const altNames = [...dns, { type: 7, ip: '127.0.0.1' } as const];
      const made = await selfsigned.generate([{ name: 'commonName', value: 'a test server' }], {
        keyType: 'ec',
        algorithm: 'sha256',
        ca: { cert: ca.cert, key: ca.private },
        extensions: [{ name: 'subjectAltName', altNames }],
      });
      return { cert: made.cert, key: made.private };
    },
  };
}
