/**
 * One page with the pictures of all states, each with its name and title.
 * @param {Readonly<Record<string, { readonly title: string }>>} states
 * @param {readonly string[]} files of the gallery's folder: `STATE--VIEW.png`
 */
export function galleryPage(states, files) {
  const rows = Object.entries(states).map(([name, { title }]) => {
    const pictures = views.map((view) => figure(name, view, files)).join('');
    return `<section id="${name}"><h2>${name}</h2><p>${escaped(title)}</p><div>${pictures}</div></section>`;
  });
  const links = Object.keys(states).map((name) => `<a href="#${name}">${name}</a>`);
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Gatehouse: all states</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem; color-scheme: light dark }
nav { columns: 5; margin-bottom: 2rem } nav a { display: block }
section > div { display: flex; gap: 1rem; align-items: start; overflow-x: auto }
figure { margin: 0 } figcaption { opacity: 0.7 } img { display: block; zoom: 0.55; border: 1px solid #8886 }
</style>
<h1>Gatehouse: ${rows.length} states</h1>
<nav>${links.join('')}</nav>
${rows.join('\n')}
</html>
`;
}

/** In the order in which they are shown. */
export const views = /** @type {const} */ (['light', 'dark', '480', '320', 'forced']);

/** @param {string} name @param {string} view @param {readonly string[]} files */
function figure(name, view, files) {
  const file = `${name}--${view}.png`;
  const picture = files.includes(file)
    ? `<a href="${file}"><img loading="lazy" src="${file}" alt="${name}, ${view}"></a>`
    : '<p>No picture</p>';
  return `<figure><figcaption>${view}</figcaption>${picture}</figure>`;
}

/** @param {string} text */
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
