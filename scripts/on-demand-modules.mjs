import path from 'node:path';
import zlib from 'node:zlib';
import { walk } from 'estree-walker';
import MagicString from 'magic-string';

/** @typedef {import('vite').Rolldown.OutputChunk} OutputChunk */
/** @typedef {import('estree').Node} Node */
/** @typedef {{ readonly chunk: OutputChunk, readonly number: number }} Numbered */

/** Those of packages run as they ask for each other: their authors know no other order. */
const isOfPackage = (/** @type {string} */ file) => /^(node_modules|_virtual)\//.test(file);

/**
 * A module by its number, which runs once, and one from outside, which is slow to ask for again. Nothing
 * within a module has these names.
 */
const loader = `const ran={},outer={};
const load$=(number)=>{let module=ran[number];if(module===undefined){ran[number]=module={exports:{}};find(number)(module.exports,module)}return module.exports};
const outside$=(name)=>outer[name]??=require(name);
const once$=(make)=>{let made;return()=>made??=make()};
let others;const find=(number)=>usual(number)??(others??=rest()(require,__filename,__dirname,load$,outside$,once$))(number);`;

/** Whose calls make schemas, which have no effect on anything else. */
const makesSchemas = (/** @type {string} */ asked) => /\bnode_modules\/zod\//.test(asked);

/**
 * A plugin of Vite for a program in CommonJS whose modules are preserved: puts them into one file, in
 * which each runs when something of it is used for the first time, and makes a schema when that is
 * used. A start so pays for what it needs, and the source imports as ever. No module may have an
 * effect on others when it runs: the order is not that of the imports.
 *
 * @param {object} bundle
 * @param {string} bundle.environment whose modules they are
 * @param {string} bundle.fileName of the result: a function of what CommonJS gives a module
 *   (`require`, `__filename`, `__dirname`), which runs the program and returns its modules that have
 *   run, by number
 * @param {(program: string) => Promise<ReadonlySet<string>>} [bundle.usual] the numbers of those
 *   that are in the file; the others are in `rest.cjs`, which is what the function's last
 *   parameter returns
 * @param {boolean} [bundle.isDeflated] whether the program is beside it in few bytes, too
 * @returns {import('vite').Plugin}
 */
export function onDemandModules({ environment, fileName, usual, isDeflated = false }) {
  return {
    name: `on-demand-modules:${environment}`,
    applyToEnvironment: ({ name }) => name === environment,
    renderChunk(code, chunk, _options, { chunks }) {
      if (/\b(load|outside|once)\$/.test(code))
        throw new Error(`${chunk.fileName}: a name is taken`);
      const text = new MagicString(code);
      const program = /** @type {Node} */ (/** @type {unknown} */ (this.parse(code)));
      const folder = path.posix.dirname(chunk.fileName);
      const numbers = numbersOf(Object.values(chunks));
      const ask = (/** @type {string} */ asked) => {
        const number = numbers.get(path.posix.join(folder, asked));
        return number === undefined ? `outside$(${JSON.stringify(asked)})` : `load$(${number})`;
      };
      const isOwn = !isOfPackage(chunk.fileName);
      if (isOwn) makeWhereUsed(program, text);
      const taken = isOwn ? askWhereUsed(program, text, ask) : new Set();
      walk(program, {
        enter(node) {
          if (taken.has(node)) return this.skip();
          const asked = askedFor(node);
          if (asked !== null) text.overwrite(startOf(node), endOf(node), ask(asked));
        },
      });
      return { code: text.toString(), map: text.generateMap({ hires: true }) };
    },
    generateBundle: {
      order: 'post',
      async handler(_options, bundle) {
        const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
        for (const chunk of chunks) {
          delete bundle[chunk.fileName];
          delete bundle[`${chunk.fileName}.map`];
        }
        const numbers = numbersOf(chunks);
        const numbered = chunks.map((chunk) => ({
          chunk,
          number: numbers.get(chunk.fileName) ?? 0,
        }));
        const entry = numbered.find(({ chunk }) => chunk.isEntry);
        if (entry === undefined) throw new Error('there is no entry');
        const start = `load$(${entry.number})`;
        const whole = programOf(numbered, start);
        const usualOnes = await usual?.(whole.source);
        const isUsual = (/** @type {Numbered} */ { number }) =>
          usualOnes?.has(String(number)) ?? true;
        const others = numbered.filter((one) => !isUsual(one));
        const files = usualOnes
          ? {
              [fileName]: programOf(numbered.filter(isUsual), start),
              'rest.cjs': restOf(others),
            }
          : { [fileName]: whole };
        for (const [name, { source, map }] of Object.entries(files)) {
          this.emitFile({ type: 'asset', fileName: name, source });
          this.emitFile({ type: 'asset', fileName: `${name}.map`, source: map });
          if (!isDeflated) continue;
          const deflated = zlib.deflateRawSync(source, { level: 9 });
          this.emitFile({ type: 'asset', fileName: `${name}.deflated`, source: deflated });
        }
      },
    },
  };
}

/**
 * Makes of `const x = z.object(…)`, and of a pattern, a function, which is called wherever `x` is used,
 * also by others.
 *
 * @param {Node} program as Rolldown writes it: what is exported is assigned at the end
 * @param {MagicString} text
 */
function makeWhereUsed(program, text) {
  /** @type {Set<string>} */
  const makers = new Set();
  /** @type {Map<string, Node>} */
  const schemas = new Map();
  for (const statement of program.type === 'Program' ? program.body : []) {
    for (const { id, init } of declarationsOf(statement)) {
      if (id.type !== 'Identifier') continue;
      if (makesSchemas(askedFor(init) ?? '')) makers.add(id.name);
      const start = (init && startOfCalls(init)) ?? '';
      const isMade = makers.has(start) || schemas.has(start) || isPattern(init);
      if (init && isMade) schemas.set(id.name, init);
    }
  }
  for (const name of namesWithin(program)) schemas.delete(name);
  for (const init of schemas.values()) {
    text.appendLeft(startOf(init), 'once$(() => ').appendRight(endOf(init), ')');
  }
  walk(program, {
    enter(node, parent, key) {
      if (node.type === 'AssignmentExpression' && parent?.type === 'ExpressionStatement') {
        const { left, right } = node;
        if (right.type !== 'Identifier' || !schemas.has(right.name)) return;
        if (left.type !== 'MemberExpression' || left.property.type !== 'Identifier') return;
        const getter = `{ get: ${right.name}, enumerable: true }`;
        const exported = `Object.defineProperty(exports, "${left.property.name}", ${getter})`;
        text.overwrite(startOf(node), endOf(node), exported);
        this.skip();
      }
      if (node.type !== 'Identifier' || !schemas.has(node.name)) return;
      const isName =
        (parent?.type === 'VariableDeclarator' && key === 'id') ||
        (parent?.type === 'MemberExpression' && key === 'property' && !parent.computed) ||
        (key === 'key' && parent !== null && 'computed' in parent && !parent.computed);
      if (isName) return;
      const isShort = parent?.type === 'Property' && parent.shorthand;
      const used = `(${node.name}())`;
      text.overwrite(startOf(node), endOf(node), isShort ? `${node.name}: ${used}` : used);
    },
  });
}

/**
 * A pattern is read where it is made, and not where it is first used.
 * @param {Node | null | undefined} node
 */
const isPattern = (node) =>
  (node?.type === 'Literal' && 'regex' in node) ||
  (node?.type === 'NewExpression' &&
    node.callee.type === 'Identifier' &&
    node.callee.name === 'RegExp');

/** @param {Node} statement */
const declarationsOf = (statement) =>
  statement.type === 'VariableDeclaration' ? statement.declarations : [];

/**
 * The name that `x` has in `x.a(…).b(…)`; null for anything but calls upon calls.
 * @param {Node} node
 * @returns {string | null}
 */
function startOfCalls(node) {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return null;
  const { object } = node.callee;
  return object.type === 'Identifier' ? object.name : startOfCalls(object);
}

/**
 * The names that functions and blocks of a program give to something of their own.
 * @param {Node} program
 */
function namesWithin(program) {
  /** @type {Set<string>} */
  const names = new Set();
  const add = (/** @type {unknown} */ pattern) =>
    walk(/** @type {Node} */ (pattern), {
      enter: (node) => void (node.type === 'Identifier' && names.add(node.name)),
    });
  walk(program, {
    enter(node, parent) {
      if (node.type === 'VariableDeclarator' && !isOfProgram(parent)) add(node.id);
      const isNested = parent !== program && 'id' in node && node.id;
      if (isNested && node.type !== 'VariableDeclarator') add(node.id);
      if ('params' in node) node.params.forEach(add);
      if (node.type === 'CatchClause' && node.param) add(node.param);
    },
  });
  /** @param {Node | null} parent */
  function isOfProgram(parent) {
    return program.type === 'Program' && program.body.some((statement) => statement === parent);
  }
  return names;
}

/**
 * Takes `const x = require("./x.cjs")` out, and asks for it wherever `x` is used.
 *
 * @param {Node} program as Rolldown writes it: the name of an import stands for nothing else
 * @param {MagicString} text
 * @param {(asked: string) => string} ask writes how
 * @returns what is taken out
 */
function askWhereUsed(program, text, ask) {
  /** @type {Map<string, { asked: string, isDefault: boolean }>} */
  const imports = new Map();
  /** @type {Set<Node>} */
  const taken = new Set();
  for (const statement of program.type === 'Program' ? program.body : []) {
    const declared = statement.type === 'VariableDeclaration' ? statement.declarations[0] : null;
    const asked = askedFor(declared?.init);
    if (declared?.id.type === 'Identifier' && asked !== null) {
      imports.set(declared.id.name, { asked, isDefault: false });
      taken.add(statement);
    }
    // Rolldown gives a module of Node a default export, which is that module.
    const set = statement.type === 'ExpressionStatement' ? statement.expression : null;
    if (set?.type !== 'AssignmentExpression' || set.left.type !== 'Identifier') continue;
    const found = imports.get(set.left.name);
    if (found === undefined) continue;
    found.isDefault = true;
    taken.add(statement);
  }
  for (const statement of taken) text.remove(startOf(statement), endOf(statement));
  walk(program, {
    enter(node, parent, key) {
      if (taken.has(node)) return this.skip();
      const used = node.type === 'Identifier' ? imports.get(node.name) : undefined;
      if (used === undefined || node.type !== 'Identifier') return;
      const isMember = parent?.type === 'MemberExpression';
      // A property that has the same name.
      if (isMember && key === 'property' && !parent.computed) return;
      if (parent?.type === 'Property' && key === 'key') return;
      if (!isMember) throw new Error(`${node.name} is used in a way that is not known`);
      const { property } = parent;
      const isDefault = property.type === 'Identifier' && property.name === 'default';
      const end = used.isDefault && isDefault ? endOf(parent) : endOf(node);
      text.overwrite(startOf(node), end, `(${ask(used.asked)})`);
    },
  });
  return taken;
}

/**
 * A number for each chunk, by its name: the same ones in every build.
 * @param {readonly { readonly fileName: string }[]} chunks
 */
const numbersOf = (chunks) =>
  new Map(
    chunks
      .map(({ fileName }) => fileName)
      .toSorted()
      .map((name, number) => [name, number]),
  );

/**
 * What `require("…")` asks for; null for anything else.
 * @param {Node | null | undefined} node
 */
function askedFor(node) {
  if (node?.type !== 'CallExpression' || node.callee.type !== 'Identifier') return null;
  const [asked] = node.callee.name === 'require' ? node.arguments : [];
  return asked?.type === 'Literal' && typeof asked.value === 'string' ? asked.value : null;
}

/** @param {unknown} node */
const startOf = (node) => /** @type {{ start: number }} */ (node).start;
/** @param {unknown} node */
const endOf = (node) => /** @type {{ end: number }} */ (node).end;

/**
 * @param {readonly Numbered[]} modules
 * @param {string} start
 */
const programOf = (modules, start) =>
  joined(
    modules,
    '(function(require,__filename,__dirname,rest){"use strict";const usual=',
    `;\n${loader}\n${start};return ran})\n`,
  );

/** @param {readonly Numbered[]} modules */
const restOf = (modules) =>
  joined(
    modules,
    '(function(require,__filename,__dirname,load$,outside$,once$){"use strict";return',
    '})\n',
  );

/**
 * A function that returns a module by its number, and what is before and after it. It makes those
 * alone that run.
 *
 * @param {readonly Numbered[]} modules
 * @param {string} before
 * @param {string} after
 */
function joined(modules, before, after) {
  let source = `${before}(number)=>{switch(number){\n`;
  const sections = [];
  for (const { chunk, number } of modules) {
    source += `case ${number}:return(exports,module)=>{// ${chunk.fileName}\n`;
    const { code, map } = chunk;
    if (map) sections.push({ offset: { line: source.split('\n').length - 1, column: 0 }, map });
    source += `${asAscii(code.replace(/\n?\/\/# sourceMappingURL=.*\n?$/, ''))}\n};\n`;
  }
  return { source: `${source}}}${after}`, map: JSON.stringify({ version: 3, sections }) };
}

/**
 * A text that is read faster, and as one byte a character. Code that Rolldown has made smaller has
 * other characters in strings and regular expressions alone.
 * @param {string} code
 */
const asAscii = (code) =>
  code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
