import { HttpError, type HttpRequest, type HttpResponse } from '../../ports.ts';
import { accessToken, hourMs, idToken, testNow, type Person } from '../credentials.ts';

/** What was given for one sign-in: each refresh token works once, and a second use ends them all. */
interface Family {
  readonly id: string;
  readonly person: Person;
  generation: number;
  endedBy: 'reuse' | 'revocation' | null;
}

export type IssuerEvent =
  | { readonly kind: 'issued'; readonly token: string; readonly to: string }
  /** A spent token was sent, by whom, and whether that program had been told that it may be spent. */
  | { readonly kind: 'reused'; readonly token: string; readonly by: string; readonly note: string }
  | { readonly kind: 'revoked'; readonly token: string; readonly by: string };

export interface IssuedForModel {
  readonly id_token: string;
  readonly access_token: string;
  readonly refresh_token: string;
}

/** An issuer that keeps a ledger. */
export class ModelIssuer {
  readonly #families = new Map<string, Family>();
  readonly events: IssuerEvent[] = [];

  /** The tokens of a new sign-in. @param leftMs until the access token ends */
  signIn(person: Person, leftMs: number, to: string): IssuedForModel {
    const id = `${person.email ?? 'nobody'}.${this.#families.size}`;
    const family: Family = { id, person, generation: 0, endedBy: null };
    this.#families.set(id, family);
    return this.#issue(family, leftMs, to);
  }

  copy(): ModelIssuer {
    const copy = new ModelIssuer();
    for (const [id, family] of this.#families) copy.#families.set(id, { ...family });
    copy.events.push(...this.events);
    return copy;
  }

  /** Families whose last token still works. */
  living(): readonly { readonly person: Person; readonly token: string }[] {
    return [...this.#families.values()]
      .filter(({ endedBy }) => endedBy === null)
      .map((family) => ({ person: family.person, token: tokenOf(family) }));
  }

  isLiving(token: string): boolean {
    return this.living().some((one) => one.token === token);
  }

  /** @param note what the ledger should say of a token that is spent */
  answer(request: HttpRequest, by: string, note: (token: string) => string): HttpResponse {
    const body = JSON.parse(request.body ?? '') as { refresh_token?: string; token?: string };
    const token = body.refresh_token ?? body.token ?? '';
    if (body.refresh_token === undefined) {
      this.revoke(token, by);
      return response(200, {});
    }
    const tokens = this.redeem(token, by, note);
    return tokens === null
      ? response(401, { error: { code: 'refresh_token_reused' } })
      : response(200, tokens);
  }

  redeem(token: string, by: string, note: (token: string) => string): IssuedForModel | null {
    const family = this.#familyOf(token);
    if (family === null) throw new HttpError('unreachable', `no such token: ${token}`);
    if (family.endedBy !== null) return null;
    if (tokenOf(family) !== token) {
      this.events.push({ kind: 'reused', token, by, note: note(token) });
      family.endedBy = 'reuse';
      return null;
    }
    return this.#issue(family, hourMs, by);
  }

  revoke(token: string, by: string): void {
    const family = this.#familyOf(token);
    if (family === null || family.endedBy !== null) return;
    family.endedBy = 'revocation';
    this.events.push({ kind: 'revoked', token: tokenOf(family), by });
  }

  /** Who was given a token. */
  holderOf(token: string): string {
    const issued = this.events.find((one) => one.kind === 'issued' && one.token === token);
    return issued?.kind === 'issued' ? issued.to : 'nobody';
  }

  key(): unknown {
    return [...this.#families.values()];
  }

  #issue(family: Family, leftMs: number, to: string): IssuedForModel {
    family.generation += 1;
    const token = tokenOf(family);
    this.events.push({ kind: 'issued', token, to });
    return {
      id_token: idToken(family.person),
      access_token: accessToken(testNow + leftMs, family.person),
      refresh_token: token,
    };
  }

  #familyOf(token: string): Family | null {
    return [...this.#families.values()].find(({ id }) => token.startsWith(`rt:${id}:`)) ?? null;
  }
}

function tokenOf({ id, generation }: Family): string {
  return `rt:${id}:${generation}`;
}

function response(status: number, body: unknown): HttpResponse {
  return { status, statusText: '', body: JSON.stringify(body) };
}
