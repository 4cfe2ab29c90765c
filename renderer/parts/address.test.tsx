import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';

import { Address } from './address.tsx';

it.each([
  ['/etc/codex/managed_config.toml', '/<wbr/>etc/<wbr/>codex/<wbr/>managed_config.toml'],
  ['C:\\codex\\managed_config.toml', 'C:\\<wbr/>codex\\<wbr/>managed_config.toml'],
  ['forced_chatgpt_workspace_id', 'forced_<wbr/>chatgpt_<wbr/>workspace_<wbr/>id'],
  ['config.toml', 'config.toml'],
])('%s is broken within no name of a path', (value, markup) => {
  expect(renderToStaticMarkup(<Address value={value} />)).toBe(
    `<bdi class="address">${markup}</bdi>`,
  );
});
