import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';

import { Prose } from './prose.tsx';

it.each([
  ['forced_login_method is not met.', 'forced_login_method is not met.'],
  ['https://auth.example.com/oauth/token', 'https://auth.example.com/<wbr/>oauth/<wbr/>token'],
  [
    'CODEX_REFRESH_TOKEN_URL_OVERRIDE is set.',
    'CODEX_<wbr/>REFRESH_<wbr/>TOKEN_<wbr/>URL_<wbr/>OVERRIDE is set.',
  ],
  [
    '~/config/activity/activity.jsonl cannot be read: it is no file.',
    '~/<wbr/>config/<wbr/>activity/<wbr/>activity.jsonl cannot be read: it is no file.',
  ],
])('%s may be broken within names alone', (text, markup) => {
  expect(renderToStaticMarkup(<Prose>{text}</Prose>)).toBe(markup);
});
