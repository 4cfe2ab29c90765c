import { parseForms } from './html-forms.ts';
import type { HtmlForm } from './html-forms.ts';
import { createPageWalker } from './page-walker.ts';
import type { PageWalker, VisitedPage } from './page-walker.ts';

/** The form of the library's page for one step: `login` or `consent`. */
function formFor(page: VisitedPage, prompt: 'login' | 'consent'): HtmlForm {
  const form = parseForms(page.html).find(({ fields }) => fields['prompt'] === prompt);
  if (form === undefined) throw new Error(`no ${prompt} form on the page (status ${page.status})`);
  return form;
}

async function walk(walker: PageWalker, link: string, email: string): Promise<VisitedPage> {
  const login = await walker.open(link);
  const consent = await walker.submit(login, formFor(login, 'login'), {
    login: email,
    password: 'any',
  });
  return walker.submit(consent, formFor(consent, 'consent'), {});
}

/** Signs in and consents, up to the last page of the application. */
export function signInThroughPages(link: string, email: string): Promise<VisitedPage> {
  return walk(createPageWalker(), link, email);
}

/** Like `signInThroughPages`, but the callback is not visited: returns its URL. */
export async function chooseAccountThroughPages(link: string, email: string): Promise<URL> {
  const issuerOrigin = new URL(link).origin;
  const walker = createPageWalker({ stopBefore: (target) => target.origin !== issuerOrigin });
  return new URL((await walk(walker, link, email)).url);
}

/** Follows the Cancel link of the sign-in page. */
export async function denyThroughPages(link: string): Promise<VisitedPage> {
  const walker = createPageWalker();
  const login = await walker.open(link);
  const abort = /href="([^"]+\/abort)"/.exec(login.html)?.[1];
  if (abort === undefined) throw new Error(`no Cancel link on the page (status ${login.status})`);
  return walker.open(new URL(abort, login.url).href);
}
