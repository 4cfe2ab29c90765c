import type { HtmlForm } from './html-forms.ts';

const redirectLimit = 20;
const defaultTimeoutMs = 15_000;

/** Where a person ended up. The URL and the text may hold secrets: compare, never print. */
export interface VisitedPage {
  readonly status: number;
  readonly url: string;
  readonly html: string;
}

export interface PageWalkerOptions {
  /** For each single request; 15 s unless given. */
  readonly timeoutMs?: number;
  /** A redirect for which this is true is not followed; its target is the visited URL. */
  stopBefore?(target: URL): boolean;
}

/** A browser without scripts: cookies, redirects and forms, by fetch. */
export interface PageWalker {
  open(url: string): Promise<VisitedPage>;
  submit(
    page: VisitedPage,
    form: HtmlForm,
    values: Readonly<Record<string, string>>,
  ): Promise<VisitedPage>;
}

interface CookieJar {
  header(url: URL): string;
  keep(url: URL, setCookies: readonly string[]): void;
}

/** By host name and path, blind to ports, as browsers are: RFC 6265 section 8.5. */
function createCookieJar(): CookieJar {
  const jar = new Map<string, { host: string; path: string; pair: string }>();
  return {
    header(url) {
      return [...jar.values()]
        .filter(({ host, path }) => host === url.hostname && url.pathname.startsWith(path))
        .map(({ pair }) => pair)
        .join('; ');
    },
    keep(url, setCookies) {
      for (const setCookie of setCookies) {
        const [pair = '', ...cookieAttributes] = setCookie.split(';').map((part) => part.trim());
        const pathAttribute = cookieAttributes.find((part) => /^path=/i.test(part));
        const path = pathAttribute?.slice('path='.length) ?? '/';
        const name = pair.slice(0, pair.indexOf('='));
        const key = `${url.hostname} ${path} ${name}`;
        // An empty value is how servers take a cookie back.
        if (pair === `${name}=`) jar.delete(key);
        else jar.set(key, { host: url.hostname, path, pair });
      }
    },
  };
}

export function createPageWalker(options: PageWalkerOptions = {}): PageWalker {
  const jar = createCookieJar();

  async function request(url: URL, init: RequestInit): Promise<Response> {
    const cookie = jar.header(url);
    const response = await fetch(url, {
      ...init,
      headers: {
        accept: 'text/html,application/xhtml+xml',
        ...(cookie === '' ? {} : { cookie }),
        ...init.headers,
      },
      redirect: 'manual',
      signal: AbortSignal.timeout(options.timeoutMs ?? defaultTimeoutMs),
    });
    jar.keep(url, response.headers.getSetCookie());
    return response;
  }

  async function visit(start: URL, firstInit: RequestInit): Promise<VisitedPage> {
    let url = start;
    let init = firstInit;
    for (let redirects = 0; redirects <= redirectLimit; redirects += 1) {
      const response = await request(url, init);
      const html = await response.text();
      const location = response.headers.get('location');
      if (response.status < 300 || response.status >= 400 || location === null)
        return { status: response.status, url: url.href, html };
      url = new URL(location, url);
      if (options.stopBefore?.(url)) return { status: response.status, url: url.href, html };
      init = { method: 'GET' };
    }
    throw new Error(`more than ${redirectLimit} redirects`);
  }

  return {
    open: (url) => visit(new URL(url), { method: 'GET' }),
    submit(page, form, values) {
      const target = new URL(form.action, page.url);
      const body = new URLSearchParams({ ...form.fields, ...values });
      if (form.method === 'post')
        return visit(target, {
          method: 'POST',
          body,
          headers: { origin: new URL(page.url).origin },
        });
      target.search = body.toString();
      return visit(target, { method: 'GET' });
    },
  };
}
