// Finds texts that people read outside of their catalogue, shared/texts/.
import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/**
 * What reads as words: two of them in a row, or one with a capital in the markup of the window.
 * @param {string} text @param {boolean} isMarkup
 */
const isWords = (text, isMarkup) =>
  /\p{L}{2,} \p{Ll}{2,}/u.test(text) || (isMarkup && /\p{Lu}\p{Ll}+|\p{L}{2,} /u.test(text));

/** Its words are for developers: what is thrown for a defect, and what is logged. @param {ts.Node} node */
function isForDevelopers(node) {
  for (let at = node; at.parent !== undefined; at = at.parent) {
    if (ts.isNewExpression(at) && /^(Type|Range|Syntax)?Error$/.test(at.expression.getText())) {
      return true;
    }
    if (ts.isCallExpression(at) && /(^|\.)log\??\.\w+$/.test(at.expression.getText())) return true;
    if (ts.isImportDeclaration(at) || ts.isTypeNode(at)) return true;
  }
  return false;
}

/** In an attribute or member of the window that is no text. @param {ts.Node} node */
function isName(node) {
  for (let at = node; at.parent !== undefined; at = at.parent) {
    if (ts.isPropertyAssignment(at) && at.name.getText() === 'className') return true;
    if (!ts.isJsxAttribute(at)) continue;
    return /^(className|testId|id|role|type|name|tone|kind|variant|fill|data-\w+)$/.test(
      at.name.getText(),
    );
  }
  return false;
}

/** @param {string} file */
const parsed = (file) =>
  ts.createSourceFile(file, fs.readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);

/**
 * @param {string} file
 * @returns {{ line: number, text: string }[]}
 */
export function textsIn(file) {
  const source = parsed(file);
  /** @type {{ line: number, text: string }[]} */
  const found = [];
  /** @param {ts.Node} node @param {string} text @param {boolean} isMarkup */
  const note = (node, text, isMarkup) => {
    if (!isWords(text, isMarkup) || isForDevelopers(node) || isName(node)) return;
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    found.push({ line: line + 1, text: text.trim() });
  };
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isJsxText(node)) note(node, node.text, true);
    else if (ts.isStringLiteralLike(node)) note(node, node.text, ts.isJsxAttribute(node.parent));
    else if (ts.isTemplateExpression(node)) {
      const parts = node.templateSpans.map(({ literal }) => literal.text);
      note(node, [node.head.text, ...parts].join('\u2026'), false);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The messages of a file of the catalogue. @param {string} file @returns {string[]} */
export function messagesIn(file) {
  const source = parsed(file);
  /** @type {string[]} */
  const messages = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isPropertyAssignment(node) && ts.isStringLiteralLike(node.initializer)) {
      messages.push(node.initializer.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return messages;
}

/** @param {string} folder @returns {string[]} */
export function sourcesBelow(folder) {
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.|\.d\.ts$|(^|[\\/])testing[\\/]/.test(name))
    .map((name) => path.join(folder, name));
}
