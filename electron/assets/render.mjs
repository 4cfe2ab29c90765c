// Draws every picture of the app from its SVG source. Run it by hand after a
// change (`node electron/assets/render.mjs`, needs rsvg-convert) and commit the result.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const inAssets = (name) => path.join(import.meta.dirname, name);

/** The SVG as PNG bytes, `size` pixels square. */
function png(svg, size) {
  return execFileSync('rsvg-convert', ['-w', String(size), '-h', String(size), inAssets(svg)]);
}

/** A Windows icon: a directory of entries, then one PNG for each. */
function ico(pictures) {
  const directory = Buffer.alloc(6 + 16 * pictures.length);
  directory.writeUInt16LE(1, 2);
  directory.writeUInt16LE(pictures.length, 4);
  let offset = directory.length;
  pictures.forEach(({ size, bytes }, index) => {
    const entry = 6 + 16 * index;
    directory.writeUInt8(size % 256, entry);
    directory.writeUInt8(size % 256, entry + 1);
    directory.writeUInt16LE(1, entry + 4);
    directory.writeUInt16LE(32, entry + 6);
    directory.writeUInt32LE(bytes.length, entry + 8);
    directory.writeUInt32LE(offset, entry + 12);
    offset += bytes.length;
  });
  return Buffer.concat([directory, ...pictures.map(({ bytes }) => bytes)]);
}

/** A macOS icon: a header, then one PNG for each type (`ic07` is 128 pixels, and so on). */
function icns(pictures) {
  const blocks = pictures.map(({ type, bytes }) => block(type, bytes));
  return block('icns', Buffer.concat(blocks));
}

function block(type, bytes) {
  const header = Buffer.alloc(8);
  header.write(type, 'latin1');
  header.writeUInt32BE(8 + bytes.length, 4);
  return Buffer.concat([header, bytes]);
}

/** Small sizes have a drawing of their own, without the portcullis. */
function appIcon(size) {
  return png(size <= 48 ? 'icon-small.svg' : 'icon.svg', size);
}

function write(name, bytes) {
  fs.writeFileSync(inAssets(name), bytes);
}

const sized = (draw) => (size) => ({ size, bytes: draw(size) });

write('icon.png', appIcon(512));
write('icon-256.png', appIcon(256));
write('icon.ico', ico([16, 24, 32, 48, 64, 256].map(sized(appIcon))));

const icnsTypes = { ic11: 32, ic12: 64, ic07: 128, ic08: 256, ic09: 512 };
write(
  'icon.icns',
  icns(Object.entries(icnsTypes).map(([type, size]) => ({ type, bytes: appIcon(size) }))),
);

for (const state of ['signed-in', 'signed-out', 'attention']) {
  const draw = (size) => png(`tray/${state}.svg`, size);
  for (const size of [22, 24, 32, 44]) write(`tray/${state}-${size}.png`, draw(size));
  write(`tray/${state}.ico`, ico([16, 20, 24, 32].map(sized(draw))));
  // macOS takes a file whose name ends in "Template" as a mask for its own colour.
  write(`tray/${state}Template.png`, png(`tray/${state}Template.svg`, 18));
  write(`tray/${state}Template@2x.png`, png(`tray/${state}Template.svg`, 36));
}
