import { builtinModules } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { ESLintUtils, type TSESTree } from '@typescript-eslint/utils';
import { type ImportRow, isUnder, ownFolder, rowOf } from './import-table.js';

/** ESLint rule `rails/imports`: holds every import and re-export against the import table. `root` is where the table's folders are. */
export function importRule(root: string): ESLintUtils.RuleModule<'forbidden' | 'typesOnly', []> {
  return ESLintUtils.RuleCreator.withoutDocs({
    meta: {
      type: 'problem',
      defaultOptions: [],
      schema: [],
      messages: {
        forbidden: '{{folder}}/ may not import {{target}} (design section 10; the table is tools/rails/import-table.ts).',
        typesOnly: '{{folder}}/ may import {{target}} with `import type` alone.',
      },
    },
    create: (context) => {
      const path = fromRoot(root, context.filename);
      const row = rowOf(path);
      if (row === null) return {};
      const check = (node: TSESTree.Node, specifier: string, typeOnly: boolean): void => {
        const target = specifier.startsWith('.') ? fromRoot(root, join(dirname(context.filename), specifier)) : specifier;
        const verdict = specifier.startsWith('.') ? judgeFile(row, path, target) : judgePackage(row, target);
        if (verdict === 'allowed' || (verdict === 'typesOnly' && typeOnly)) return;
        context.report({ node, messageId: verdict, data: { folder: ownFolder(row.folder, path), target } });
      };
      return {
        ImportDeclaration: (node) => check(node, node.source.value, isTypeOnly(node)),
        ExportAllDeclaration: (node) => check(node, node.source.value, node.exportKind === 'type'),
        ExportNamedDeclaration: (node) => node.source !== null && check(node, node.source.value, node.exportKind === 'type'),
        ImportExpression: (node) => node.source.type === 'Literal' && check(node, String(node.source.value), false),
        TSImportType: (node) => check(node, node.source.value, true),
      };
    },
  });
}

type Verdict = 'allowed' | 'typesOnly' | 'forbidden';

function judgeFile(row: ImportRow, path: string, target: string): Verdict {
  const may = [ownFolder(row.folder, path), ...row.mayImport];
  if (may.some((place) => isUnder(target, place))) return 'allowed';
  return row.typesOnly.some((place) => isUnder(target, place)) ? 'typesOnly' : 'forbidden';
}

function judgePackage(row: ImportRow, specifier: string): Verdict {
  if (specifier.startsWith('node:') || builtinModules.includes(specifier)) return row.node ? 'allowed' : 'forbidden';
  const name = specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
  const named = row.packages.some((allowed) => allowed === name || (allowed.endsWith('/*') && name.startsWith(allowed.slice(0, -1))));
  return named ? 'allowed' : 'forbidden';
}

/** True where nothing of the import is left after compilation. */
function isTypeOnly(node: TSESTree.ImportDeclaration): boolean {
  return node.importKind === 'type';
}

function fromRoot(root: string, path: string): string {
  return relative(root, path).split(sep).join('/');
}
