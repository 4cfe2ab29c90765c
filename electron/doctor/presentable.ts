import { redact } from '../auth/redact.ts';

const email = /[\w.+-]+@[\w-]+(\.[\w-]+)+/g;

/**
 * A text as it may be sent to a help desk: the home folder as `~`, no e-mail address,
 * and nothing that looks like a token or key.
 *
 * @param userHome absolute.
 */
export function presentable(text: string, userHome: string): string {
  return redact(withoutHome(text, userHome)).replace(email, '[e-mail]');
}

function withoutHome(text: string, userHome: string): string {
  const home = userHome.replace(/[\\/]+$/, '');
  if (home === '') return text;
  // Not the start of a longer name, such as /home/ada in /home/adam.
  return text.replace(new RegExp(`${literally(home)}(?![\\w.-]*\\w)`, 'g'), '~');
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
