const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * Whether people here read times as in the United States; false also where only `Intl` can tell. On
 * Linux these variables say it, in this order, as Node reads them.
 */
export function isAmerican(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): boolean {
  const locale = env['LC_ALL'] ?? env['LC_MESSAGES'] ?? env['LANG'] ?? 'C';
  return platform === 'linux' && /^(C|POSIX|en_US)(\.|$)/.test(locale);
}

/**
 * Date and time as `Intl` writes them for en-US. It takes 10 ms to find out which regions it knows,
 * and a command has no others to write for. Null for years that `Intl` writes in another way.
 */
export function americanTime(date: Date): string | null {
  const year = date.getFullYear();
  const hours = date.getHours();
  const minutes = String(date.getMinutes()).padStart(2, '0');
  return year >= 1 && year <= 9999
    ? `${months[date.getMonth()]} ${date.getDate()}, ${year}, ${hours % 12 || 12}:${minutes} ${hours < 12 ? 'AM' : 'PM'}`
    : null;
}

const ofAmerica = /^(Alaska|Atlantic|Central|Eastern|Mountain|Pacific) (Standard|Daylight) Time$/;

/**
 * The short name of a zone, as `Intl` has it for en-US; null for one that has several.
 *
 * @param name the long one, such as "Central European Standard Time"
 * @param offset from UTC, in minutes to the east
 */
export function americanZone(name: string, offset: number): string | null {
  if (name === 'Coordinated Universal Time') return 'UTC';
  if (name === 'Greenwich Mean Time') return 'GMT';
  if (name.startsWith('Hawaii')) return null;
  const [, region = '', kind = ''] = ofAmerica.exec(name) ?? [];
  if (region !== '') return `${region === 'Alaska' ? 'AK' : region.charAt(0)}${kind.charAt(0)}T`;
  const hours = Math.floor(Math.abs(offset) / 60);
  const minutes = Math.abs(offset) % 60;
  const rest = minutes === 0 ? '' : `:${String(minutes).padStart(2, '0')}`;
  return `GMT${offset < 0 ? '-' : '+'}${hours}${rest}`;
}
