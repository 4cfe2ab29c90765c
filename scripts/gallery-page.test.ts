import { expect, it } from 'vitest';

import { galleryPage } from './gallery-page.mjs';

const states = { offline: { title: 'Nobody <answers>' }, expired: { title: 'It ran out' } };

it('shows each state with its title and pictures, and says where one is missing', () => {
  const page = galleryPage(states, ['offline--light.png', 'stray.png']);
  expect(page).toContain('Gatehouse: 2 states');
  expect(page).toContain('Nobody &lt;answers>');
  expect(page).toContain('src="offline--light.png"');
  expect(page.match(/No picture/g)).toHaveLength(9);
  expect(page).not.toContain('stray.png');
});
